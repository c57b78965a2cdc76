import random

import pytest
from tests.engine.arbitration.small import make_random

from possibles.engine.arbitration import Plan, check_plan, measure_plan
from possibles.engine.arbitration.blocks import build_columns
from possibles.engine.arbitration.columns import index_decisions
from possibles.engine.arbitration.generator import make_portfolio
from possibles.engine.arbitration.instance import Instance
from possibles.engine.arbitration.objective import Criterion, Level, Objective
from possibles.engine.arbitration.state import State


def put_some(portfolio, seed):
    """Put one random column of each operation in a state, whatever the limits."""
    columns = build_columns(portfolio)
    state = State(Instance(columns, portfolio.objective.levels[0]))
    rng = random.Random(seed)
    for operation in range(len(portfolio.operations)):
        span = state.instance.spans(operation)
        state.put(rng.randrange(span.start, span.stop))
    return state


@pytest.mark.parametrize("seed", range(12))
def test_columns_agree_with_the_checker_on_any_plan(seed):
    portfolio = make_random(seed)
    state = put_some(portfolio, seed)
    plan = state.plan()

    assert state.is_feasible() is (check_plan(portfolio, plan) == ())
    level = portfolio.objective.levels[0]
    assert state.score() == level.score(measure_plan(portfolio, plan))


@pytest.mark.parametrize("seed", range(3))
def test_columns_load_rows_as_the_checker_does_on_a_realistic_portfolio(seed):
    portfolio = make_portfolio(25, seed=seed)
    state = put_some(portfolio, seed)
    rows = state.instance.columns.rows.rows
    short = {
        (row.limit.kind, row.limit.keys, row.limit.period): -int(room)
        for row, room in zip(rows, state.room, strict=True)
        if room < 0
    }
    checked = {
        (v.limit.kind, v.limit.keys, v.limit.period): v.load - v.bound
        for v in check_plan(portfolio, state.plan())
        if v.limit.kind != "precedence"
    }

    assert short == checked


def test_index_decisions_finds_every_column_again():
    columns = build_columns(make_random(1))

    for operation in range(len(columns.first) - 1):
        for column in range(columns.first[operation], columns.first[operation + 1]):
            wanted = [None] * (len(columns.first) - 1)
            wanted[operation] = columns.decision(column)
            assert index_decisions(columns, wanted)[operation] == column


def test_make_portfolio_is_reproducible():
    assert make_portfolio(20, seed=4) == make_portfolio(20, seed=4)
    assert make_portfolio(20, seed=4) != make_portfolio(20, seed=5)


def test_roughness_is_measured_as_the_checker_does():
    level = Level({Criterion.ROUGHNESS: 1, Criterion.VALUE: 10})
    portfolio = make_random(3)
    portfolio = type(portfolio)(
        portfolio.horizon, portfolio.operations, objective=Objective((level,))
    )
    state = put_some(portfolio, 5)

    assert state.score() == level.score(measure_plan(portfolio, state.plan()))
    assert isinstance(state.plan(), Plan)
