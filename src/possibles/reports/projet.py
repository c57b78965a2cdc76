"""The sheet of a project: one page on screen, one PDF."""

from typing import Any

from .pdf import write_pdf


def write_projet_pdf(sheet: dict[str, Any]) -> bytes:
    """Return the PDF of a project's sheet, from what its page shows."""
    return write_pdf("reports/projet.html", sheet)
