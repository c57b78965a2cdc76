"""Tiny portfolios shared by the tests of this folder, small enough to enumerate."""

import random
from fractions import Fraction
from itertools import product

from possibles.engine.arbitration import (
    Conditional,
    Criterion,
    Decision,
    Exclusive,
    HireOption,
    Horizon,
    Level,
    Limits,
    Objective,
    Operation,
    Phase,
    Plan,
    Portfolio,
    Precedence,
    StaffCapacity,
    StaffNeed,
    Subsidy,
    Variant,
    VatRefund,
    Verdict,
    check_plan,
    measure_plan,
)
from possibles.engine.arbitration.blocks import list_offsets

HORIZON = Horizon(2027, 1, 24)
NO_VAT = VatRefund(Fraction(0), 1)
ALL = Objective(
    (
        Level(
            {
                Criterion.SUBSIDIES: 1,
                Criterion.VALUE: 100,
                Criterion.LATENESS: 30,
                Criterion.HIRING: 1,
                Criterion.ROUGHNESS: 1,
            }
        ),
    )
)


def make_operation(
    key: str, *, months: int = 6, cost: int = 600, **changes
) -> Operation:
    need = (StaffNeed("coordinator", "city", 100),)
    phases = (
        Phase("design", 2, 0, engages=True),
        Phase("works", months, cost, staff=need, on_site=True, delivers=True),
    )
    variant = Variant("full", changes.pop("value", 10), phases, vat_refunded=False)
    return Operation(key, (variant,), **changes)


def make_random(seed: int) -> Portfolio:
    """Return a portfolio of three operations with a little of everything."""
    rng = random.Random(seed)
    operations = tuple(_make_one(rng, rank) for rank in range(3))
    return Portfolio(
        horizon=HORIZON,
        operations=operations,
        limits=Limits(
            payments={2027: rng.randint(300, 900), 2028: rng.randint(200, 900)},
            envelopes={"E": rng.randint(600, 2_000)},
            funders={"ANRU": rng.randint(100, 600)},
            staff=(
                StaffCapacity("coordinator", "city", (rng.choice((100, 150)),) * 8),
            ),
            hires=(HireOption("h", "coordinator", "city", 6, 1, rng.randint(1, 20)),),
            sites={"*": rng.choice((1, 2, 3))},
            vat=VatRefund(Fraction(1, 6), 1),
        ),
        precedences=(
            Precedence("O0", "O1", rng.randint(0, 2), required=rng.random() < 0.5),
        ),
        exclusives=(Exclusive("x", ("O1", "O2")),) if rng.random() < 0.3 else (),
        conditionals=(Conditional("O2", "O0"),) if rng.random() < 0.3 else (),
        objective=ALL,
        step=4,
    )


def _make_one(rng: random.Random, rank: int) -> Operation:
    cost, months = rng.randint(200, 900), rng.randint(3, 8)
    need = (StaffNeed("coordinator", "city", rng.choice((50, 100))),)
    phases = (
        Phase("design", rng.randint(1, 4), cost // 10, engages=True, waits=(0, 3)),
        Phase("works", months, cost - cost // 10, (1, 2), need, True, delivers=True),
    )
    aid = Subsidy("ANRU", cost // 2, HORIZON.day(rng.randint(3, 12)), lag_months=2)
    variants = [Variant("full", rng.randint(1, 9), phases, (aid,))]
    if rng.random() < 0.5:
        cheap = (Phase("works", 3, cost // 2, staff=need, on_site=True),)
        variants.append(Variant("small", rng.randint(1, 4), cheap))
    return Operation(
        f"O{rank}", tuple(variants), envelope=rng.choice(("", "E")),
        due=HORIZON.day(rng.randint(8, 20)), postponed_value=rng.randint(0, 1),
        deliver_by=HORIZON.day(22) if rng.random() < 0.5 else None,
    )  # fmt: skip


def list_decisions(portfolio: Portfolio, operation: Operation) -> list[Decision]:
    """Return every decision on the grid, feasible or not."""
    decisions = [Decision(Verdict.DROP), Decision(Verdict.POSTPONE)]
    for variant in operation.variants:
        for offsets in list_offsets(variant):
            for start in range(0, portfolio.horizon.months, portfolio.step):
                starts = tuple(start + offset for offset in offsets)
                decisions.append(Decision(Verdict.KEEP, variant.key, starts))
    return decisions


def find_best(portfolio: Portfolio) -> int | None:
    """Return the best score by full enumeration, None when no plan exists."""
    best, level = None, portfolio.objective.levels[0]
    choices = [
        [d for d in list_decisions(portfolio, o) if _holds_alone(portfolio, o, d)]
        for o in portfolio.operations
    ]
    hires = [range(hire.most + 1) for hire in portfolio.limits.hires]
    for decisions in product(*choices):
        by_key = {
            o.key: d for o, d in zip(portfolio.operations, decisions, strict=True)
        }
        for numbers in product(*hires):
            people = {
                h.key: n for h, n in zip(portfolio.limits.hires, numbers, strict=True)
            }
            plan = Plan(by_key, people)
            if not check_plan(portfolio, plan):
                score = level.score(measure_plan(portfolio, plan))
                best = score if best is None else max(best, score)
    return best


def _holds_alone(
    portfolio: Portfolio, operation: Operation, decision: Decision
) -> bool:
    """Tell whether dates allow the decision, other operations aside."""
    alone = Portfolio(
        portfolio.horizon,
        (operation,),
        locks=tuple(k for k in portfolio.locks if k.operation == operation.key),
    )
    return not check_plan(alone, Plan({operation.key: decision}))
