"""The documents of a review on paper."""

from possibles.reports.pdf import write_pdf

from .data import Feuille

TEMPLATES = {
    "methode": "reports/revue_methode.html",
    "indicateurs": "reports/revue_indicateurs.html",
    "compte-rendu": "reports/revue_compte_rendu.html",
}


def write_revue_pdf(feuille: Feuille, document: str) -> bytes:
    return write_pdf(TEMPLATES[document], {"feuille": feuille})
