"""Keep a received file: check it, hash it, store it once, attach it."""

import hashlib
from datetime import date
from pathlib import PurePath
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models

from possibles.apps.documents.enums import DocumentKind, Visibility
from possibles.apps.documents.models import ATTACHABLE, Document
from possibles.apps.documents.validators import check_upload
from possibles.apps.journal.models import change

_BLOCK = 1 << 20


def deposit_document(
    upload: Any,
    *,
    author: Any,
    title: str,
    name: str = "",
    subject: models.Model | None = None,
    kind: str = DocumentKind.AUTRE,
    day: date | None = None,
    description: str = "",
    visibility: str = Visibility.MEMBRES,
    is_exemple: bool = False,
    reason: str = "",
    origin: str = "page",
) -> Document:
    """Store an uploaded file and describe it.

    Parameters
    ----------
    upload
        An open binary file: an upload, or any file object.
    name
        The name it came with; that of the upload by default. Only its last part is kept.

    Raises
    ------
    ValidationError
        The format, size or content is refused; the sentence says what to do.
    """
    if subject is not None and subject._meta.label_lower not in ATTACHABLE:
        raise ValueError(f"nothing is attached to a {subject._meta.label}")
    file_name = PurePath((name or upload.name).replace("\\", "/")).name[-200:]
    media_type = check_upload(file_name, upload)
    digest, size = _hash(upload)
    with change(author=author, reason=reason or "Déposer un document", origin=origin):
        return Document.objects.create(
            title=title,
            kind=kind,
            date=day,
            description=description,
            visibility=visibility,
            file=_store(upload, digest, PurePath(file_name).suffix.lower()),
            file_name=file_name,
            media_type=media_type,
            size=size,
            sha256=digest,
            author=author,
            subject_type=subject and ContentType.objects.get_for_model(subject),
            subject_id=subject and subject.pk,
            is_exemple=is_exemple,
        )


def remove_document(document: Document, *, author: Any, reason: str) -> None:
    """Take a document off; the file goes with the last document that holds it."""
    name = document.file.name
    with change(author=author, reason=reason):
        document.delete()
        is_held = Document.objects.filter(file=name).exists()
    if not is_held:
        default_storage.delete(name)


def find_altered(documents: Any) -> list[Document]:
    """List the documents whose file is no longer the one received."""
    return [document for document in documents if not document.is_intact()]


def _hash(stream: Any) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    stream.seek(0)
    while block := stream.read(_BLOCK):
        digest.update(block)
        size += len(block)
    stream.seek(0)
    return digest.hexdigest(), size


def _store(stream: Any, digest: str, suffix: str) -> str:
    name = f"documents/{digest[:2]}/{digest}{suffix}"
    if not default_storage.exists(name):
        default_storage.save(name, File(stream))
    return name
