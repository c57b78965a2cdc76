"""The hours a contract owes. This module alone turns a contract into the engine's own.

The contract's own values win over its family's; hours written in the contract win over
the calculation. What was used is told with the result.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from possibles.apps.insertion.models import (
    FamilleDeMarche,
    Hypothese,
    Lot,
    Marche,
    percent_text,
)
from possibles.engine.errors import InvalidInput
from possibles.engine.insertion import (
    HOURS_PER_FULL_TIME_YEAR,
    Contract,
    exact_objective,
    labour_hours,
    objective,
    pool_objectives,
)


@dataclass(frozen=True, slots=True)
class Base:
    """What an objective is computed with: shares between 0 and 1, centimes an hour."""

    labour_share: Decimal
    hourly_cost: int
    rate: Decimal
    step: int = 1

    @property
    def share_text(self) -> str:
        return percent_text(self.labour_share)

    @property
    def rate_text(self) -> str:
        return percent_text(self.rate)


@dataclass(frozen=True, slots=True)
class Objectif:
    """The hours owed, with the path that leads to them.

    `hours` is what is owed. `computed` is what the calculation gives, rounded; they
    differ when the contract writes its own volume. `own` names the values that are the
    contract's and not its family's.
    """

    hours: int
    computed: int | None
    labour_hours: Decimal | None
    exact: Decimal | None
    full_time: Decimal
    base: Base | None
    own: frozenset[str] = frozenset()


def find_hypothese(
    famille: FamilleDeMarche, on: date | None = None
) -> Hypothese | None:
    """Return the hypothesis in force on a day, today by default."""
    day = on or timezone.localdate()
    found: Hypothese | None = famille.hypotheses.in_force(day).first()
    return found


def find_hypotheses(on: date | None = None) -> dict[int, Hypothese]:
    """Return the hypothesis in force of every family, by the family's key; one query."""
    day = on or timezone.localdate()
    found: dict[int, Hypothese] = {}
    for hypothese in Hypothese.objects.in_force(day):
        found.setdefault(hypothese.famille_id, hypothese)
    return found


def base_of(hypothese: Hypothese) -> Base:
    return Base(
        hypothese.labour_share,
        hypothese.hourly_cost,
        hypothese.rate,
        hypothese.step,
    )


def compute(amount: int, base: Base) -> Objectif:
    """Compute the objective of an amount in centimes.

    Raises
    ------
    InvalidInput
        A share outside 0..1, a negative amount, a cost that is not positive.
    """
    contract = _as_contract("", amount, base)
    hours = objective(contract, step=base.step)
    return Objectif(
        hours=hours,
        computed=hours,
        labour_hours=_decimal(labour_hours(contract)),
        exact=_decimal(exact_objective(contract)),
        full_time=to_full_time(hours),
        base=base,
    )


def objective_of(marche: Marche, lots: Sequence[Lot] | None = None) -> Objectif | None:
    """Return what a contract owes; nothing without a clause or while unknown.

    With lots, it owes the sum of theirs, so that the page adds up.
    """
    if not marche.has_clause:
        return None
    held = list(marche.lots.all()) if lots is None and marche.pk else list(lots or [])
    if marche.contract_hours is None and held:
        parts = [found for lot in held if (found := objective_of_lot(marche, lot))]
        if not parts:
            return None
        return _sum(parts)
    base, own = _base_of_marche(marche)
    return _decide(marche.amount, base, marche.contract_hours, own)


def objective_of_lot(marche: Marche, lot: Lot) -> Objectif | None:
    if not marche.has_clause:
        return None
    base, own = _with_own(marche, lot.hypothese)
    return _decide(lot.amount, base, lot.contract_hours, own)


def settle(marche: Marche) -> None:
    """Give a contract its hypothesis and its objective; save it yourself.

    A contract keeps the hypothesis it has while its family stays the same: one adopted
    later only changes the contracts to come.
    """
    day = marche.notified_on or marche.consulted_on or timezone.localdate()
    held = marche.hypothese
    if held is None or held.famille_id != marche.famille_id:
        marche.hypothese = find_hypothese(marche.famille, day) or find_hypothese(
            marche.famille
        )
    found = objective_of(marche)
    marche.objective_hours = None if found is None else found.hours


def settle_lot(lot: Lot) -> None:
    """Give a lot its hypothesis and its objective; save it yourself."""
    marche = lot.marche
    day = marche.notified_on or marche.consulted_on or timezone.localdate()
    if lot.hypothese is None or lot.hypothese.famille_id != lot.famille_id:
        lot.hypothese = find_hypothese(lot.famille, day) or find_hypothese(lot.famille)
    found = objective_of_lot(marche, lot)
    lot.objective_hours = None if found is None else found.hours


def refresh(marche: Marche) -> None:
    """Compute again a contract and its lots, and save what moved. Inside a change."""
    for lot in marche.lots.select_related("famille", "hypothese"):
        lot.marche = marche
        settle_lot(lot)
        lot.save()
    settle(marche)
    marche.save()


def pool(marches: Iterable[Marche], minimum: int) -> dict[int, int]:
    """Return the hours each contract of a pool carries, by key; the sum never moves."""
    owed = {str(m.pk): m.objective_hours for m in marches if m.objective_hours}
    pooled = pool_objectives(owed, minimum=minimum)
    return {int(key): hours for key, hours in pooled.items()}


def to_full_time(hours: int) -> Decimal:
    """Return hours as full-time years, to the hundredth."""
    return _decimal(Fraction(hours, HOURS_PER_FULL_TIME_YEAR))


def _base_of_marche(marche: Marche) -> tuple[Base | None, frozenset[str]]:
    return _with_own(marche, marche.hypothese)


def _with_own(
    marche: Marche, hypothese: Hypothese | None
) -> tuple[Base | None, frozenset[str]]:
    """Return the family's values, each replaced by the contract's own when it has one."""
    names = ("labour_share", "hourly_cost", "rate", "step")
    own: dict[str, Any] = {
        name: getattr(marche, name)
        for name in names
        if getattr(marche, name) is not None
    }
    family: Mapping[str, Any] = (
        {} if hypothese is None else {name: getattr(hypothese, name) for name in names}
    )
    values = {"step": 1, **family, **own}
    if len(values) < len(names):
        return None, frozenset(own)
    return Base(**values), frozenset(own)


def _decide(
    amount: int | None, base: Base | None, written: int | None, own: frozenset[str]
) -> Objectif | None:
    computed = None if amount is None or base is None else compute(amount, base)
    if written is not None:
        return Objectif(
            hours=written,
            computed=None if computed is None else computed.hours,
            labour_hours=None if computed is None else computed.labour_hours,
            exact=None if computed is None else computed.exact,
            full_time=to_full_time(written),
            base=base,
            own=own | {"contract_hours"},
        )
    if computed is None:
        return None
    return replace(computed, own=own)


def _sum(parts: Sequence[Objectif]) -> Objectif:
    hours = sum(part.hours for part in parts)
    known = [part for part in parts if part.labour_hours is not None]
    return Objectif(
        hours=hours,
        computed=None,
        labour_hours=sum((p.labour_hours or Decimal(0) for p in known), Decimal(0))
        if known
        else None,
        exact=None,
        full_time=to_full_time(hours),
        base=None,
        own=frozenset({"lots"}),
    )


def _as_contract(key: str, amount: int, base: Base) -> Contract:
    if base.step < 1:
        raise InvalidInput("a rounding step is at least one hour")
    return Contract(
        key=key,
        amount=amount,
        labour_share=Fraction(base.labour_share),
        hourly_cost=base.hourly_cost,
        rate=Fraction(base.rate),
    )


def _decimal(value: Fraction) -> Decimal:
    """Return the value to the hundredth, halves up, exactly."""
    return Decimal(int(value * 100 + Fraction(1, 2))) / 100
