"""Whether a contract will reach its objective, when, and what to do if it will not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from possibles.apps.insertion.enums import AWARDED, MarcheState
from possibles.apps.insertion.models import Heures, Marche
from possibles.engine.insertion import (
    Basis,
    PenaltyTerms,
    Situation,
    compute_penalty,
    project_hours,
)

from .chantiers import Chantier, Rythme, add_months, read_chantiers, spread
from .heures import to_month


@dataclass(frozen=True, slots=True)
class Prevision:
    """What a contract will have reached at its end, in hours.

    `met_on` is the month the objective is met, when it is. `cumulated` are the hundredths
    of an hour at the end of each month left, this one first. `penalty` is what the
    contract's own terms would cost, in centimes; nothing without such terms. `chantier`
    are the works of its operation, when its months come from the schedule.
    """

    marche: Marche
    done: int
    final: int
    shortfall: int
    met_on: date | None
    months_left: int
    is_observed: bool
    is_spending_known: bool
    penalty: int | None
    cumulated: tuple[int, ...] = ()
    chantier: Chantier | None = None


@dataclass(frozen=True, slots=True)
class Alerte:
    """A contract that will miss hours, and the coming ones that could carry them."""

    prevision: Prevision
    proposals: list[Marche]


def project(
    marche: Marche,
    done: int,
    on: date | None = None,
    chantiers: Mapping[int, Chantier] | None = None,
) -> Prevision | None:
    """Project a contract to its end; nothing without objective, dates or amount.

    `done` is what counts so far, in hundredths. A contract that hangs on an operation
    follows the works of its schedule, month by month; without any it follows its own
    dates, evenly. What was really spent is used when it is known.

    Parameters
    ----------
    chantiers
        The works of the operations, already read; else they are read here.
    """
    day = on or timezone.localdate()
    owed, amount = marche.objective_hours, marche.amount
    if not owed or not amount:
        return None
    if chantiers is None:
        chantiers = read_chantiers([marche])
    chantier = chantiers.get(marche.operation_id or 0)
    rythme = chantier.rythme(day) if chantier else _own_rhythm(marche, day)
    if rythme is None:
        return None
    ahead = () if marche.state in _OVER else rythme.ahead
    spent = marche.spent
    if spent is None:
        spent = amount * rythme.behind // (rythme.behind + sum(rythme.ahead))
    monthly = tuple(spread(max(0, amount - spent), ahead))
    # A contract that has begun and counts nothing yet has no rhythm of its own.
    found = project_hours(Situation(owed * 100, done, spent if done else 0, monthly))
    shortfall = max(0, owed - found.final // 100)
    return Prevision(
        marche=marche,
        done=done // 100,
        final=found.final // 100,
        shortfall=shortfall,
        met_on=None if found.met_in is None else add_months(day, found.met_in),
        months_left=len(ahead),
        is_observed=found.basis is Basis.OBSERVED,
        is_spending_known=marche.spent is not None,
        penalty=simulate_penalty(marche, shortfall),
        cumulated=found.cumulated,
        chantier=chantier,
    )


def simulate_penalty(marche: Marche, missing_hours: int) -> int | None:
    """Return what missing hours would cost, in centimes, by the contract's own terms."""
    if marche.penalty_hourly is None:
        return None
    terms = PenaltyTerms(
        hourly=marche.penalty_hourly,
        daily=marche.penalty_daily or 0,
        cap=marche.penalty_cap,
    )
    return compute_penalty(terms, missing_centihours=missing_hours * 100)


def list_alertes(user: Any, on: date | None = None) -> list[Alerte]:
    """Return the running contracts that will miss hours, the worst first; three queries."""
    day = on or timezone.localdate()
    rows = list(
        Marche.objects.visible_to(user)
        .with_clause()
        .exclude(objective_hours=None)
        .select_related("maitre_ouvrage", "famille")
        .order_by("sort_title", "pk")
    )
    done: Mapping[int, int] = dict(
        Heures.objects.order_by()
        .values("marche_id")
        .annotate(total=Sum("counted"))
        .values_list("marche_id", "total")
    )
    chantiers = read_chantiers(rows)
    coming = [m for m in rows if m.state not in AWARDED]
    coming.sort(key=lambda m: -(m.objective_hours or 0))
    found = []
    for marche in rows:
        if marche.state != MarcheState.EN_COURS:
            continue
        prevision = project(marche, done.get(marche.pk) or 0, day, chantiers)
        if prevision is not None and prevision.shortfall > 0:
            found.append(Alerte(prevision, _proposals(marche, coming)))
    return sorted(found, key=lambda a: -a.prevision.shortfall)


_OVER = frozenset({MarcheState.TERMINE, MarcheState.RESILIE})


def _proposals(marche: Marche, coming: list[Marche]) -> list[Marche]:
    """Return the owner's largest coming contracts: they could carry what is missing."""
    return [m for m in coming if m.maitre_ouvrage_id == marche.maitre_ouvrage_id][:3]


def _own_rhythm(marche: Marche, day: date) -> Rythme | None:
    """Return the months of a contract's own dates, all alike."""
    if marche.start is None or marche.end is None:
        return None
    first, last, now = to_month(marche.start), to_month(marche.end), to_month(day)
    behind = min(max(now - first, 0), last - first + 1)
    waiting = max(0, min(first, last + 1) - now)
    left = max(0, last - max(first, now) + 1)
    return Rythme(behind, (0,) * waiting + (1,) * left)
