"""Keep a file: checked, hashed, stored under its hash, then told in the journal."""

import hashlib
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models

from possibles.apps.acteurs.models import Personne
from possibles.apps.documents.models import Document
from possibles.apps.documents.validators import check_upload
from possibles.apps.journal.models import change


def deposit(
    upload: File[Any],
    *,
    author: Personne | None,
    subject: models.Model | None = None,
    origin: str = "page",
    **fields: Any,
) -> Document:
    """Store a file and its description.

    The file is written before its row: a crash in between leaves a file without a row
    (cleaned at night), never a row without its file.

    Raises
    ------
    ValidationError
        When the file is not acceptable; nothing is kept then.
    """
    name = str(upload.name)
    media_type = check_upload(name, upload)
    digest = _digest(upload)
    path = f"documents/{digest[:2]}/{digest}"
    if not default_storage.exists(path):
        upload.seek(0)
        default_storage.save(path, upload)
    with change(author=author, reason="Document déposé", origin=origin):
        document: Document = Document.objects.create(
            file=path,
            file_name=name[-200:],
            media_type=media_type,
            size=upload.size or 0,
            sha256=digest,
            author=author,
            subject=subject,
            **fields,
        )
    return document


def withdraw(document: Document, *, author: Personne, reason: str) -> Any:
    """Take a document off; its file stays until the night, so that undo works."""
    with change(author=author, reason=reason) as made:
        document.delete()
    return made.key


def _digest(upload: File[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
