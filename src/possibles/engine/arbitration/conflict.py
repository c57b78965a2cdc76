"""Why nothing works: a smallest set of limits that cannot hold together.

A limit is taken away from the data (`without`), and the rest is tried again. What cannot
be taken away without a plan appearing is the conflict: each of its members is needed for
it (deletion filter, Chinneck 2008). Only operations that must be held matter.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from possibles.engine.arbitration.blocks import build_columns
from possibles.engine.arbitration.limits import Limit, LimitKind, Limits
from possibles.engine.arbitration.plan import Verdict
from possibles.engine.arbitration.problem import Portfolio


@dataclass(frozen=True, slots=True)
class Conflict:
    """Limits that exclude any plan; minimal unless a trial was left undecided."""

    limits: tuple[Limit, ...]
    is_minimal: bool = True


def find_conflict(
    portfolio: Portfolio, *, seconds_by_trial: float = 5.0
) -> Conflict | None:
    """Return a minimal conflict of an infeasible portfolio; None if a plan exists."""
    trimmed = _keep_needed(portfolio)

    def holds(limits: Iterable[Limit]) -> bool | None:
        wanted = set(limits)
        removed = [limit for limit in every if limit not in wanted]
        return has_plan(without(trimmed, removed), seconds_by_trial)

    every = list_limits(trimmed)
    if holds(every) is not False:
        return None
    return _shrink(every, holds)


def _shrink(
    limits: list[Limit], holds: Callable[[Iterable[Limit]], bool | None]
) -> Conflict:
    """Take limits away by halves, then one by one, while no plan appears."""
    size, is_minimal = max(1, len(limits) // 2), True
    while True:
        place = 0
        while place < len(limits):
            trial = limits[:place] + limits[place + size :]
            answer = holds(trial) if trial else True
            if answer is False:
                limits = trial
            else:
                is_minimal = is_minimal and (answer is True or size > 1)
                place += size
        if size == 1:
            return Conflict(tuple(sorted(limits)), is_minimal)
        size //= 2


def has_plan(portfolio: Portfolio, seconds: float) -> bool | None:
    """Tell whether any plan exists; None when the time did not allow to know."""
    columns = build_columns(portfolio)
    if columns.blocked():
        return False
    from possibles.engine.solvers.feasibility import exists_plan

    return exists_plan(columns, seconds)


def list_limits(portfolio: Portfolio) -> list[Limit]:
    """Return the name of every limit that could be taken away."""
    limits = portfolio.limits
    names = [Limit(LimitKind.PAYMENTS, (str(y),), y) for y in limits.payments]
    if limits.debt is not None:
        names += [
            Limit(LimitKind.DEBT, (str(y),), y) for y in limits.debt.gross_savings
        ]
    names += [Limit(LimitKind.ENVELOPE, (key,)) for key in limits.envelopes]
    names += [Limit(LimitKind.FUNDER, (key,)) for key in limits.funders]
    names += [Limit(LimitKind.STAFF, (c.role, c.direction)) for c in limits.staff]
    names += [Limit(LimitKind.SITES, (zone,)) for zone in limits.sites]
    pairs = [(link.before, link.after) for link in portfolio.precedences]
    names += [Limit(LimitKind.PRECEDENCE, pair) for pair in dict.fromkeys(pairs)]
    names += [
        Limit(LimitKind.EXCLUSIVE, (group.key,)) for group in portfolio.exclusives
    ]
    names += [
        Limit(LimitKind.CONDITIONAL, (c.requires, c.operation))
        for c in portfolio.conditionals
    ]
    for operation in portfolio.operations:
        key = (operation.key,)
        if operation.engage_by is not None:
            names.append(Limit(LimitKind.ENGAGEMENT, key))
        if operation.deliver_by is not None:
            names.append(Limit(LimitKind.DELIVERY, key))
        if operation.earliest or operation.latest is not None:
            names.append(Limit(LimitKind.WINDOW, key))
        if operation.mandatory:
            names.append(Limit(LimitKind.MANDATORY, key))
    names += [Limit(LimitKind.LOCK, (lock.operation,)) for lock in portfolio.locks]
    return names


def without(portfolio: Portfolio, removed: Iterable[Limit]) -> Portfolio:
    """Return the portfolio with these limits taken away, the rest untouched.

    Staff and sites limits go for every quarter at once, whatever their period.
    """
    gone = {(limit.kind, limit.keys) for limit in removed}
    operations = []
    for operation in portfolio.operations:
        key, result = (operation.key,), operation
        if (LimitKind.ENGAGEMENT, key) in gone:
            result = replace(result, engage_by=None)
        if (LimitKind.DELIVERY, key) in gone:
            result = replace(result, deliver_by=None)
        if (LimitKind.WINDOW, key) in gone:
            result = replace(result, earliest=0, latest=None)
        if (LimitKind.MANDATORY, key) in gone:
            result = replace(result, mandatory=False)
        operations.append(result)
    return replace(
        portfolio,
        operations=tuple(operations),
        limits=_limits_without(portfolio.limits, gone),
        precedences=tuple(
            link
            for link in portfolio.precedences
            if (LimitKind.PRECEDENCE, (link.before, link.after)) not in gone
        ),
        exclusives=tuple(
            g
            for g in portfolio.exclusives
            if (LimitKind.EXCLUSIVE, (g.key,)) not in gone
        ),
        conditionals=tuple(
            c
            for c in portfolio.conditionals
            if (LimitKind.CONDITIONAL, (c.requires, c.operation)) not in gone
        ),
        locks=tuple(
            k for k in portfolio.locks if (LimitKind.LOCK, (k.operation,)) not in gone
        ),
    )


def _limits_without(
    limits: Limits, gone: set[tuple[LimitKind, tuple[str, ...]]]
) -> Limits:
    staff = tuple(
        c for c in limits.staff if (LimitKind.STAFF, (c.role, c.direction)) not in gone
    )
    roles = {(c.role, c.direction) for c in staff}
    debt = limits.debt
    if debt is not None:
        savings = {
            year: amount
            for year, amount in debt.gross_savings.items()
            if (LimitKind.DEBT, (str(year),)) not in gone
        }
        debt = replace(debt, gross_savings=savings)
    return replace(
        limits,
        payments={
            year: amount
            for year, amount in limits.payments.items()
            if (LimitKind.PAYMENTS, (str(year),)) not in gone
        },
        envelopes={
            k: v
            for k, v in limits.envelopes.items()
            if (LimitKind.ENVELOPE, (k,)) not in gone
        },
        funders={
            k: v
            for k, v in limits.funders.items()
            if (LimitKind.FUNDER, (k,)) not in gone
        },
        staff=staff,
        hires=tuple(h for h in limits.hires if (h.role, h.direction) in roles),
        sites={
            k: v for k, v in limits.sites.items() if (LimitKind.SITES, (k,)) not in gone
        },
        debt=debt,
    )


def _keep_needed(portfolio: Portfolio) -> Portfolio:
    """Return the portfolio of the operations that must be held, and what they require.

    Any other operation may be dropped. (One could still help by what it receives in a
    tight year; a conflict that only such refunds would lift is still worth naming.)
    """
    needed = {o.key for o in portfolio.operations if o.mandatory}
    needed |= {k.operation for k in portfolio.locks}
    while True:
        leaders = {
            link.before
            for link in portfolio.precedences
            if link.after in needed and link.required
        } | {c.requires for c in portfolio.conditionals if c.operation in needed}
        if leaders <= needed:
            break
        needed |= leaders
    return restrict(portfolio, needed)


def restrict(portfolio: Portfolio, keys: Iterable[str]) -> Portfolio:
    """Return the portfolio of these operations only."""
    kept = set(keys)
    return replace(
        portfolio,
        operations=tuple(o for o in portfolio.operations if o.key in kept),
        precedences=tuple(
            k for k in portfolio.precedences if kept.issuperset((k.before, k.after))
        ),
        exclusives=tuple(
            replace(g, operations=tuple(k for k in g.operations if k in kept))
            for g in portfolio.exclusives
        ),
        conditionals=tuple(
            c
            for c in portfolio.conditionals
            if kept.issuperset((c.operation, c.requires))
        ),
        locks=tuple(k for k in portfolio.locks if k.operation in kept),
        previous={k: v for k, v in portfolio.previous.items() if k in kept},
    )


def must_keep(portfolio: Portfolio, key: str) -> Portfolio:
    """Return the portfolio in which an operation has to be kept."""
    operations = tuple(
        replace(o, mandatory=True) if o.key == key else o for o in portfolio.operations
    )
    locks = tuple(
        k for k in portfolio.locks if k.operation != key or k.verdict is Verdict.KEEP
    )
    return replace(portfolio, operations=operations, locks=locks)
