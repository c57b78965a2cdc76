"""Receive a file, and say which of its columns is which."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.utils import timezone

from possibles.apps.imports.enums import OPEN_STATES, ImportState
from possibles.apps.imports.models import Importation
from possibles.apps.imports.specs import ImportSpec
from possibles.apps.journal.models import change
from possibles.common.sheets import Table, read_table
from possibles.common.sheets.table import check_size

from .columns import guess_mapping


def receive(
    spec: ImportSpec,
    filename: str,
    content: bytes,
    *,
    author: Any,
    options: Mapping[str, Any] | None = None,
) -> Importation:
    """Keep a file as text, its columns guessed; nothing else moves.

    Raises
    ------
    UnreadableFileError
        The file is refused as a whole, with a sentence.
    """
    table = _read(spec, filename, content)
    received = Importation(
        kind=spec.kind,
        filename=PurePath(filename.replace("\\", "/")).name[:200] or "fichier",
        digest=hashlib.sha256(content).hexdigest(),
        author=author,
        options=dict(options or {}),
        header=table.header,
        mapping=guess_mapping(spec, table.header),
        rows=[[number, *cells] for number, cells in table.rows],
        notes=table.notes,
    )
    with change(author=author, reason="Recevoir un fichier"):
        received.save()
    return received


def map_columns(
    received: Importation, mapping: Mapping[str, int], *, author: Any
) -> Importation:
    """Keep which column is which; the dry run is to be made again."""
    received.mapping = dict(mapping)
    received.state = ImportState.RECU
    received.report = {}
    with change(author=author, reason="Vérifier les colonnes"):
        received.save()
    return received


def give_up(received: Importation, *, author: Any) -> None:
    """Forget the file."""
    received.state = ImportState.ABANDONNE
    received.rows = []
    with change(author=author, reason="Abandonner l’import"):
        received.save()


def forget_old(now: datetime | None = None) -> int:
    """Forget the files nobody wrote nor gave up in time; return how many.

    A file may tell of people: it is not kept for nothing.
    """
    moment = now or timezone.now()
    waiting = Importation.objects.filter(state__in=OPEN_STATES).order_by("pk")
    held = [
        importation
        for importation in waiting
        if importation.received_at < moment - timedelta(days=importation.spec.kept_days)
    ]
    with change(author=None, origin="nuit", reason="Fichier oublié, resté sans suite"):
        for importation in held:
            importation.state = ImportState.ABANDONNE
            importation.rows = []
            importation.save()
    return len(held)


def _read(spec: ImportSpec, filename: str, content: bytes) -> Table:
    check_size(content)
    for reader in spec.readers:
        table = reader(filename, content)
        if table is not None:
            return table
    return read_table(filename, content, spec.known_names)
