"""The descriptive sheet of an operation: one page on screen, one PDF."""

from typing import Any

from .pdf import write_pdf


def write_operation_pdf(sheet: dict[str, Any]) -> bytes:
    """Return the PDF of an operation's sheet, from what its page shows."""
    return write_pdf("reports/operation.html", sheet)
