from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.insertion import Basis, Projection, Situation, project_hours

HALFWAY = Situation(
    objective=1_000, done=400, spent=100_000, spending_to_come=(50_000,) * 4
)


def test_project_hours_extends_the_observed_rhythm():
    # 4 h per 1 000 cents: 200 h a month, met at the end of the third month.
    assert project_hours(HALFWAY) == Projection(
        basis=Basis.OBSERVED,
        cumulated=(600, 800, 1_000, 1_200),
        final=1_200,
        met_in=3,
        shortfall=0,
        needed_rhythm=Fraction(3, 4),
    )


def test_project_hours_says_what_will_be_missing():
    late = replace(HALFWAY, done=100)

    assert project_hours(late) == Projection(
        basis=Basis.OBSERVED,
        cumulated=(150, 200, 250, 300),
        final=300,
        met_in=None,
        shortfall=700,
        needed_rhythm=Fraction(9, 2),
    )


def test_project_hours_before_any_spending_uses_the_contract():
    fresh = Situation(objective=100, done=0, spent=0, spending_to_come=(1, 2))

    assert project_hours(fresh) == Projection(
        Basis.CONTRACTUAL, (33, 100), 100, 2, 0, Fraction(1)
    )


def test_project_hours_with_nothing_left_to_spend():
    over = replace(HALFWAY, spending_to_come=())

    assert project_hours(over) == Projection(Basis.OBSERVED, (), 400, None, 600, None)
    assert project_hours(replace(over, spent=0)) == Projection(
        Basis.CONTRACTUAL, (), 400, None, 600, None
    )


def test_project_hours_already_met():
    met = project_hours(replace(HALFWAY, done=1_000))

    assert (met.met_in, met.shortfall, met.needed_rhythm) == (0, 0, 0)
    assert project_hours(replace(HALFWAY, done=1_200)).needed_rhythm == 0


def test_project_hours_without_any_hour_has_no_rhythm():
    idle = project_hours(replace(HALFWAY, done=0))

    assert (idle.final, idle.shortfall, idle.needed_rhythm) == (0, 1_000, None)


def test_project_hours_from_the_first_cent_and_less_than_an_hour():
    assert project_hours(Situation(10, 1, 1, (2,))) == Projection(
        Basis.OBSERVED, (3,), 3, None, 7, Fraction(9, 2)
    )
    assert project_hours(Situation(10, 1, 2, (1,))).needed_rhythm == 18


def test_project_hours_with_an_objective_of_zero():
    free = Situation(objective=0, done=0, spent=0, spending_to_come=(0, 0))

    assert project_hours(free) == Projection(Basis.CONTRACTUAL, (0, 0), 0, 0, 0, None)


@given(
    st.integers(0, 10**5), st.integers(0, 10**5), st.integers(1, 10**6),
    st.lists(st.integers(0, 10**6), max_size=12),
)  # fmt: skip
def test_project_hours_verdict_agrees_with_the_curve(objective, done, spent, to_come):
    result = project_hours(Situation(objective, done, spent, tuple(to_come)))
    curve = (done, *result.cumulated)

    assert list(curve) == sorted(curve)
    assert (result.met_in is None) == (result.shortfall > 0)
    if result.met_in is not None:
        assert curve[result.met_in] >= objective
        assert all(value < objective for value in curve[: result.met_in])


@pytest.mark.parametrize(
    "changes",
    [{"objective": -1}, {"done": -1}, {"spent": -1}, {"spending_to_come": (1, -1)}],
)
def test_situation_refuses_negative_figures(changes):
    with pytest.raises(InvalidInput):
        replace(HALFWAY, **changes)
