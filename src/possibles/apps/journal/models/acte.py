r"""The journal: one row for each object changed, chained by hashes, never rewritten.

`payload` is the exact text that was hashed: `sha256(previous hash + "\n" + payload)`.
The other columns repeat parts of it for the database to search; the offline checker
(`python -m possibles.journal_check`) compares them.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from possibles.apps.journal.models.changes import Change, Touch

GENESIS = "0" * 64
_CHAIN_LOCK = 7_046_029_254  # any constant; names the chain among PostgreSQL's locks


class Verb(models.TextChoices):
    CREATE = "create", "Création"
    UPDATE = "update", "Modification"
    DELETE = "delete", "Suppression"
    EVENT = "event", "Événement"


class Acte(models.Model):
    """What was done to one object, by whom, when and why."""

    sequence = models.BigIntegerField("numéro", primary_key=True)
    at = models.DateTimeField("date", db_index=True)
    change = models.UUIDField("changement", db_index=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        on_delete=models.PROTECT,
        related_name="actes",
    )
    origin = models.CharField("origine", max_length=80)
    verb = models.CharField("nature", max_length=10, choices=Verb.choices)
    model = models.CharField("type d’objet", max_length=80)
    object_id = models.CharField("identifiant", max_length=64)
    parent_model = models.CharField(
        "type de l’objet porteur", max_length=80, blank=True
    )
    parent_id = models.CharField("objet porteur", max_length=64, blank=True)
    label = models.CharField("libellé", max_length=300)
    reason = models.TextField("motif", blank=True)
    payload = models.TextField("contenu scellé")
    hash = models.CharField("empreinte", max_length=64, unique=True)

    class Meta:
        verbose_name = "acte"
        verbose_name_plural = "actes"
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["model", "object_id", "-sequence"], name="acte_objet"),
            models.Index(
                fields=["parent_model", "parent_id", "-sequence"], name="acte_porteur"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} — {self.label}"

    @property
    def content(self) -> dict[str, Any]:
        """The sealed payload, as data."""
        data: dict[str, Any] = json.loads(self.payload)
        return data

    @property
    def fields(self) -> dict[str, dict[str, Any]]:
        """The changed fields: `{name: {label, old, new, old_text, new_text}}`."""
        fields: dict[str, dict[str, Any]] = self.content["fields"]
        return fields


def canonical(data: dict[str, Any]) -> str:
    """Return the one text that stands for this data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(previous: str, payload: str) -> str:
    return hashlib.sha256(f"{previous}\n{payload}".encode()).hexdigest()


def append_actes(change: Change) -> None:
    """Write the touches of a change at the end of the chain. Call it last."""
    _lock_chain()
    last = Acte.objects.order_by("-sequence").values_list("sequence", "hash").first()
    sequence, previous = last or (0, GENESIS)
    at = timezone.now()
    rows = []
    for touch in change.touches:
        sequence += 1
        row = _row(change, touch, sequence, at.isoformat())
        row.at = at
        row.hash = previous = seal(previous, row.payload)
        rows.append(row)
    Acte.objects.bulk_create(rows, batch_size=100)


def _row(change: Change, touch: Touch, sequence: int, at: str) -> Acte:
    parent_model, parent_id = touch.parent or ("", "")
    author_id = None if change.author is None else change.author.pk
    payload = canonical(
        {
            "sequence": sequence,
            "at": at,
            "change": str(change.key),
            "author": author_id,
            "origin": change.origin,
            "verb": touch.verb,
            "model": touch.model,
            "object": touch.object_id,
            "parent": [parent_model, parent_id],
            "label": touch.label[:300],
            "reason": change.reason,
            "fields": touch.fields,
        }
    )
    return Acte(
        sequence=sequence,
        change=change.key,
        author_id=author_id,
        origin=change.origin,
        verb=touch.verb,
        model=touch.model,
        object_id=touch.object_id,
        parent_model=parent_model,
        parent_id=parent_id,
        label=touch.label[:300],
        reason=change.reason,
        payload=payload,
    )


def _lock_chain() -> None:
    """Let one transaction at a time extend the chain.

    SQLite has one writer already (BEGIN IMMEDIATE); PostgreSQL takes an advisory lock,
    released by the commit.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
