"""An independent checker: whether a plan respects every limit, and what it is worth.

Plain Python on the data, month by month, sharing nothing with the column model. Every
result of the solver goes through it, and the tests hold it against brute force.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from possibles.engine.arbitration.flows import Flows, compute_flows, milestone_day
from possibles.engine.arbitration.limits import EVERYWHERE, Limit, LimitKind
from possibles.engine.arbitration.objective import Criterion
from possibles.engine.arbitration.plan import Decision, Plan, Verdict
from possibles.engine.arbitration.problem import (
    Operation,
    Portfolio,
    Precedence,
    Variant,
)


@dataclass(frozen=True, slots=True)
class Violation:
    """A limit broken: what the plan loads, and what is allowed."""

    limit: Limit
    load: int
    bound: int


def check_plan(portfolio: Portfolio, plan: Plan) -> tuple[Violation, ...]:
    """Return every limit the plan breaks; none when it can be carried out."""
    return tuple(_Checker(portfolio, plan).list_violations())


def measure_plan(portfolio: Portfolio, plan: Plan) -> dict[Criterion, int]:
    """Return the exact amount of every criterion, each in its own unit."""
    return _Checker(portfolio, plan).measure()


class _Checker:
    def __init__(self, portfolio: Portfolio, plan: Plan) -> None:
        self.portfolio, self.plan = portfolio, plan
        self.horizon, self.limits = portfolio.horizon, portfolio.limits
        self.kept: list[tuple[Operation, Variant, Decision]] = []
        for operation in portfolio.operations:
            decision = plan.decisions[operation.key]
            if decision.verdict is Verdict.KEEP:
                variant = operation.variant(decision.variant)
                self.kept.append((operation, variant, decision))
        self.flows: dict[str, Flows] = {
            operation.key: compute_flows(
                self.horizon, self.limits.vat, operation, variant, decision.starts
            )
            for operation, variant, decision in self.kept
        }

    def list_violations(self) -> Iterator[Violation]:
        for limit, load, bound in self._list_loads():
            if load > bound:
                yield Violation(limit, load, bound)

    def measure(self) -> dict[Criterion, int]:
        kept = self.kept
        secured = sum(sum(f.secured.values()) for f in self.flows.values())
        postponed = [
            operation.postponed_value
            for operation in self.portfolio.operations
            if self.plan.decisions[operation.key].verdict is Verdict.POSTPONE
        ]
        net = [self._net(year) for year in self.horizon.years]
        return {
            Criterion.SUBSIDIES: secured,
            Criterion.VALUE: sum(v.value for _, v, _ in kept) + sum(postponed),
            Criterion.OPERATIONS: len(kept),
            Criterion.LATENESS: sum(self._lateness(*item) for item in kept),
            Criterion.OWN_MONEY: sum(v.cost for _, v, _ in kept) - secured,
            Criterion.CHANGES: self._count_changes(),
            Criterion.HIRING: sum(self._hiring_costs()),
            Criterion.ROUGHNESS: sum(abs(b - a) for a, b in pairwise(net)),
        }

    def _list_loads(self) -> Iterator[tuple[Limit, int, int]]:
        yield from self._money()
        yield from self._amounts()
        yield from self._staff()
        yield from self._sites()
        yield from self._logic()
        yield from self._dates()

    def _net(self, year: int) -> int:
        return sum(flows.net(year) for flows in self.flows.values())

    def _money(self) -> Iterator[tuple[Limit, int, int]]:
        total, rule = 0, self.limits.debt
        for year in self.horizon.years:
            net = self._net(year)
            total += net
            keys = (str(year),)
            if year in self.limits.payments:
                bound = self.limits.payments[year]
                yield Limit(LimitKind.PAYMENTS, keys, year), net, bound
            if rule is not None and year in rule.gross_savings:
                yield Limit(LimitKind.DEBT, keys, year), total, rule.room(year)

    def _amounts(self) -> Iterator[tuple[Limit, int, int]]:
        for key, bound in self.limits.envelopes.items():
            cost = sum(v.cost for o, v, _ in self.kept if o.envelope == key)
            yield Limit(LimitKind.ENVELOPE, (key,)), cost, bound
        for funder, bound in self.limits.funders.items():
            given = sum(f.secured.get(funder, 0) for f in self.flows.values())
            yield Limit(LimitKind.FUNDER, (funder,)), given, bound

    def _staff(self) -> Iterator[tuple[Limit, int, int]]:
        loads = staff_loads(self.portfolio, self.plan)
        for capacity in self.limits.staff:
            keys = (capacity.role, capacity.direction)
            room = staff_room(self.portfolio, self.plan, *keys)
            for quarter, bound in enumerate(room):
                load = loads.get((*keys, quarter), 0)
                yield Limit(LimitKind.STAFF, keys, quarter), load, bound

    def _sites(self) -> Iterator[tuple[Limit, int, int]]:
        opened: dict[tuple[str, int], int] = {}
        for operation, variant, decision in self.kept:
            quarters = {
                self.horizon.quarter_rank(start + offset)
                for phase, start in zip(variant.phases, decision.starts, strict=True)
                if phase.on_site
                for offset in range(phase.months)
            }
            for zone in {operation.zone, EVERYWHERE}:
                for quarter in quarters:
                    opened[zone, quarter] = opened.get((zone, quarter), 0) + 1
        for zone, bound in self.limits.sites.items():
            for quarter in range(self.horizon.quarters):
                load = opened.get((zone, quarter), 0)
                yield Limit(LimitKind.SITES, (zone,), quarter), load, bound

    def _logic(self) -> Iterator[tuple[Limit, int, int]]:
        kept = set(self.flows)
        for group in self.portfolio.exclusives:
            number = len(kept.intersection(group.operations))
            yield Limit(LimitKind.EXCLUSIVE, (group.key,)), number, 1
        for condition in self.portfolio.conditionals:
            pair = (condition.requires, condition.operation)
            broken = pair[1] in kept and pair[0] not in kept
            yield Limit(LimitKind.CONDITIONAL, pair), int(broken), 0
        for link in self.portfolio.precedences:
            pair = (link.before, link.after)
            missing = link.after in kept and link.before not in kept
            if link.required:
                yield Limit(LimitKind.REQUIRED, pair), int(missing), 0
            if kept.issuperset(pair):
                yield Limit(LimitKind.PRECEDENCE, pair), self._overlap(link), 0

    def _overlap(self, link: Precedence) -> int:
        """Return the months by which `after` starts too early."""
        items = {operation.key: (v, d) for operation, v, d in self.kept}
        before, after = items[link.before], items[link.after]
        ends = {
            phase.key: start + phase.months
            for phase, start in zip(before[0].phases, before[1].starts, strict=True)
        }
        begins = dict(
            zip((p.key for p in after[0].phases), after[1].starts, strict=True)
        )
        end = ends.get(link.before_phase, max(ends.values()))
        begin = begins.get(link.after_phase, min(begins.values()))
        return end + link.lag - begin

    def _dates(self) -> Iterator[tuple[Limit, int, int]]:
        for operation, variant, decision in self.kept:
            key, starts = (operation.key,), decision.starts
            for kind, name, bound in (
                (LimitKind.ENGAGEMENT, "engages", operation.engage_by),
                (LimitKind.DELIVERY, "delivers", operation.deliver_by),
            ):
                if bound is not None:
                    reached = milestone_day(self.horizon, variant, starts, name)
                    yield Limit(kind, key), reached, bound
            window = Limit(LimitKind.WINDOW, key)
            yield window, operation.earliest, min(starts)
            if operation.latest is not None:
                yield window, min(starts), operation.latest
            ends = [s + p.months for s, p in zip(starts, variant.phases, strict=True)]
            yield window, max(ends), self.horizon.months
            yield window, phases_too_early(variant, starts), 0
        for operation in self.portfolio.operations:
            out = self.plan.decisions[operation.key].verdict
            if operation.mandatory:
                missed = int(out is not Verdict.KEEP)
                yield Limit(LimitKind.MANDATORY, (operation.key,)), missed, 0
            barred = out is Verdict.POSTPONE and not operation.can_postpone
            yield Limit(LimitKind.WINDOW, (operation.key,)), int(barred), 0
        for lock in self.portfolio.locks:
            decision = self.plan.decisions[lock.operation]
            broken = (
                decision.verdict is not lock.verdict
                or lock.variant not in {None, decision.variant}
                or (lock.start is not None and lock.start != min(decision.starts))
            )
            yield Limit(LimitKind.LOCK, (lock.operation,)), int(broken), 0

    def _lateness(
        self, operation: Operation, variant: Variant, decision: Decision
    ) -> int:
        if operation.due is None:
            return 0
        rank = variant.milestone("delivers")
        month = decision.starts[rank] + variant.phases[rank].months
        late = 0
        while month - late > 0 and self.horizon.day(month - late) > operation.due:
            late += 1
        return late * operation.lateness_weight

    def _count_changes(self) -> int:
        previous, now = self.portfolio.previous, self.plan.decisions
        return sum(
            now[o.key] != previous[o.key]
            for o in self.portfolio.operations
            if o.key in previous
        )

    def _hiring_costs(self) -> Iterator[int]:
        for hire in self.limits.hires:
            months = max(0, self.horizon.months - hire.from_month)
            yield self.plan.hires.get(hire.key, 0) * hire.monthly_cost * months


def phases_too_early(variant: Variant, starts: tuple[int, ...]) -> int:
    """Return by how many months a phase starts before those it follows end."""
    ends: dict[str, int] = {}
    early, previous = 0, ""
    for phase, start in zip(variant.phases, starts, strict=True):
        if phase.after is None:
            ready = ends.get(previous, start)
        else:
            ready = max((ends[k.phase] + k.lag for k in phase.after), default=start)
        early = max(early, ready - start)
        ends[phase.key] = start + phase.months
        previous = phase.key
    return early


def staff_loads(portfolio: Portfolio, plan: Plan) -> dict[tuple[str, str, int], int]:
    """Return the staff used by role, direction and quarter (months of centi-FTE)."""
    loads: dict[tuple[str, str, int], int] = {}
    for operation in portfolio.operations:
        decision = plan.decisions[operation.key]
        if decision.verdict is not Verdict.KEEP:
            continue
        phases = operation.variant(decision.variant).phases
        for phase, start in zip(phases, decision.starts, strict=True):
            for month in range(start, start + phase.months):
                quarter = portfolio.horizon.quarter_rank(month)
                for need in phase.staff:
                    keys = (need.role, need.direction, quarter)
                    loads[keys] = loads.get(keys, 0) + need.centi_fte
    return loads


def staff_room(
    portfolio: Portfolio, plan: Plan, role: str, direction: str
) -> tuple[int, ...]:
    """Return the staff available by quarter, people hired included."""
    horizon = portfolio.horizon
    levels = next(
        c.centi_fte
        for c in portfolio.limits.staff
        if (c.role, c.direction) == (role, direction)
    )
    room = [
        (levels[min(q, len(levels) - 1)] if levels else 0)
        * horizon.months_in_quarter(q)
        for q in range(horizon.quarters)
    ]
    for hire in portfolio.limits.hires:
        if (hire.role, hire.direction) == (role, direction):
            for month in range(hire.from_month, horizon.months):
                people = plan.hires.get(hire.key, 0)
                room[horizon.quarter_rank(month)] += 100 * people
    return tuple(room)
