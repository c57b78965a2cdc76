"""What an arbitration returns: the plan, its proof, its tables, its margins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from possibles.engine.arbitration.checker import measure_plan, staff_loads, staff_room
from possibles.engine.arbitration.flows import compute_flows, milestone_day
from possibles.engine.arbitration.limits import Limit
from possibles.engine.arbitration.objective import Criterion
from possibles.engine.arbitration.plan import Decision, Plan, Verdict
from possibles.engine.arbitration.problem import Portfolio


class Status(StrEnum):
    """What is known of the answer."""

    OPTIMAL = "optimal"  # certified within one ten-thousandth
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LevelResult:
    """One level of the objective: exact score reached, certified bound, gap."""

    value: int
    bound: float

    @property
    def gap(self) -> float:
        """Return how far the plan can be from the best, relative to its value."""
        return max(0.0, self.bound - self.value) / max(1, abs(self.value))


@dataclass(frozen=True, slots=True)
class OperationResult:
    """What becomes of one operation, with the days to spare before each deadline.

    `margins` maps "engage_by", "deliver_by", "due" and "FUNDER:engage_by"… to whole
    days; negative ones are missed. `lost` lists the subsidies lost, by funder.
    """

    decision: Decision
    margins: Mapping[str, int] = field(default_factory=dict)
    secured: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class YearMoney:
    """Money of one civil year, in whole cents: gross = received + vat + net."""

    gross: int
    received: Mapping[str, int]
    vat: int
    net: int
    ceiling: int | None


@dataclass(frozen=True, slots=True)
class StaffLine:
    """Staff of one role in one direction, by quarter, in months of centi-FTE."""

    role: str
    direction: str
    load: tuple[int, ...]
    room: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The whole answer. `conflict` is filled only when no plan exists."""

    status: Status
    plan: Plan | None = None
    levels: tuple[LevelResult, ...] = ()
    criteria: Mapping[Criterion, int] = field(default_factory=dict)
    operations: Mapping[str, OperationResult] = field(default_factory=dict)
    money: Mapping[int, YearMoney] = field(default_factory=dict)
    staff: tuple[StaffLine, ...] = ()
    conflict: tuple[Limit, ...] = ()
    is_conflict_minimal: bool = True

    @property
    def gap(self) -> float:
        """Return the largest gap of the levels."""
        return max((level.gap for level in self.levels), default=float("inf"))


def describe_plan(
    portfolio: Portfolio, plan: Plan, levels: tuple[LevelResult, ...]
) -> Result:
    """Return the result of a plan: every table, from the data alone."""
    gap = max((level.gap for level in levels), default=float("inf"))
    return Result(
        status=Status.OPTIMAL if gap <= 1e-4 else Status.FEASIBLE,
        plan=plan,
        levels=levels,
        criteria=measure_plan(portfolio, plan),
        operations={
            operation.key: _describe_operation(portfolio, operation.key, plan)
            for operation in portfolio.operations
        },
        money=_tabulate_money(portfolio, plan),
        staff=_tabulate_staff(portfolio, plan),
    )


def _describe_operation(portfolio: Portfolio, key: str, plan: Plan) -> OperationResult:
    operation, decision = portfolio.operation(key), plan.decisions[key]
    if decision.verdict is not Verdict.KEEP:
        return OperationResult(decision)
    variant, horizon = operation.variant(decision.variant), portfolio.horizon
    reached = {
        name: milestone_day(horizon, variant, decision.starts, name)
        for name in ("engages", "delivers")
    }
    deadlines = [
        ("engage_by", "engages", operation.engage_by),
        ("deliver_by", "delivers", operation.deliver_by),
        ("due", "delivers", operation.due),
    ]
    for subsidy in variant.subsidies:
        deadlines += [
            (f"{subsidy.funder}:engage_by", "engages", subsidy.engage_by),
            (f"{subsidy.funder}:deliver_by", "delivers", subsidy.deliver_by),
        ]
    vat = portfolio.limits.vat
    flows = compute_flows(horizon, vat, operation, variant, decision.starts)
    promised: dict[str, int] = {}
    for subsidy in variant.subsidies:
        promised[subsidy.funder] = promised.get(subsidy.funder, 0) + subsidy.amount
    lost = {f: amount - flows.secured.get(f, 0) for f, amount in promised.items()}
    return OperationResult(
        decision,
        {
            name: day - reached[which]
            for name, which, day in deadlines
            if day is not None
        },
        flows.secured,
        {funder: amount for funder, amount in lost.items() if amount > 0},
    )


def _tabulate_money(portfolio: Portfolio, plan: Plan) -> dict[int, YearMoney]:
    flows = [
        compute_flows(
            portfolio.horizon, portfolio.limits.vat, operation,
            operation.variant(plan.decisions[operation.key].variant),
            plan.decisions[operation.key].starts,
        )
        for operation in portfolio.operations
        if plan.decisions[operation.key].verdict is Verdict.KEEP
    ]  # fmt: skip
    funders = sorted({funder for flow in flows for funder in flow.subsidies})
    last = max(
        (
            year
            for flow in flows
            for table in (flow.gross, flow.vat, *flow.subsidies.values())
            for year in table
        ),
        default=portfolio.horizon.first_year,
    )
    years = range(
        portfolio.horizon.first_year, max(last, portfolio.horizon.years[-1]) + 1
    )
    return {
        year: YearMoney(
            gross=sum(flow.gross.get(year, 0) for flow in flows),
            received={
                funder: sum(f.subsidies.get(funder, {}).get(year, 0) for f in flows)
                for funder in funders
            },
            vat=sum(flow.vat.get(year, 0) for flow in flows),
            net=sum(flow.net(year) for flow in flows),
            ceiling=portfolio.limits.payments.get(year),
        )
        for year in years
    }


def _tabulate_staff(portfolio: Portfolio, plan: Plan) -> tuple[StaffLine, ...]:
    loads, quarters = staff_loads(portfolio, plan), range(portfolio.horizon.quarters)
    return tuple(
        StaffLine(
            c.role,
            c.direction,
            tuple(loads.get((c.role, c.direction, q), 0) for q in quarters),
            staff_room(portfolio, plan, c.role, c.direction),
        )
        for c in portfolio.limits.staff
    )
