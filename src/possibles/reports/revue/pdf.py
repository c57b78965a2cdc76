"""The documents of a review on paper."""

from possibles.reports.pdf import write_pdf

from .data import Feuille


def write_revue_pdf(feuille: Feuille, document: str) -> bytes:
    name = document.replace("-", "_")
    return write_pdf(f"reports/revue_{name}.html", {"feuille": feuille})
