from itertools import count

from django.core.files.base import ContentFile

from possibles.apps.documents.domain.deposit import deposit
from possibles.apps.documents.models import Document

_numbers = count(1)


def make_document(*, author=None, content: bytes = b"", **fields) -> Document:
    """Deposit a text file; its words differ each time unless given."""
    number = next(_numbers)
    upload = ContentFile(content or f"Texte {number}".encode(), name="note.txt")
    return deposit(
        upload,
        author=author,
        origin="tests",
        **({"title": f"Document {number}", "visibility": "public"} | fields),
    )
