"""Keep a file: checked, hashed, stored under its hash, then told in the journal."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models

from possibles.apps.acteurs.models import Personne
from possibles.apps.documents.models import Document
from possibles.apps.documents.validators import check_upload
from possibles.apps.journal.models import Acte, Verb, change

ROOT = "documents"
KEPT = timedelta(days=30)


def deposit(
    upload: File[Any],
    *,
    author: Personne | None,
    subject: models.Model | None = None,
    origin: str = "page",
    reason: str = "Document déposé",
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
    path = f"{ROOT}/{digest[:2]}/{digest}"
    if not default_storage.exists(path):
        upload.seek(0)
        default_storage.save(path, upload)
    with change(author=author, reason=reason, origin=origin):
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


def sweep_files(moment: datetime) -> int:
    """Delete stored files that no document has held for thirty days; return how many.

    A document withdrawn less than thirty days ago keeps its file: its withdrawal can be
    taken back from the history.
    """
    since = moment - KEPT
    held = set(Document.objects.values_list("file", flat=True))
    withdrawn = Acte.objects.filter(
        model=Document._meta.label_lower, verb=Verb.DELETE, at__gte=since
    )
    held |= {acte.fields["file"]["old"] for acte in withdrawn if "file" in acte.fields}
    count = 0
    for path in _stored_paths():
        if path not in held and default_storage.get_modified_time(path) < since:
            default_storage.delete(path)
            count += 1
    return count


def _stored_paths() -> Iterator[str]:
    if not default_storage.exists(ROOT):
        return
    folders, _ = default_storage.listdir(ROOT)
    for folder in folders:
        _, names = default_storage.listdir(f"{ROOT}/{folder}")
        yield from (f"{ROOT}/{folder}/{name}" for name in names)
