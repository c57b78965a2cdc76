"""The half-yearly report to the steering committee, in three formats."""

from typing import Any

from possibles.apps.opc.domain.rapports.lecture import RapportLu
from possibles.reports.office.gabarit import slides_template, text_template

from .docx import write_rapport_docx
from .pdf import write_rapport_pdf
from .pptx import write_rapport_pptx


def write_rapport(lu: RapportLu, kind: str) -> bytes:
    """Return the report as `pptx`, `docx` or `pdf`: its own template, else the house's."""
    if kind == "pdf":
        return write_rapport_pdf(lu)
    if kind == "docx":
        own = _read(lu.rapport.gabarit_texte)
        return write_rapport_docx(lu, own or text_template())
    own = _read(lu.rapport.gabarit_diapositives)
    return write_rapport_pptx(lu, own or slides_template())


def _read(template: Any) -> bytes | None:
    if template is None:
        return None
    with template.file.open("rb") as stream:
        content: bytes = stream.read()
    return content


__all__ = ["write_rapport"]
