from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.finance import apply_rate, exact, round_half_up, round_to_step


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.5", 1), ("0.49", 0), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("-0.49", 0),
     ("-2.5", -3), ("7", 7), ("-7", -7), ("0", 0), ("2.51", 3)],
)  # fmt: skip
def test_round_half_up_sends_halves_away_from_zero(value, rounded):
    assert round_half_up(Fraction(value)) == rounded


@given(st.fractions())
def test_round_half_up_is_within_a_half(value):
    assert abs(round_half_up(value) - value) <= Fraction(1, 2)


@given(st.fractions())
def test_round_half_up_is_odd(value):
    assert round_half_up(-value) == -round_half_up(value)


@pytest.mark.parametrize(
    ("value", "step", "rounded"),
    [("833.33", 1, 833), ("833.33", 5, 835), ("833.33", 10, 830), ("832.5", 5, 835),
     ("832.49", 5, 830), ("-12.5", 5, -15)],
)  # fmt: skip
def test_round_to_step_returns_the_nearest_multiple(value, step, rounded):
    assert round_to_step(Fraction(value), step) == rounded


def test_round_to_step_refuses_a_step_below_one():
    with pytest.raises(InvalidInput) as caught:
        round_to_step(Fraction(1), 0)

    assert caught.value.keys == ("0",)


def test_apply_rate_rounds_to_the_cent():
    assert apply_rate(100_000_00, Fraction("0.16404")) == 16_404_00
    assert apply_rate(1, Fraction(1, 2)) == 1


@pytest.mark.parametrize("value", [3, "3", "3.0", Decimal(3), Fraction(3), "6/2"])
def test_exact_reads_every_exact_form(value):
    assert exact(value) == Fraction(3)


@pytest.mark.parametrize("value", [0.5, True, None, "abc", "", Decimal("NaN"),
                                   Decimal("Infinity"), "1/0"])  # fmt: skip
def test_exact_refuses_what_is_not_exact(value):
    with pytest.raises(InvalidInput) as caught:
        exact(value)

    assert caught.value.keys == (repr(value),)
