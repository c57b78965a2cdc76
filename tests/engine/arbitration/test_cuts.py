import numpy as np
import pytest
from tests.engine.arbitration.small import find_best, make_random

from possibles.engine.arbitration.blocks import build_columns
from possibles.engine.arbitration.cuts import add_cuts, separate
from possibles.engine.arbitration.generator import make_portfolio
from possibles.engine.arbitration.instance import Instance
from possibles.engine.arbitration.rounding import build_by_rounding
from possibles.engine.arbitration.state import State, build_greedily
from possibles.engine.solvers.relaxation import relax
from possibles.engine.solvers.tightening import tighten


def make_instance(portfolio):
    return Instance(build_columns(portfolio), portfolio.objective.levels[0])


def spread(instance, relaxation):
    weights = np.zeros(len(instance.gain))
    weights[relaxation.pool] = relaxation.weights
    return weights


@pytest.fixture(scope="module")
def fractional():
    instance = make_instance(make_portfolio(25, seed=7))
    return instance, relax(instance, seconds=20, gap=1e-6)


def test_the_solution_a_cut_is_drawn_from_breaks_it(fractional):
    instance, relaxation = fractional
    weights = spread(instance, relaxation)

    cuts = separate(instance, weights, relaxation.extras)

    assert cuts
    for cut in cuts:
        reached = cut.loads @ weights[cut.columns]
        reached += sum(load * relaxation.extras[rank] for rank, load in cut.extras)
        assert reached > cut.bound


def test_no_plan_breaks_a_cut(fractional):
    instance, relaxation = fractional
    cuts = separate(instance, spread(instance, relaxation), relaxation.extras)
    tighter = Instance(add_cuts(instance.columns, cuts), instance.level)
    rng = np.random.default_rng(3)
    seen = 0

    for _ in range(40):
        gains = instance.gain * rng.random(len(instance.gain))
        hires = [int(rng.integers(0, extra.most + 1)) for extra in instance.extras]
        plan = build_greedily(instance, gains, hires=hires)
        if plan is not None:
            twin = State(tighter, plan.hires)
            for column in plan.chosen:
                twin.put(int(column))
            assert twin.is_feasible()
            seen += 1

    assert seen > 10


def test_cuts_lower_the_bound(fractional):
    instance, relaxation = fractional

    tighter, found = tighten(instance, relaxation, seconds=20, gap=1e-6)

    assert len(tighter.columns.cuts) > 0
    assert found.bound < relaxation.bound * (1 - 1e-4)


@pytest.mark.parametrize("seed", range(6))
def test_the_tightened_bound_stays_above_the_best_plan(seed):
    portfolio = make_random(seed)
    instance = make_instance(portfolio)
    relaxation = relax(instance, seconds=10, gap=1e-6)

    _, found = tighten(instance, relaxation, seconds=10, gap=1e-9)

    assert found.bound * instance.unit >= find_best(portfolio) - 1e-3


def test_a_rounded_plan_is_feasible_and_repeatable(fractional):
    instance, relaxation = fractional
    weights = spread(instance, relaxation)

    one, two = (
        build_by_rounding(instance, weights, relaxation.gains, hires=[2, 2], seed=5)
        for _ in range(2)
    )

    assert one is not None
    assert one.is_feasible()
    assert one.plan() == two.plan()
    assert one.score() <= relaxation.bound * instance.unit
