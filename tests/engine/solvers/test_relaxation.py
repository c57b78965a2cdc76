import random
import subprocess
import sys

import numpy as np
import pytest
from tests.engine.arbitration.small import find_best, make_random

from possibles.engine.arbitration.blocks import build_columns
from possibles.engine.arbitration.generator import make_portfolio
from possibles.engine.arbitration.instance import Instance, Prices
from possibles.engine.arbitration.state import build_greedily
from possibles.engine.solvers.relaxation import link_excess, relax


@pytest.mark.parametrize("seed", range(4))
def test_any_prices_bound_the_best_plan(seed):
    portfolio = make_random(seed)
    columns = build_columns(portfolio)
    instance = Instance(columns, portfolio.objective.levels[0])
    rng = np.random.default_rng(seed)
    best = find_best(portfolio)

    for _ in range(20):
        prices = Prices(
            rng.exponential(0.1, len(instance.bound)), {(0, 5): rng.random()}
        )
        prices.rows[[*columns.rows.rough]] = 0.0
        bound = instance.bound_value(prices, instance.reduced_gains(prices))
        assert bound * instance.unit >= best - 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_the_relaxation_bounds_the_best_plan(seed):
    portfolio = make_random(seed)
    instance = Instance(build_columns(portfolio), portfolio.objective.levels[0])

    relaxation = relax(instance, seconds=10, gap=1e-6)

    assert relaxation.bound * instance.unit >= find_best(portfolio) - 1e-3
    assert relaxation.missing == 0
    assert relaxation.bound >= relaxation.value - 1e-6


def test_the_greedy_plan_stays_under_the_bound():
    portfolio = make_portfolio(25, seed=7)
    instance = Instance(build_columns(portfolio), portfolio.objective.levels[0])
    relaxation = relax(instance, seconds=20)

    state = build_greedily(instance, relaxation.gains, hires=[2, 2])

    assert state is not None
    assert state.is_feasible()
    assert state.score() <= relaxation.bound * instance.unit


def test_link_excess_by_hand():
    release, start = np.array([3, 6, -1]), np.array([2, 5, 1 << 30])

    excess = link_excess(
        release, np.array([0.5, 0.5, 0.0]), start, np.array([0.5, 0.5, 0.0]), 8
    )

    # Months 0..8: mass released after t, plus mass started by t, minus one.
    assert excess.tolist() == [0, 0, 0.5, 0, 0, 0.5, 0, 0, 0]


def test_link_excess_agrees_with_the_definition():
    rng = random.Random(3)
    for _ in range(50):
        release = np.array([rng.randint(-1, 9) for _ in range(5)])
        start = np.array([rng.choice((rng.randint(0, 9), 1 << 30)) for _ in range(5)])
        before, after = (np.array([rng.random() for _ in range(5)]) for _ in range(2))
        excess = link_excess(release, before, start, after, 9)
        expected = [
            before[(release > t) & (release > 0)].sum() + after[start <= t].sum() - 1
            for t in range(10)
        ]
        assert excess == pytest.approx(expected)


def test_the_package_loads_no_solver():
    code = "import possibles.engine.arbitration, sys; print('ortools' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": ""},
    )

    assert done.stdout.strip() == "False"
