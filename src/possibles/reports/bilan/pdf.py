"""The yearly account on paper."""

from possibles.reports.pdf import write_pdf

from .data import Bilan


def write_bilan_pdf(bilan: Bilan) -> bytes:
    return write_pdf("reports/bilan.html", {"bilan": bilan, "agenda": bilan.agenda})
