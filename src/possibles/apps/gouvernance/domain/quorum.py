"""How many must be there, how many are."""

from dataclasses import dataclass
from typing import Any

from possibles.apps.gouvernance.enums import SEATED, MandatKind, QuorumRule
from possibles.apps.gouvernance.models import Mandat, Seance
from possibles.common.french import NNBSP, plural


@dataclass(frozen=True, slots=True)
class Quorum:
    """The quorum of a sitting, counted on the seats that vote.

    `needed` is 0 when the body asks for none.
    """

    seats: int
    seated: int
    needed: int

    @property
    def is_asked(self) -> bool:
        return self.needed > 0

    @property
    def is_reached(self) -> bool:
        return self.seated >= self.needed

    @property
    def missing(self) -> int:
        return max(self.needed - self.seated, 0)

    @property
    def detail(self) -> str:
        held = (
            f"{plural(self.seated, 'siège occupé', 'sièges occupés')} sur {self.seats}"
        )
        if not self.is_asked:
            return held
        if self.is_reached:
            return f"{held}, {self.needed} nécessaires"
        return f"{held}, il en manque {self.missing}"

    @property
    def sentence(self) -> str:
        if not self.is_asked:
            return f"Aucun quorum demandé, {self.detail}"
        said = "Quorum atteint" if self.is_reached else "Quorum non atteint"
        return f"{said}{NNBSP}: {self.detail}"


def seats_needed(rule: str, seats: int, count: int | None = None) -> int:
    """Return how many seats must be taken; a body without a known seat cannot deliberate."""
    if rule == QuorumRule.MAJORITE:
        return seats // 2 + 1
    if rule == QuorumRule.TIERS:
        return max(1, -(-seats // 3))
    if rule == QuorumRule.NOMBRE:
        return count or 1
    return 0


def compute_quorum(seance: Seance) -> Quorum:
    """Count the seats of the sitting's day.

    A seat counts once: taken by its holder, by someone sent in their place, or by a
    substitute. A power given away fills no seat.
    """
    mandats = list(Mandat.objects.filter(instance=seance.instance_id, votes=True))
    active = {m.pk: m for m in mandats if m.is_active(seance.date)}
    seats = {m.pk for m in active.values() if m.kind == MandatKind.TITULAIRE}
    there = seance.presences.filter(state__in=SEATED, mandat__in=list(active))
    seated: set[Any] = set()
    for presence in there:
        mandat = active[presence.mandat_id]
        seat = mandat.pk if mandat.kind == MandatKind.TITULAIRE else mandat.titulaire_id
        if seat in seats:
            seated.add(seat)
    instance = seance.instance
    needed = seats_needed(instance.quorum_rule, len(seats), instance.quorum_count)
    return Quorum(len(seats), len(seated), needed)
