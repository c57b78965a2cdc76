"""The three documents of a project review: method, indicators, minutes.

Drawn from plain data (`describe_revue`): the frozen snapshot once there is one, so that a
document printed again next year says the same thing.
"""

from collections.abc import Callable
from typing import Any

from .data import Feuille, read_feuille
from .docx import write_docx
from .pdf import write_revue_pdf

DOCUMENTS = {
    "methode": "Méthode",
    "indicateurs": "Indicateurs",
    "compte-rendu": "Compte rendu",
}
_WRITERS: dict[str, Callable[[Feuille, str], bytes]] = {
    "docx": write_docx,
    "pdf": write_revue_pdf,
}


def write_revue(
    content: dict[str, Any], document: str, kind: str, *, digest: str = ""
) -> bytes:
    """Return one document of a review, as `docx` or `pdf`."""
    return _WRITERS[kind](read_feuille(content, digest=digest), document)


__all__ = ["DOCUMENTS", "write_revue"]
