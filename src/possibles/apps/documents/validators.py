"""What may be stored: a short list of formats, each recognised by its own first bytes.

The name a browser gives is never trusted; a file is what its content says.
"""

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError

MAX_BYTES = 25_000_000
MAX_UNZIPPED_BYTES = 300_000_000
MAX_ZIP_ENTRIES = 10_000


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signatures)


def _is_text(head: bytes) -> bool:
    """Tell text from binary: UTF-8 or Latin-1 without control characters."""
    return not any(byte < 32 and byte not in (9, 10, 13) for byte in head)


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_ZIP = _starts(b"PK\x03\x04")
# extension → (media type, test of the first bytes)
FORMATS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("application/pdf", _starts(b"%PDF-")),
    ".png": ("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    ".jpg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".docx": (f"{_OFFICE}wordprocessingml.document", _ZIP),
    ".xlsx": (f"{_OFFICE}spreadsheetml.sheet", _ZIP),
    ".pptx": (f"{_OFFICE}presentationml.presentation", _ZIP),
    ".odt": (f"{_OPEN}text", _ZIP),
    ".ods": (f"{_OPEN}spreadsheet", _ZIP),
    ".odp": (f"{_OPEN}presentation", _ZIP),
    ".csv": ("text/csv", _is_text),
    ".txt": ("text/plain", _is_text),
}


def check_upload(name: str, stream: Any) -> str:
    """Return the media type of an acceptable file, read from its content.

    Raises
    ------
    ValidationError
        With a French sentence that says what to do.
    """
    extension = PurePath(name).suffix.lower()
    if extension not in FORMATS:
        raise ValidationError(
            "Ce format n’est pas accepté. Déposez un PDF, une image (PNG, JPEG), un "
            "document bureautique (docx, xlsx, pptx, odt, ods, odp), un CSV ou un texte.",
            code="format",
        )
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    if size == 0:
        raise ValidationError(
            "Ce fichier est vide. Vérifiez-le et déposez-le de nouveau.", code="empty"
        )
    if size > MAX_BYTES:
        raise ValidationError(
            "Ce fichier dépasse 25 Mo. Réduisez-le ou découpez-le.", code="size"
        )
    media_type, recognises = FORMATS[extension]
    if not recognises(stream.read(4096)):
        raise ValidationError(
            "Le contenu de ce fichier n’est pas celui qu’annonce son nom. "
            "Enregistrez-le de nouveau au bon format.",
            code="content",
        )
    if recognises is _ZIP:
        _check_archive(stream)
    stream.seek(0)
    return media_type


def _check_archive(stream: Any) -> None:
    """Refuse archives that would swell when opened, or that carry macros."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise ValidationError(
            "Ce document est abîmé : il ne s’ouvre pas. "
            "Enregistrez-le de nouveau, puis déposez-le.",
            code="content",
        ) from None
    swollen = sum(entry.file_size for entry in entries) > MAX_UNZIPPED_BYTES
    if swollen or len(entries) > MAX_ZIP_ENTRIES:
        raise ValidationError(
            "Une fois ouvert, ce document serait démesuré. Réduisez-le.", code="size"
        )
    names = [entry.filename.lower() for entry in entries]
    if any(n.endswith("vbaproject.bin") or n.startswith("basic/") for n in names):
        raise ValidationError(
            "Ce document contient des macros. Enregistrez-le sans elles.", code="macro"
        )
