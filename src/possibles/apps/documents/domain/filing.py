"""File what was frozen, approved or sent: the exact bytes, once, on their object.

What freezes asks for it in its own transaction (`ask_filing`); the pages write the files
in a job, as they know how, and keep them here. What is filed is then what is handed out.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db import models

from possibles.apps.documents.enums import Visibility
from possibles.apps.documents.models import Document
from possibles.apps.traitements.domain.launch import launch

from .deposit import deposit

KIND = "classement"


@dataclass(frozen=True, slots=True)
class Piece:
    """One file to keep. `key` names it among those of its object, as « point-pdf »."""

    key: str
    name: str
    content: bytes
    title: str
    kind: str
    date: dt.date | None = None
    visibility: str = Visibility.MEMBRES


def ask_filing(subject: models.Model, given: dict[str, Any] | None = None) -> None:
    """Ask the worker to file what this object says now, whoever made it say so."""
    launch(
        KIND,
        author=None,
        label=f"Classement, {subject}"[:200],
        objet=subject._meta.label_lower,
        cle=subject.pk,
    )


def file_away(subject: models.Model, pieces: Iterable[Piece]) -> list[Document]:
    """Keep each piece on its object, with the rights of that object.

    A piece already filed stays as it is: what was kept first is the proof.
    """
    kept = []
    for piece in pieces:
        known = find_piece(subject, piece.key)
        kept.append(
            known
            or deposit(
                ContentFile(piece.content, name=piece.name),
                author=None,
                subject=subject,
                origin=KIND,
                reason="Document classé",
                piece=piece.key,
                title=piece.title[:200],
                kind=piece.kind,
                date=piece.date,
                visibility=piece.visibility,
                is_exemple=getattr(subject, "is_exemple", False),
            )
        )
    return kept


def find_piece(subject: models.Model, key: str) -> Document | None:
    """Return a piece filed on an object, if it is."""
    found: Document | None = (
        Document.objects.attached_to(subject).filter(piece=key).first()
    )
    return found
