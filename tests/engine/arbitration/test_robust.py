from dataclasses import replace

from tests.engine.arbitration.small import HORIZON, make_operation

from possibles.engine.arbitration import (
    Effort,
    Plan,
    Portfolio,
    arbitrate,
    arbitrate_robustly,
    check_plan,
    simulate_promises,
)
from possibles.engine.arbitration.plan import Decision, Verdict

EFFORT = Effort(seconds=10, gap=1e-6, rounds=2)


def make_uncertain() -> Portfolio:
    base = make_operation("A", deliver_by=HORIZON.day(12), due=HORIZON.day(12))
    design, works = base.variants[0].phases
    phases = (design, replace(works, range_months=(5, 12)))
    variant = replace(base.variants[0], phases=phases)
    return Portfolio(HORIZON, (replace(base, variants=(variant,), latest=20),))


def test_simulate_promises_counts_the_futures_that_meet_a_date():
    portfolio = make_uncertain()
    plan = Plan({"A": Decision(Verdict.KEEP, "full", (4, 6))})

    (promise,) = simulate_promises(portfolio, plan, percent=80, samples=4_000, seed=1)

    # Triangular(5, 6, 12): ends by month 12 when at most 6 months: 1/7 of the futures.
    assert abs(promise.probability - 1 / 7) < 0.02
    assert promise.deadline == promise.planned == HORIZON.day(12)
    assert promise.reached > promise.deadline


def test_arbitrate_robustly_leaves_room_for_delays():
    portfolio = make_uncertain()

    robust = arbitrate_robustly(portfolio, EFFORT, percent=80, samples=1_000)

    assert robust.holds
    assert all(promise.probability >= 0.8 for promise in robust.promises)
    assert check_plan(portfolio, robust.result.plan) == ()
    assert robust.result.plan.decisions["A"].verdict is Verdict.KEEP
    assert robust == arbitrate_robustly(portfolio, EFFORT, percent=80, samples=1_000)


def test_simulate_promises_of_certain_phases_changes_nothing():
    portfolio = Portfolio(HORIZON, (make_operation("A", deliver_by=HORIZON.day(12)),))
    plan = arbitrate(portfolio, EFFORT).plan

    (promise,) = simulate_promises(portfolio, plan, percent=80, samples=10, seed=0)

    assert (promise.probability, promise.reached) == (1.0, promise.planned)
