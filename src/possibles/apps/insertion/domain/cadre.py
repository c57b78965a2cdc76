"""The frame of insertion: load what the documents say, read where the checklist stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from possibles.apps.insertion.enums import EngagementKind
from possibles.apps.insertion.models import (
    EngagementInsertion,
    NiveauDInsertion,
    ObligationAnru,
    StructurePilote,
)
from possibles.apps.journal.models import change


@dataclass(frozen=True, slots=True)
class Recrutements:
    """Hires or goals of a nature: what was aimed at, what was reached."""

    kind: EngagementKind
    count: int
    target: int | None
    direct: int | None
    indirect: int | None

    @property
    def reached(self) -> int | None:
        known = [n for n in (self.direct, self.indirect) if n is not None]
        return sum(known) if known else None


def load_cadre(data: Mapping[str, Iterable[Mapping[str, Any]]]) -> list[str]:
    """Create the missing levels and obligations; what exists is people's, left alone."""
    lines = []
    with change(author=None, origin="load", reason="Charger le cadre de l’insertion"):
        for row in data["niveaux"]:
            niveau, is_new = NiveauDInsertion.objects.get_or_create(
                level=row["niveau"],
                defaults={
                    "form": row["forme"],
                    "members_text": row["membres"],
                    "missions": row["missions"],
                    "source": row["source"],
                },
            )
            lines += [f"niveau « {niveau} » créé"] if is_new else []
        for position, row in enumerate(data["obligations"]):
            obligation, is_new = ObligationAnru.objects.get_or_create(
                slug=row["id"],
                defaults={
                    "position": position,
                    "title": row["titre"],
                    "text": row["texte"],
                    "source": row["source"],
                },
            )
            lines += [f"obligation « {obligation} » créée"] if is_new else []
    return lines


def current_structure(user: Any) -> StructurePilote | None:
    """Return the structure that steers insertion today."""
    found: StructurePilote | None = (
        StructurePilote.objects.visible_to(user)
        .filter(ended_on=None)
        .select_related("organisation", "document")
        .first()
    )
    return found


def count_recrutements(user: Any) -> list[Recrutements]:
    """Sum commitments by nature; a nature nobody committed to is there too, at none."""
    rows = list(EngagementInsertion.objects.visible_to(user))
    return [_sum(kind, [r for r in rows if r.kind == kind]) for kind in EngagementKind]


def _sum(kind: EngagementKind, rows: list[EngagementInsertion]) -> Recrutements:
    return Recrutements(
        kind=kind,
        count=len(rows),
        target=_total(row.target for row in rows),
        direct=_total(row.reached_direct for row in rows),
        indirect=_total(row.reached_indirect for row in rows),
    )


def _total(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
