from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.finance import split_amount
from possibles.engine.insertion import (
    Contract,
    exact_objective,
    full_time_equivalents,
    is_clause_useful,
    labour_hours,
    objective,
    observed_rate,
    total_objective,
)

WORKS = Contract("C1", 1_000_000_00, Fraction("0.5"), 30_00, Fraction("0.05"))
PAINTING = Contract("C2", 1_500_000_00, Fraction("0.7"), 30_00, Fraction("0.1"))


def test_objective_matches_the_published_examples():
    assert objective(WORKS) == 833
    assert objective(PAINTING) == 3_500
    assert labour_hours(PAINTING) == 35_000
    assert exact_objective(WORKS) == Fraction(2500, 3)


def test_objective_rounds_to_five_or_ten_hours():
    assert objective(WORKS, step=5) == 835
    assert objective(WORKS, step=10) == 830


def test_total_objective_rounds_once():
    third = replace(WORKS, amount=WORKS.amount // 4)

    assert [objective(c) for c in (third, third)] == [208, 208]
    assert total_objective([third, third]) == 417
    assert total_objective([WORKS, PAINTING]) == 4_333
    assert total_objective([]) == 0


@given(st.integers(0, 10**11), st.lists(st.integers(1, 99), min_size=1, max_size=8))
def test_total_objective_ignores_the_split_in_lots(amount, weights):
    whole = replace(WORKS, amount=amount)
    lots = [replace(WORKS, amount=part) for part in split_amount(amount, weights)]

    assert total_objective(lots) == total_objective([whole])


@given(st.integers(0, 10**10), st.integers(0, 10**10))
def test_objective_never_falls_when_the_amount_grows(one, two):
    low, high = sorted((one, two))

    assert objective(replace(WORKS, amount=low)) <= objective(
        replace(WORKS, amount=high)
    )


def test_observed_rate():
    assert observed_rate(Fraction(50), Fraction(1_000)) == Fraction(1, 20)
    assert observed_rate(Fraction(50), Fraction(0)) is None
    assert observed_rate(Fraction(1), Fraction(1, 2)) == 2


def test_full_time_equivalents():
    assert full_time_equivalents(Fraction(3_214)) == 2


@pytest.mark.parametrize(
    ("hours", "months", "useful"), [(100, 3, True), (99, 3, False), (100, 2, False)]
)
def test_is_clause_useful_at_its_limits(hours, months, useful):
    answer = is_clause_useful(
        Fraction(hours), months, minimum_hours=100, minimum_months=3
    )

    assert answer is useful


def test_contract_accepts_its_limits():
    edge = Contract("C", 0, Fraction(0), 1, Fraction(1))

    assert (objective(edge), labour_hours(edge)) == (0, 0)
    assert objective(replace(edge, amount=7, labour_share=Fraction(1))) == 7


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": -1},
        {"hourly_cost": 0},
        {"labour_share": Fraction(-1, 9)},
        {"labour_share": Fraction(10, 9)},
        {"rate": Fraction(-1, 9)},
        {"rate": Fraction(10, 9)},
    ],
)
def test_contract_refuses_impossible_figures(changes):
    with pytest.raises(InvalidInput) as caught:
        replace(WORKS, **changes)

    assert caught.value.keys == ("C1",)
