from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.insertion import PenaltyTerms, compute_penalty, hourly_from_wage

TERMS = PenaltyTerms(hourly=45_00, daily=100_00)


def test_hourly_from_wage_multiplies_the_minimum_wage():
    assert hourly_from_wage(1_202, Fraction(3, 2)) == 18_03
    assert hourly_from_wage(1_201, Fraction(3, 2)) == 18_02


def test_compute_penalty_by_hand():
    assert compute_penalty(TERMS, missing_centihours=120_00) == 5_400_00
    assert compute_penalty(TERMS, missing_centihours=0, late_days=3) == 300_00
    assert compute_penalty(TERMS, missing_centihours=1_00, late_days=2) == 245_00
    assert compute_penalty(PenaltyTerms(hourly=1), missing_centihours=50) == 1
    assert compute_penalty(PenaltyTerms(hourly=1), missing_centihours=49) == 0


def test_compute_penalty_leaves_out_excused_hours():
    assert (
        compute_penalty(TERMS, missing_centihours=120_00, excused_centihours=20_00)
        == 4_500_00
    )
    assert compute_penalty(TERMS, missing_centihours=10, excused_centihours=20) == 0


def test_compute_penalty_stops_at_the_cap():
    capped = PenaltyTerms(hourly=45_00, daily=100_00, cap=200_00)

    assert compute_penalty(capped, missing_centihours=4_00, late_days=0) == 180_00
    assert compute_penalty(capped, missing_centihours=4_00, late_days=1) == 200_00
    assert compute_penalty(PenaltyTerms(1, cap=0), missing_centihours=500) == 0


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**4))
def test_compute_penalty_grows_with_the_hours_missing(one, two, hourly):
    terms = PenaltyTerms(hourly)
    low, high = sorted((one, two))

    assert compute_penalty(terms, missing_centihours=low) <= compute_penalty(
        terms, missing_centihours=high
    )


@pytest.mark.parametrize(
    "name", ["missing_centihours", "late_days", "excused_centihours"]
)
def test_compute_penalty_refuses_negative_figures(name):
    figures = {"missing_centihours": 0} | {name: -1}

    with pytest.raises(InvalidInput):
        compute_penalty(TERMS, **figures)


@pytest.mark.parametrize("terms", [(-1, 0, None), (0, -1, None), (0, 0, -1)])
def test_penalty_terms_refuse_negative_amounts(terms):
    with pytest.raises(InvalidInput):
        PenaltyTerms(*terms)
