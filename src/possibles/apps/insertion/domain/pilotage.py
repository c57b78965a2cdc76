"""Where everything is going: each contract's projection, gathered the way one looks at it.

Hours above one contract's objective never cover another's: what is met is counted up to
what is owed, contract by contract, as the gauges do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from possibles.apps.insertion.models import Heures, Marche

from .chantiers import add_months, read_chantiers
from .projection import Prevision, project
from .suivi import Face, marches_by_line


@dataclass(slots=True)
class Trajectoire:
    """A group of contracts on the way to its objective, in hours save `cumulated`.

    `unknown` counts the contracts that cannot be projected (no dates, no amount): what
    they did counts, what they owe is not said to be missing.
    """

    key: str
    label: str
    objective: int = 0
    done: int = 0
    final: int = 0
    shortfall: int = 0
    unknown: int = 0
    penalty: int | None = None
    met_on: date | None = None
    previsions: list[Prevision] = field(default_factory=list)

    @property
    def planned(self) -> int:
        """How many of the contracts follow the schedule of their operation."""
        return sum(p.chantier is not None for p in self.previsions)

    @property
    def is_met(self) -> bool:
        return self.objective > 0 and self.done >= self.objective

    @property
    def rate(self) -> float | None:
        return self.final / self.objective if self.objective else None


@dataclass(frozen=True, slots=True)
class Mois:
    """A month of the curve, in hours; what is to come is expected, not done."""

    month: date
    done: float | None
    expected: float | None


@dataclass(frozen=True, slots=True)
class Pilotage:
    """The lines of a face, their total, the curve of everything, the day it is of."""

    lignes: Sequence[Trajectoire]
    total: Trajectoire
    mois: Sequence[Mois]
    on: date


def read_pilotage(user: Any, face: Face, on: date | None = None) -> Pilotage:
    """Project every contract with an objective, and gather them; a handful of queries."""
    day = on or timezone.localdate()
    done: Mapping[int, int] = dict(
        Heures.objects.order_by()
        .values("marche_id")
        .annotate(total=Sum("counted"))
        .values_list("marche_id", "total")
    )
    lignes: list[Trajectoire] = []
    total = Trajectoire("", "Total")
    by_line = marches_by_line(user, face)
    chantiers = read_chantiers(m for marches in by_line.values() for m in marches)
    for (key, label), marches in by_line.items():
        ligne = Trajectoire(key, label)
        for marche in marches:
            if not marche.objective_hours:
                continue
            prevision = project(marche, done.get(marche.pk) or 0, day, chantiers)
            for each in (ligne, total):
                _add(each, marche, done.get(marche.pk) or 0, prevision)
        if ligne.objective:
            ligne.met_on = _find_month(ligne, day)
            lignes.append(ligne)
    total.met_on = _find_month(total, day)
    return Pilotage(lignes, total, _curve(total, day), day)


def _add(
    ligne: Trajectoire, marche: Marche, done: int, prevision: Prevision | None
) -> None:
    owed = marche.objective_hours or 0
    ligne.objective += owed
    ligne.done += min(done // 100, owed)
    if prevision is None:
        ligne.unknown += 1
        ligne.final += min(done // 100, owed)
        return
    ligne.previsions.append(prevision)
    ligne.final += min(prevision.final, owed)
    ligne.shortfall += prevision.shortfall
    if prevision.penalty is not None:
        ligne.penalty = (ligne.penalty or 0) + prevision.penalty


def _find_month(ligne: Trajectoire, day: date) -> date | None:
    """Return the month the last of the contracts meets its objective; nothing if one will not."""
    if ligne.shortfall or ligne.unknown or not ligne.previsions:
        return None
    found = [p.met_on for p in ligne.previsions]
    if any(month is None for month in found):
        return None
    return max(month or day for month in found)


def _curve(total: Trajectoire, day: date) -> list[Mois]:
    """Return hours month after month: done until now, then expected, all cumulated."""
    known = (
        Heures.objects.filter(counted__gt=0, month__lte=day)
        .order_by("month")
        .values("month")
        .annotate(total=Sum("counted"))
        .values_list("month", "total")
    )
    sums = dict(known)
    mois: list[Mois] = []
    running = 0
    if sums:
        month = min(sums)
        while month <= day:
            running += sums.get(month) or 0
            mois.append(Mois(month, running / 100, None))
            month = add_months(month, 1)
    longest = max((len(p.cumulated) for p in total.previsions), default=0)
    still = running - sum(p.done * 100 for p in total.previsions if p.cumulated)
    if mois and longest:
        mois[-1] = Mois(mois[-1].month, mois[-1].done, mois[-1].done)
    for index in range(longest):
        moving = sum(
            p.cumulated[min(index, len(p.cumulated) - 1)]
            for p in total.previsions
            if p.cumulated
        )
        mois.append(Mois(add_months(day, index + 1), None, (still + moving) / 100))
    return mois
