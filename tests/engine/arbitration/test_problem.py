from dataclasses import replace

import pytest
from tests.engine.arbitration.small import HORIZON, make_operation

from possibles.engine.arbitration import (
    Conditional,
    Horizon,
    Phase,
    PhaseLink,
    Portfolio,
    Precedence,
    Variant,
)
from possibles.engine.arbitration.blocks import place_phases
from possibles.engine.errors import CycleError, InvalidInput


def test_horizon_counts_civil_quarters_and_years():
    horizon = Horizon(2026, 11, 6)

    assert horizon.years == range(2026, 2028)
    assert horizon.year_starts() == [-10, 2, 14]
    assert horizon.quarter_starts() == [-1, 2, 5, 8]
    assert [horizon.months_in_quarter(q) for q in range(3)] == [2, 3, 1]
    assert [horizon.quarter_rank(m) for m in range(6)] == [0, 0, 1, 1, 1, 2]
    assert (horizon.day(0), horizon.day(1), horizon.day(2)) == (0, 30, 61)


@pytest.mark.parametrize(("month", "months"), [(0, 1), (13, 1), (1, 0)])
def test_horizon_refuses_impossible_figures(month, months):
    with pytest.raises(InvalidInput):
        Horizon(2027, month, months)


def test_place_phases_follows_links_and_waits():
    variant = Variant(
        "v",
        1,
        (
            Phase("a", 3),
            Phase("b", 2, waits=(0, 1)),
            Phase("c", 4, after=(PhaseLink("a", 2),)),
            Phase("d", 1, after=(PhaseLink("b"), PhaseLink("c", 1))),
        ),
    )

    assert place_phases(variant, (0, 1, 0, 0)) == (0, 4, 5, 10)


def test_portfolio_names_a_loop():
    operations = tuple(make_operation(key) for key in "ABC")
    links = (Precedence("A", "B"), Precedence("B", "C"), Precedence("C", "B"))

    with pytest.raises(CycleError) as caught:
        Portfolio(HORIZON, operations, precedences=links)

    assert caught.value.keys == ("B", "C")


def test_portfolio_names_unknown_and_double_operations():
    one = make_operation("A")
    with pytest.raises(InvalidInput) as caught:
        Portfolio(HORIZON, (one,), conditionals=(Conditional("A", "Z"),))
    assert caught.value.keys == ("Z",)
    with pytest.raises(InvalidInput) as caught:
        Portfolio(HORIZON, (one, one))
    assert caught.value.keys == ("A",)


@pytest.mark.parametrize(
    "changes",
    [
        {"months": 0},
        {"cost": -1},
        {"waits": ()},
        {"waits": (-1,)},
        {"range_months": (3, 1)},
    ],
)
def test_phase_refuses_impossible_figures(changes):
    with pytest.raises(InvalidInput):
        replace(Phase("p", 2), **changes)
