"""The agenda of a year on paper."""

from typing import Any

from .pdf import write_pdf


def write_agenda_pdf(agenda: dict[str, Any]) -> bytes:
    """Return the PDF of an agenda, from what its page shows."""
    return write_pdf("reports/agenda.html", agenda)
