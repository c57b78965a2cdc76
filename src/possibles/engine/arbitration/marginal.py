"""What one more of something is worth: a price, checked by solving again.

The dual price of a row is the slope of the relaxation's value; it holds for a small
change only. So the relaxation is solved again with the real change, and both are given;
with an effort, the plan itself is decided again too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from possibles.engine.arbitration.arbitrate import (
    Effort,
    Solved,
    reuse_columns,
    what_if,
)
from possibles.engine.arbitration.instance import Instance
from possibles.engine.arbitration.limits import LimitKind
from possibles.engine.arbitration.problem import Operation, Portfolio, Subsidy
from possibles.engine.arbitration.result import Status
from possibles.engine.errors import InvalidInput

if TYPE_CHECKING:
    from possibles.engine.solvers.relaxation import Relaxation

Dated = TypeVar("Dated", Operation, Subsidy)


@dataclass(frozen=True, slots=True)
class Marginal:
    """What a change is worth, in score of the first level.

    Attributes
    ----------
    estimate
        Price x change, None when no price exists (a date).
    relaxed
        Change of the relaxation's value once solved again: what the estimate is
        checked against. For a gain of room, 0 <= relaxed <= estimate.
    planned
        Change of the plan's score when decided again, None when not asked.
    """

    estimate: float | None
    relaxed: float
    planned: int | None = None


def value_payments(
    solved: Solved, year: int, amount: int, effort: Effort | None = None
) -> Marginal:
    """Return what `amount` cents more in the ceiling of `year` are worth."""
    limits = solved.portfolio.limits
    if year not in limits.payments:
        raise InvalidInput("the year has no ceiling", keys=(str(year),))
    payments = {**limits.payments, year: limits.payments[year] + amount}
    changed = replace(solved.portfolio, limits=replace(limits, payments=payments))
    return _value(solved, changed, effort)


def value_staff(
    solved: Solved,
    role: str,
    direction: str,
    *,
    from_month: int,
    centi_fte: int = 100,
    effort: Effort | None = None,
) -> Marginal:
    """Return what one more person (by default) is worth, from a month to the end.

    The person counts from the first quarter that starts at `from_month` or later.
    """
    horizon, limits = solved.portfolio.horizon, solved.portfolio.limits
    starts = horizon.quarter_starts()
    staff = []
    for capacity in limits.staff:
        levels = capacity.centi_fte
        full = [
            levels[min(q, len(levels) - 1)] + centi_fte * (starts[q] >= from_month)
            for q in range(horizon.quarters)
        ]
        mine = (capacity.role, capacity.direction) == (role, direction)
        staff.append(replace(capacity, centi_fte=tuple(full)) if mine else capacity)
    changed = replace(solved.portfolio, limits=replace(limits, staff=tuple(staff)))
    return _value(solved, changed, effort)


def value_deadline(
    solved: Solved,
    operations: Sequence[str],
    *,
    days: int = 91,
    kind: LimitKind = LimitKind.ENGAGEMENT,
    effort: Effort | None = None,
) -> Marginal:
    """Return what a deadline moved by `days` is worth, subsidies' dates moving with it."""
    name = "engage_by" if kind is LimitKind.ENGAGEMENT else "deliver_by"
    moved = []
    for operation in solved.portfolio.operations:
        if operation.key not in operations:
            moved.append(operation)
            continue
        variants = tuple(
            replace(v, subsidies=tuple(_move(s, name, days) for s in v.subsidies))
            for v in operation.variants
        )
        moved.append(replace(_move(operation, name, days), variants=variants))
    changed = replace(solved.portfolio, operations=tuple(moved))
    return _value(solved, changed, effort)


def _move(thing: Dated, name: str, days: int) -> Dated:
    """Return an operation or a subsidy with one of its dates moved, if it has it."""
    date = getattr(thing, name)
    return thing if date is None else replace(thing, **{name: date + days})


def _value(solved: Solved, changed: Portfolio, effort: Effort | None) -> Marginal:
    from possibles.engine.solvers.relaxation import relax

    before = _price_again(solved)
    columns, reused = reuse_columns(solved, changed)
    instance = Instance(columns, changed.objective.levels[0])
    same_rows = bool(reused)
    warm = before if same_rows else None
    after = relax(instance, seconds=60.0, start=warm, gap=1e-9)
    if after is None:
        raise InvalidInput("the portfolio has no relaxation")
    estimate = None
    if same_rows:
        old = solved.columns.rows.bounds()
        change = [
            new - was for new, was in zip(columns.rows.bounds(), old, strict=True)
        ]
        priced = before.prices.rows / instance.scale
        estimate = float(priced @ change) * instance.unit
    relaxed = after.bound * instance.unit - before.bound * instance.unit
    planned = None
    if effort is not None and solved.result.status is not Status.INFEASIBLE:
        again = what_if(solved, changed, effort).result
        planned = again.levels[0].value - solved.result.levels[0].value
    return Marginal(estimate, relaxed, planned)


def _price_again(solved: Solved) -> "Relaxation":
    """Return the relaxation of the solved portfolio, as closed as it can be."""
    from possibles.engine.solvers.relaxation import relax

    if not solved.relaxations:
        raise InvalidInput("the portfolio was not solved")
    instance = Instance(solved.columns, solved.portfolio.objective.levels[0])
    closed = relax(instance, seconds=60.0, start=solved.relaxations[0], gap=1e-9)
    return closed or solved.relaxations[0]
