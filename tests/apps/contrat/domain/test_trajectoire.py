from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from possibles.apps.contrat.domain.trajectoire import (
    Tendance,
    draw_trajectoire,
    tell_tendance,
)
from possibles.apps.contrat.enums import Direction

values = st.decimals(min_value=0, max_value=10**6, places=3)
years = st.integers(2024, 2035)


def draw(direction=Direction.HAUSSE, baseline=10, **targets):
    return draw_trajectoire(
        direction=direction,
        baseline=None if baseline is None else Decimal(baseline),
        baseline_year=None if baseline is None else 2023,
        targets={int(y[1:]): Decimal(v) for y, v in targets.items()},
    )


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2023, 10),
        (2024, 15),
        (2025, 20),
        (2028, 26),
        (2030, 30),
        (2022, None),
        (2031, None),
    ],
)
def test_expected_joins_the_points_and_stops_there(year, expected):
    assert draw(y2025=20, y2030=30).expected(year) == expected


def test_expected_without_any_point_is_unknown():
    assert draw(baseline=None).expected(2026) is None


def test_expected_with_one_target_is_known_that_year_only():
    line = draw(baseline=None, y2026=12)

    assert (line.expected(2026), line.expected(2027)) == (12, None)


def test_a_target_replaces_the_baseline_of_its_year():
    assert draw(y2023=12, y2030=30).expected(2023) == 12


def test_gap_counts_from_where_it_hurts():
    up, down = draw(y2025=20), draw(Direction.BAISSE, baseline=20, y2025=10)

    assert (up.gap(2025, Decimal(18)), down.gap(2025, Decimal(12))) == (-2, -2)
    assert (up.gap(2025, Decimal(23)), down.gap(2025, Decimal(8))) == (3, 2)
    assert up.gap(2040, Decimal(23)) is None


def test_reach_is_a_share_of_the_way():
    up, down = draw(y2030=30), draw(Direction.BAISSE, baseline=20, y2030=10)

    assert (up.reach(Decimal(15)), down.reach(Decimal(15))) == (
        Decimal("0.25"),
        Decimal("0.5"),
    )
    assert draw(y2030=10).reach(Decimal(10)) is None


@given(st.dictionaries(years, values, min_size=2), years)
def test_expected_stays_between_its_neighbours(targets, year):
    line = draw_trajectoire(
        direction=Direction.HAUSSE, baseline=None, baseline_year=None, targets=targets
    )

    hoped = line.expected(year)

    is_inside = min(targets) <= year <= max(targets)
    assert (hoped is not None) == is_inside
    if hoped is not None:
        before = targets[max(y for y in targets if y <= year)]
        after = targets[min(y for y in targets if y >= year)]
        # Decimals carry 28 figures: a third of a million is one figure short.
        slack = Decimal("1e-15")
        assert min(before, after) - slack <= hoped <= max(before, after) + slack


@given(values, values, values)
def test_lower_is_better_mirrors_higher_is_better(start, target, value):
    assume(start != target)
    lines = [
        draw_trajectoire(
            direction=direction,
            baseline=start,
            baseline_year=2023,
            targets={2030: target},
        )
        for direction in Direction
    ]

    gaps = [line.gap(2030, value) for line in lines]
    assert gaps[0] == -gaps[1]
    assert lines[0].reach(target) == 1
    assert lines[0].reach(start) == 0


@given(st.lists(values, min_size=2))
def test_tendance_depends_on_the_direction(series):
    up = tell_tendance(Direction.HAUSSE, series)
    down = tell_tendance(Direction.BAISSE, series)

    if series[-1] == series[-2]:
        assert (up, down) == (Tendance.STABLE, Tendance.STABLE)
    else:
        assert {up, down} == {Tendance.MIEUX, Tendance.MOINS_BIEN}


def test_tendance_of_one_value_is_unknown():
    assert tell_tendance(Direction.HAUSSE, [Decimal(1)]) == Tendance.INCONNUE
