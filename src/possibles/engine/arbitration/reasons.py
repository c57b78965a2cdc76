"""Why an operation is out of a plan, and the cheapest way of bringing it in.

The other decisions stay as planned. Each way of doing the operation (variant, waits,
start) then breaks some limits, by an exact amount. The reason is a smallest set of limits
such that every way breaks one of them: lifting all the others would not be enough. The
cheapest relaxation is the way whose excesses cost least at the prices given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from possibles.engine.arbitration.blocks import build_columns
from possibles.engine.arbitration.columns import Columns, index_decisions
from possibles.engine.arbitration.conflict import (
    Conflict,
    find_conflict,
    must_keep,
    without,
)
from possibles.engine.arbitration.flows import milestone_day
from possibles.engine.arbitration.instance import Instance
from possibles.engine.arbitration.limits import Limit, LimitKind, StaffCapacity
from possibles.engine.arbitration.plan import Decision, Plan, Verdict
from possibles.engine.arbitration.problem import Operation, Portfolio
from possibles.engine.arbitration.state import State
from possibles.engine.errors import InvalidInput

DEFAULT_PRICES: Mapping[LimitKind, int] = {
    LimitKind.PAYMENTS: 1,  # a cent costs a cent
    LimitKind.DEBT: 1,
    LimitKind.ENVELOPE: 1,
    LimitKind.FUNDER: 1,
    LimitKind.STAFF: 5_500,  # cents for one month of a hundredth of a post
    LimitKind.SITES: 10_000_000,  # one more site during one quarter
    LimitKind.ENGAGEMENT: 100_000,  # one day
    LimitKind.DELIVERY: 100_000,
    LimitKind.WINDOW: 1_000_000,  # one month
}
"""Cents for one unit beyond a limit; kinds left out cannot be relaxed."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What to grant for the operation to enter, the rest of the plan unchanged.

    `changes` holds (limit, amount beyond it): cents, months of centi-FTE, sites, days
    or months. `cost` is their sum at the prices used.
    """

    decision: Decision
    changes: tuple[tuple[Limit, int], ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why an operation is out.

    `limits` is a smallest set that excludes it; `always` lists the limits that every
    way of doing it breaks (each excludes it alone). `limits` is empty when it would
    fit: it is then out because it would change the objective by `score_change` at
    best. `cheapest` is None when a limit that cannot be bought (exclusive, required…)
    stands in every way.
    """

    operation: str
    limits: tuple[Limit, ...]
    always: tuple[Limit, ...] = ()
    score_change: int | None = None
    cheapest: Relaxation | None = None


def explain_exclusion(
    portfolio: Portfolio,
    plan: Plan,
    key: str,
    *,
    prices: Mapping[LimitKind, int] = DEFAULT_PRICES,
) -> Exclusion:
    """Return why `key` is out of `plan`, the other decisions staying as they are."""
    if plan.decisions[key].verdict is Verdict.KEEP:
        raise InvalidInput("the operation is in the plan", keys=(key,))
    trial = _Trial(portfolio, plan, key)
    ways = trial.list_ways()
    fitting = [column for column, excess in ways if not excess]
    if fitting:
        best = max(int(trial.instance.scores[column]) for column in fitting)
        change = best - int(trial.instance.scores[trial.out])
        return Exclusion(key, (), score_change=change)
    names = [frozenset(excess) for _, excess in ways]
    always = frozenset.intersection(*names) if names else frozenset()
    return Exclusion(
        key,
        tuple(sorted(hit_all(names))),
        tuple(sorted(always)),
        cheapest=trial.cheapest(ways, prices),
    )


def explain_with_freedom(
    portfolio: Portfolio, plan: Plan, key: str, *, seconds_by_trial: float = 2.0
) -> Conflict | None:
    """Return the conflict of keeping `key` and all the plan keeps, at any dates.

    None when they all fit together some way: the operation is out because the
    objective prefers so.
    """
    held = portfolio
    for other in (*plan.kept(), key):
        held = must_keep(held, other)
    return find_conflict(held, seconds_by_trial=seconds_by_trial)


def hit_all(sets: Iterable[frozenset[Limit]]) -> frozenset[Limit]:
    """Return a smallest set that meets every one of `sets` (exact, by deepening)."""
    smallest = _keep_minimal(sets)
    for size in range(len(smallest) + 1):
        found = _hit(smallest, size)
        if found is not None:
            return found
    return frozenset()


def _keep_minimal(sets: Iterable[frozenset[Limit]]) -> list[frozenset[Limit]]:
    ordered = sorted(set(sets), key=lambda s: (len(s), sorted(s)))
    kept: list[frozenset[Limit]] = []
    for candidate in ordered:
        if not any(small <= candidate for small in kept):
            kept.append(candidate)
    return kept


def _hit(sets: list[frozenset[Limit]], size: int) -> frozenset[Limit] | None:
    if not sets:
        return frozenset()
    if size == 0:
        return None
    for limit in sorted(sets[0]):
        found = _hit([s for s in sets if limit not in s], size - 1)
        if found is not None:
            return found | {limit}
    return None


def apply_relaxation(
    portfolio: Portfolio, plan: Plan, key: str, relaxation: Relaxation
) -> tuple[Portfolio, Plan]:
    """Return the portfolio with its limits moved, and the plan with the operation in."""
    limits = portfolio.limits
    payments, envelopes = dict(limits.payments), dict(limits.envelopes)
    funders, sites, staff = dict(limits.funders), dict(limits.sites), list(limits.staff)
    debt, operation, relief = limits.debt, portfolio.operation(key), 0
    for limit, amount in relaxation.changes:
        match limit.kind:
            case LimitKind.PAYMENTS:
                payments[limit.period] += amount
            case LimitKind.ENVELOPE:
                envelopes[limit.keys[0]] += amount
            case LimitKind.FUNDER:
                funders[limit.keys[0]] += amount
            case LimitKind.SITES:
                sites[limit.keys[0]] = sites[limit.keys[0]] + amount
            case LimitKind.STAFF:
                staff = [_add_staff(portfolio, c, limit, amount) for c in staff]
            case LimitKind.DEBT if debt is not None:
                relief = max(relief, amount)
            case _:
                operation = _move_dates(operation, limit, amount)
    if debt is not None:
        debt = replace(debt, opening_debt=debt.opening_debt - relief)
    moved = replace(
        portfolio,
        operations=tuple(operation if o.key == key else o for o in portfolio.operations),
        limits=replace(
            limits, payments=payments, envelopes=envelopes, funders=funders, sites=sites,
            staff=tuple(staff), debt=debt,
        ),
    )  # fmt: skip
    decisions = {**plan.decisions, key: relaxation.decision}
    return moved, replace(plan, decisions=decisions)


class _Trial:
    """Every way of doing one operation, laid over the rest of a plan."""

    def __init__(self, portfolio: Portfolio, plan: Plan, key: str) -> None:
        self.portfolio, self.plan, self.key = portfolio, plan, key
        self.own = portfolio.operation(key)
        kinds = (
            LimitKind.ENGAGEMENT,
            LimitKind.DELIVERY,
            LimitKind.WINDOW,
            LimitKind.LOCK,
        )
        freed = without(portfolio, [Limit(kind, (key,)) for kind in kinds])
        self.columns: Columns = build_columns(_pin(freed, plan, key))
        self.instance = Instance(self.columns, portfolio.objective.levels[0])
        self.rank = [o.key for o in portfolio.operations].index(key)
        decisions = [plan.decisions[o.key] for o in portfolio.operations]
        chosen = index_decisions(self.columns, decisions)
        self.state = State(
            self.instance,
            [plan.hires.get(e.key, 0) for e in self.instance.extras if e.whole],
        )
        for column in chosen:
            if column is None:
                raise InvalidInput("the plan does not fit the portfolio", keys=(key,))
            self.state.put(column)
        self.out = self.state.take(self.rank)

    def list_ways(self) -> list[tuple[int, dict[Limit, int]]]:
        """Return every column of the operation with its excess over each limit."""
        span = self.instance.spans(self.rank)
        kept = np.flatnonzero(self.columns.pattern[span] >= 0) + span.start
        return [(int(column), self._excess(int(column))) for column in kept]

    def cheapest(
        self, ways: list[tuple[int, dict[Limit, int]]], prices: Mapping[LimitKind, int]
    ) -> Relaxation | None:
        best: tuple[int, int] | None = None
        table = dict(ways)
        for column, excess in ways:
            if all(limit.kind in prices for limit in excess):
                cost = sum(
                    prices[limit.kind] * amount for limit, amount in excess.items()
                )
                if best is None or (cost, column) < best:
                    best = (cost, column)
        if best is None:
            return None
        changes = tuple(sorted(table[best[1]].items()))
        return Relaxation(self.columns.decision(best[1]), changes, best[0])

    def _excess(self, column: int) -> dict[Limit, int]:
        span = slice(
            int(self.columns.row_first[column]), int(self.columns.row_first[column + 1])
        )
        rows, loads = self.columns.row_index[span], self.columns.row_load[span]
        short = (loads - self.state.room[rows]).tolist()
        excess: dict[Limit, int] = {}
        soft = set(self.columns.rows.rough)
        for row, load, amount in zip(rows.tolist(), loads.tolist(), short, strict=True):
            if amount > 0 and load > 0 and row not in soft:
                limit = self.columns.rows.rows[row].limit
                if limit.kind is LimitKind.SITES:
                    limit = replace(limit, period=-1)
                    excess[limit] = max(excess.get(limit, 0), amount)
                else:
                    excess[limit] = excess.get(limit, 0) + amount
        decision = self.columns.decision(column)
        excess |= self._dates(decision)
        excess |= self._links(column)
        return excess

    def _dates(self, decision: Decision) -> dict[Limit, int]:
        operation, variant = self.own, self.own.variant(decision.variant)
        first, key = min(decision.starts), (self.key,)
        last = operation.latest if operation.latest is not None else first
        amounts = {
            Limit(LimitKind.WINDOW, key): max(operation.earliest - first, first - last)
        }
        for kind, name, deadline in (
            (LimitKind.ENGAGEMENT, "engages", operation.engage_by),
            (LimitKind.DELIVERY, "delivers", operation.deliver_by),
        ):
            if deadline is not None:
                day = milestone_day(
                    self.portfolio.horizon, variant, decision.starts, name
                )
                amounts[Limit(kind, key)] = day - deadline
        locked = any(k.operation == self.key for k in self.portfolio.locks)
        amounts[Limit(LimitKind.LOCK, key)] = int(locked)
        return {limit: amount for limit, amount in amounts.items() if amount > 0}

    def _links(self, column: int) -> dict[Limit, int]:
        place, broken = column - int(self.columns.first[self.rank]), {}
        for rank in self.state.links[self.rank]:
            link = self.columns.links[rank]
            leads = link.before == self.rank
            other = link.after if leads else link.before
            there = int(self.state.chosen[other]) - int(self.columns.first[other])
            before, after = (place, there) if leads else (there, place)
            overlap = int(link.release[before]) - int(link.start[after])
            if overlap > 0:
                data = self.portfolio.precedences[rank]
                broken[Limit(LimitKind.PRECEDENCE, (data.before, data.after))] = overlap
        return broken


def _pin(portfolio: Portfolio, plan: Plan, key: str) -> Portfolio:
    """Return the portfolio with windows that only hold the plan, the operation apart."""
    operations = []
    for operation in portfolio.operations:
        decision = plan.decisions[operation.key]
        if operation.key == key:
            operations.append(replace(operation, mandatory=False, can_postpone=True))
        elif decision.verdict is Verdict.KEEP:
            start = min(decision.starts)
            variant = operation.variant(decision.variant)
            operations.append(
                replace(operation, earliest=start, latest=start, variants=(variant,))
            )
        else:
            operations.append(replace(operation, latest=-1))
    return replace(portfolio, operations=tuple(operations))


def _add_staff(
    portfolio: Portfolio, capacity: StaffCapacity, limit: Limit, amount: int
) -> StaffCapacity:
    """Raise one quarter of a capacity by enough centi-FTE to hold `amount` months."""
    if (capacity.role, capacity.direction) != limit.keys:
        return capacity
    quarters, levels = portfolio.horizon.quarters, capacity.centi_fte
    full = [levels[min(q, len(levels) - 1)] if levels else 0 for q in range(quarters)]
    full[limit.period] += -(
        -amount // portfolio.horizon.months_in_quarter(limit.period)
    )
    return replace(capacity, centi_fte=tuple(full))


def _move_dates(operation: Operation, limit: Limit, amount: int) -> Operation:
    if limit.kind is LimitKind.ENGAGEMENT and operation.engage_by is not None:
        return replace(operation, engage_by=operation.engage_by + amount)
    if limit.kind is LimitKind.DELIVERY and operation.deliver_by is not None:
        return replace(operation, deliver_by=operation.deliver_by + amount)
    if limit.kind is LimitKind.WINDOW:
        latest = None if operation.latest is None else operation.latest + amount
        return replace(
            operation, earliest=max(0, operation.earliest - amount), latest=latest
        )
    raise InvalidInput("this limit cannot be relaxed", keys=limit.keys)
