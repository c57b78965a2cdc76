import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.finance import (
    FLAT,
    PHASE_SHARES,
    WORKS_S_CURVE,
    monthly_weights,
    spread,
    sum_by_year,
)

curves = st.lists(st.integers(0, 50), min_size=1, max_size=7).filter(sum)


def test_spread_follows_the_s_curve_by_fifths():
    assert spread(10_000, curve=WORKS_S_CURVE, months=5) == (
        1000,
        2500,
        3500,
        2000,
        1000,
    )
    assert spread(1_000, curve=WORKS_S_CURVE, months=10) == (
        50, 50, 125, 125, 175, 175, 100, 100, 50, 50,
    )  # fmt: skip


def test_spread_interpolates_between_slices():
    # Two months over fifths: the first holds 10 + 25 + half of 35 = 52.5 %.
    assert spread(1_000, curve=WORKS_S_CURVE, months=2) == (525, 475)
    assert monthly_weights(WORKS_S_CURVE, 2) == (105, 95)
    assert monthly_weights((1, 3), 3) == (2, 4, 6)


def test_spread_flat_gives_odd_cents_to_the_first_months():
    assert spread(100, curve=FLAT, months=3) == (34, 33, 33)


def test_phase_shares_sum_to_the_whole():
    assert sum(PHASE_SHARES.values()) == 100


@given(st.integers(0, 10**11), curves, st.integers(1, 60))
def test_spread_keeps_the_sum(total, curve, months):
    amounts = spread(total, curve=curve, months=months)

    assert (len(amounts), sum(amounts)) == (months, total)


@given(curves, st.integers(1, 60))
def test_monthly_weights_sum_to_the_scaled_curve(curve, months):
    assert sum(monthly_weights(curve, months)) == months * sum(curve)


@pytest.mark.parametrize(
    ("curve", "months"), [(FLAT, 0), ((), 1), ((0,), 1), ((2, -1), 1)]
)
def test_monthly_weights_refuse_an_empty_phase_or_curve(curve, months):
    with pytest.raises(InvalidInput):
        monthly_weights(curve, months)


def test_sum_by_year_counts_civil_years_from_the_origin():
    assert sum_by_year([1, 2, 4], first_month=11) == {0: 1, 1: 6}
    assert sum_by_year([1, 2, 4], first_month=0, origin_month=10) == {0: 3, 1: 4}
    assert sum_by_year([5], first_month=2, origin_month=10) == {1: 5}
    assert sum_by_year([], first_month=3) == {}


@given(st.lists(st.integers(-99, 99)), st.integers(0, 40), st.integers(0, 11))
def test_sum_by_year_keeps_the_sum(monthly, first, origin):
    years = sum_by_year(monthly, first_month=first, origin_month=origin)

    assert sum(years.values()) == sum(monthly)
