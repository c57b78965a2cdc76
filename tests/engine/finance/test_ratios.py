from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.finance import (
    DebtLevel,
    YearAccounts,
    borrowing_need,
    debt_capacity,
    gross_savings,
    gross_savings_rate,
    is_balanced,
    judge_debt,
    net_savings,
    operating_savings,
    project_debt,
    self_financing,
)

CITY = YearAccounts(
    revenue=1_200,
    spending=1_050,
    interest=30,
    capital_repaid=90,
    debt=1_500,
    own_resources=40,
)


def test_savings_follow_their_definitions():
    assert operating_savings(CITY) == 180
    assert gross_savings(CITY) == 150
    assert net_savings(CITY) == 60
    assert self_financing(CITY) == 100
    assert gross_savings_rate(CITY) == Fraction(1, 8)
    assert debt_capacity(CITY) == 10


def test_debt_capacity_without_savings_or_without_debt():
    assert debt_capacity(replace(CITY, revenue=1_050)) is None
    assert debt_capacity(replace(CITY, revenue=1_000)) is None
    assert debt_capacity(replace(CITY, revenue=1_051)) == 1_500
    assert debt_capacity(replace(CITY, revenue=1_000, debt=0)) == 0


def test_gross_savings_rate_without_revenue_is_unknown():
    assert gross_savings_rate(replace(CITY, revenue=0)) is None
    assert gross_savings_rate(replace(CITY, revenue=1)) == -1049


@pytest.mark.parametrize(
    ("capacity", "level"),
    [
        (Fraction(0), DebtLevel.SOUND),
        (Fraction(12), DebtLevel.SOUND),
        (Fraction(121, 10), DebtLevel.ALERT),
        (Fraction(15), DebtLevel.ALERT),
        (Fraction(151, 10), DebtLevel.CRITICAL),
        (None, DebtLevel.CRITICAL),
    ],
)
def test_judge_debt_exceeds_before_it_warns(capacity, level):
    assert judge_debt(capacity, alert=Fraction(12), critical=Fraction(15)) is level


def test_is_balanced_compares_capital_with_own_resources():
    assert is_balanced(replace(CITY, capital_repaid=190))
    assert not is_balanced(replace(CITY, capital_repaid=191))


def test_borrowing_need_is_never_negative():
    assert borrowing_need(500, resources=320) == 180
    assert borrowing_need(500, resources=320, treasury_drawn=30) == 150
    assert borrowing_need(500, resources=501) == 0
    assert borrowing_need(500, resources=499) == 1


def test_project_debt_adds_loans_and_takes_repayments():
    assert project_debt(100, borrowed=[50, 0, 0], repaid=[10, 20, 120]) == (140, 120, 0)


def test_project_debt_refuses_to_repay_more_than_owed():
    with pytest.raises(InvalidInput) as caught:
        project_debt(100, borrowed=[50, 0], repaid=[10, 141])

    assert caught.value.keys == ("1",)


def test_project_debt_refuses_series_of_different_lengths():
    with pytest.raises(InvalidInput, match="different years"):
        project_debt(100, borrowed=[50], repaid=[])


@pytest.mark.parametrize("name", ["interest", "capital_repaid", "debt"])
def test_accounts_refuse_negative_lines(name):
    with pytest.raises(InvalidInput) as caught:
        replace(CITY, **{name: -1})

    assert caught.value.keys == (name,)


def test_accounts_refuse_more_interest_than_spending():
    assert replace(CITY, interest=1_050).interest == 1_050
    with pytest.raises(InvalidInput) as caught:
        replace(CITY, interest=1_051)

    assert caught.value.keys == ("interest",)


@given(
    st.integers(0, 10**9),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=6),
)
def test_project_debt_ends_at_the_sum(opening, years):
    opening += sum(repaid for _, repaid in years)
    borrowed, repaid = [b for b, _ in years], [r for _, r in years]

    path = project_debt(opening, borrowed=borrowed, repaid=repaid)

    assert ([opening, *path])[-1] == opening + sum(borrowed) - sum(repaid)
