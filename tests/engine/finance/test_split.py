from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.finance import split_amount, split_evenly

weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(sum)
amounts = st.integers(-(10**12), 10**12)


def test_split_amount_gives_the_odd_cent_to_the_largest_remainder():
    assert split_amount(100, [1, 1, 1]) == (34, 33, 33)
    assert split_amount(10, [1, 2, 4]) == (1, 3, 6)
    assert split_amount(-10, [1, 2, 4]) == (-1, -3, -6)
    assert split_amount(0, [3, 1]) == (0, 0)
    assert split_amount(2, [1, 1, 1, 1]) == (1, 1, 0, 0)
    assert split_amount(7, [0, 5, 0]) == (0, 7, 0)


def test_split_evenly_differs_by_one_at_most():
    assert split_evenly(11, 3) == (4, 4, 3)


@given(amounts, weights)
def test_split_amount_loses_nothing(total, parts):
    assert sum(split_amount(total, parts)) == total


@given(amounts, weights)
def test_split_amount_stays_within_a_unit_of_the_exact_share(total, parts):
    mass = sum(parts)

    for given_part, weight in zip(split_amount(total, parts), parts, strict=True):
        assert abs(given_part - Fraction(total * weight, mass)) < 1


@given(amounts, weights, st.integers(1, 1000))
def test_split_amount_ignores_the_scale_of_weights(total, parts, scale):
    assert split_amount(total, [scale * w for w in parts]) == split_amount(total, parts)


@pytest.mark.parametrize(
    ("bad", "keys"), [([], ()), ([0, 0], ()), ([1, -1], ("1",)), ([-1, 3], ("0",))]
)
def test_split_amount_refuses_unusable_weights(bad, keys):
    with pytest.raises(InvalidInput) as caught:
        split_amount(1, bad)

    assert caught.value.keys == keys
