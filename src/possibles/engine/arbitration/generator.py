"""Realistic portfolios from a seed, for trials, tests and the bench.

Durations, costs, spending and staff follow the domain notes (§7.3, §7.4, §7.6); limits
are set below what doing everything would take, so that something has to give way.
"""

import random
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from possibles.engine.arbitration.horizon import Horizon
from possibles.engine.arbitration.limits import (
    EVERYWHERE,
    DebtRule,
    HireOption,
    Limits,
    StaffCapacity,
)
from possibles.engine.arbitration.problem import (
    Conditional,
    Exclusive,
    Operation,
    Phase,
    Portfolio,
    Precedence,
    StaffNeed,
    Subsidy,
    Variant,
)
from possibles.engine.finance import WORKS_S_CURVE

MILLION = 100_000_000  # cents
HORIZON = Horizon(2027, 1, 96)
ENGAGE_BY = HORIZON.day(24)
DELIVER_BY = HORIZON.day(84)
DIRECTIONS = ("education", "roads", "housing", "leisure")
KINDS = {  # shortest and longest works (months), cost in tenths of a million
    "school": (14, 24, 80, 160),
    "gymnasium": (12, 20, 30, 80),
    "nursery": (10, 18, 20, 50),
    "centre": (12, 20, 20, 60),
    "square": (8, 18, 10, 40),
    "roads": (8, 24, 20, 90),
}


def make_portfolio(count: int, *, seed: int, tightness: float = 0.6) -> Portfolio:
    """Return a portfolio of `count` operations.

    Parameters
    ----------
    count
        Number of operations; limits grow with it.
    seed
        Same count, seed and tightness give the same portfolio.
    tightness
        Share of what doing everything would take that limits allow.
    """
    rng = random.Random(f"{count}:{seed}")  # noqa: S311 (a generator of trials)
    zones = [f"Z{rank}" for rank in range(max(2, count // 12))]
    teams = DIRECTIONS[: max(2, min(4, count // 40))]
    operations = _free_zones(
        _make_operation(rng, rank, zones, teams) for rank in range(count)
    )
    return Portfolio(
        horizon=HORIZON,
        operations=operations,
        limits=_make_limits(operations, zones, tightness),
        precedences=_make_precedences(rng, operations),
        exclusives=_make_exclusives(operations),
        conditionals=_make_conditionals(operations),
    )


def _make_operation(
    rng: random.Random, rank: int, zones: list[str], teams: tuple[str, ...]
) -> Operation:
    kind = rng.choice(sorted(KINDS))
    low, high, cheap, dear = KINDS[kind]
    cost = rng.randint(cheap, dear) * MILLION // 10
    months = rng.randint(low, high)
    direction = rng.choice(teams)
    value = rng.randint(20, 100) * cost // MILLION // 10
    head_start = rng.choice((0, 0, 0, 12, 18))
    variants = [_make_variant("full", cost, months, direction, value, head_start)]
    if rng.random() < 0.6:
        small = cost * rng.randint(60, 80) // 100
        variants.append(
            _make_variant(
                "reduced", small, max(6, months - 3), direction, value * 7 // 10,
                head_start,
            )
        )  # fmt: skip
    return Operation(
        key=f"OP{rank:04d}",
        variants=tuple(variants),
        zone=rng.choice(zones),
        envelope=direction,
        earliest=rng.choice((0, 0, 3, 6, 9)),
        deliver_by=DELIVER_BY,
        due=HORIZON.day(rng.choice((48, 60, 72))),
        lateness_weight=rng.randint(1, 5),
        mandatory=rng.random() < 0.04,
        postponed_value=value // 5,
    )


def _free_zones(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """Keep at most one mandatory operation by zone, so that a plan exists."""
    taken: set[str] = set()
    kept = []
    for operation in operations:
        mandatory = operation.mandatory and operation.zone not in taken
        if mandatory:
            taken.add(operation.zone)
        kept.append(replace(operation, mandatory=mandatory))
    return tuple(kept)


def _make_variant(
    key: str, cost: int, months: int, direction: str, value: int, head_start: int
) -> Variant:
    works, design = cost * 85 // 100, cost * 9 // 100
    study = max(4, 18 - head_start)
    weight = 70 if cost < 2 * MILLION else 100 if cost < 8 * MILLION else 140

    def staff(manager: int, buyer: int) -> tuple[StaffNeed, ...]:
        needs = [("coordinator", direction, manager), ("buyer", "central", buyer)]
        return tuple(
            StaffNeed(role, where, share * weight // 100)
            for role, where, share in needs
            if share
        )

    return Variant(
        key,
        value,
        phases=(
            Phase("design", study, design, staff=staff(20, 0), engages=True,
                  range_months=(max(1, study - 2), study + 4)),
            Phase("tender", 5, 0, staff=staff(15, 20), waits=(0, 3, 6, 12)),
            Phase("works", months, works, WORKS_S_CURVE, staff(25, 0), on_site=True,
                  delivers=True, range_months=(max(1, months - 2), months + 4)),
            Phase("handover", 3, cost - works - design, staff=staff(5, 0)),
        ),
        subsidies=(
            Subsidy("ANRU", cost * 35 // 100, engage_by=ENGAGE_BY, lag_months=6),
            Subsidy("Region", cost * 15 // 100, deliver_by=HORIZON.day(72), lag_months=9),
        ),
    )  # fmt: skip


def _make_limits(
    operations: tuple[Operation, ...], zones: list[str], tightness: float
) -> Limits:
    share = int(tightness * 1000)
    total = sum(operation.variants[0].cost for operation in operations)
    yearly = total * share // 1000 * 40 // 100 // 4
    roles = _sum_staff(operations)
    quarters = HORIZON.quarters
    capacities = tuple(
        StaffCapacity(role, direction, (_size_team(months, share),) * quarters)
        for (role, direction), months in sorted(roles.items())
    )
    hires = tuple(
        HireOption(f"{c.role}-{c.direction}", c.role, c.direction, 6, 2, 550_000)
        for c in capacities
        if c.role == "coordinator"
    )
    per_zone: dict[str, int] = dict.fromkeys(zones, 0)
    for operation in operations:
        per_zone[operation.zone] += 1
    return Limits(
        payments=dict.fromkeys(HORIZON.years, yearly),
        envelopes=_make_envelopes(operations, share),
        funders={"ANRU": total * 35 // 100 * (share + 100) // 1000},
        staff=capacities,
        hires=hires,
        sites={EVERYWHERE: max(3, len(operations) * 35 // 100)}
        | {zone: max(2, number * 45 // 100) for zone, number in per_zone.items()},
        debt=DebtRule(
            opening_debt=total,
            limit_years=Fraction(12),
            gross_savings=dict.fromkeys(HORIZON.years, total // 10),
            self_financing=dict.fromkeys(HORIZON.years, yearly * 8 // 10),
        ),
    )


def _size_team(months: int, share: int) -> int:
    """Return a team in centi-FTE, by half posts: the work spread over 4 years.

    Somewhat less short than money is: one or two coordinators are missing, as in the
    case the engine was made for.
    """
    return max(100, 50 * -(-months * (share + 200) // 1000 // 48 // 50))


def _make_envelopes(operations: tuple[Operation, ...], share: int) -> dict[str, int]:
    totals: dict[str, int] = {}
    for operation in operations:
        cost = operation.variants[0].cost
        totals[operation.envelope] = totals.get(operation.envelope, 0) + cost
    return {key: cost * (share + 150) // 1000 for key, cost in sorted(totals.items())}


def _sum_staff(operations: tuple[Operation, ...]) -> dict[tuple[str, str], int]:
    totals: dict[tuple[str, str], int] = {}
    for operation in operations:
        for phase in operation.variants[0].phases:
            for need in phase.staff:
                keys = (need.role, need.direction)
                load = need.centi_fte * phase.months
                totals[keys] = totals.get(keys, 0) + load
    return totals


def _make_precedences(
    rng: random.Random, operations: tuple[Operation, ...]
) -> tuple[Precedence, ...]:
    links = []
    for rank in range(1, len(operations)):
        if rng.random() < 0.25:
            before = operations[rng.randrange(max(0, rank - 15), rank)]
            links.append(
                Precedence(
                    before.key, operations[rank].key, lag=rng.choice((0, 1, 3)),
                    before_phase="design", after_phase="works",
                    required=rng.random() < 0.5 and not operations[rank].mandatory,
                )
            )  # fmt: skip
    return tuple(links)


def _make_exclusives(operations: tuple[Operation, ...]) -> tuple[Exclusive, ...]:
    free = [operation.key for operation in operations if not operation.mandatory]
    return tuple(
        Exclusive(f"X{rank}", (free[low], free[low + 1]))
        for rank, low in enumerate(range(5, len(free) - 1, 20))
    )


def _make_conditionals(operations: tuple[Operation, ...]) -> tuple[Conditional, ...]:
    free = [operation.key for operation in operations if not operation.mandatory]
    return tuple(
        Conditional(free[low], free[low + 1]) for low in range(10, len(free) - 1, 25)
    )
