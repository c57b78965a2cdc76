from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.finance import (
    cap_subsidies,
    final_subsidy,
    instalments,
    owner_share,
    planned_subsidy,
    vat_refund,
)

TWENTY = Fraction(1, 5)


def test_planned_subsidy_stops_at_the_agreed_cap():
    assert planned_subsidy(1_000_000, rate=Fraction("0.35"), cap=400_000) == 350_000
    assert planned_subsidy(1_000_000, rate=Fraction("0.35"), cap=300_000) == 300_000


def test_final_subsidy_follows_the_spending_below_the_grant():
    assert final_subsidy(900_000, rate=Fraction("0.35"), granted=350_000) == 315_000
    assert final_subsidy(1_100_000, rate=Fraction("0.35"), granted=350_000) == 350_000


def test_owner_share_is_what_remains():
    assert owner_share(1_000, [350, 250]) == 400
    assert owner_share(1_000, []) == 1_000
    assert owner_share(1_000, [1_001]) == -1


def test_cap_subsidies_leaves_the_minimum_share():
    assert cap_subsidies(1_000, [350, 450], minimum_share=TWENTY) == (350, 450)
    assert cap_subsidies(1_000, [600, 300], minimum_share=TWENTY) == (533, 267)
    assert cap_subsidies(1_001, [801], minimum_share=TWENTY) == (800,)
    assert cap_subsidies(1_000, [1_000], minimum_share=Fraction(0)) == (1_000,)
    assert cap_subsidies(1_000, [10, 20], minimum_share=Fraction(1)) == (0, 0)


@given(
    st.integers(0, 10**10),
    st.lists(st.integers(0, 10**9), max_size=6),
    st.fractions(0, 1, max_denominator=100),
)
def test_cap_subsidies_never_takes_more_than_needed(cost, subsidies, share):
    kept = cap_subsidies(cost, subsidies, minimum_share=share)

    assert cost - sum(kept) >= cost * share or sum(subsidies) == 0
    assert all(a <= b for a, b in zip(kept, subsidies, strict=True))
    if kept != tuple(subsidies):
        assert cost - sum(kept) - cost * share < 1


@pytest.mark.parametrize("share", [Fraction(-1, 100), Fraction(101, 100)])
def test_cap_subsidies_refuses_a_share_out_of_bounds(share):
    with pytest.raises(InvalidInput) as caught:
        cap_subsidies(1, [1], minimum_share=share)

    assert caught.value.keys == (str(share),)


def test_vat_refund_comes_back_after_the_delay():
    assert vat_refund(
        {2027: 100_000, 2026: 200_000}, rate=Fraction("0.16404"), delay_years=2
    ) == {2028: 32_808, 2029: 16_404}


def test_instalments_sum_to_the_amount():
    assert instalments(1_001, [15, 75, 10]) == (150, 751, 100)


def test_instalments_refuse_percents_that_miss_one_hundred():
    with pytest.raises(InvalidInput) as caught:
        instalments(1_000, [50, 49])

    assert caught.value.keys == ("99",)
