"""Anchors: the head of the journal written outside the database, day after day.

A chain of hashes shows any change but the loss of its tail. The anchors show that one: keep
their file on another disk, or receive each by e-mail.
"""

import json
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from possibles.apps.journal.models import Acte

Anchor = dict[str, str | int]


def write_anchor(now: datetime | None = None) -> Anchor | None:
    """Append the head of the chain to the file of anchors; `None` if it has not moved."""
    head = Acte.objects.order_by("-sequence").values("sequence", "hash").first()
    if head is None or head["sequence"] == _last_sequence(settings.ANCHORS_FILE):
        return None
    anchor: Anchor = {
        "sequence": head["sequence"],
        "hash": head["hash"],
        "at": (now or timezone.now()).isoformat(),
    }
    _append(settings.ANCHORS_FILE, anchor)
    if settings.ANCHOR_RECIPIENTS:
        _send(anchor)
    return anchor


def _last_sequence(path: Path) -> int:
    if not path.exists():
        return 0
    lines = path.read_text(encoding="utf-8").splitlines()
    return int(json.loads(lines[-1])["sequence"]) if lines else 0


def _append(path: Path, anchor: Anchor) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(anchor) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _send(anchor: Anchor) -> None:
    send_mail(
        f"Possibles : ancre du journal, acte {anchor['sequence']}",
        "Gardez ce message : il permet de prouver qu’aucun acte n’a disparu.\n\n"
        f"{json.dumps(anchor)}\n",
        None,
        settings.ANCHOR_RECIPIENTS,
    )
