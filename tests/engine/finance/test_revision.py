from fractions import Fraction

import pytest

from possibles.engine.errors import InvalidInput
from possibles.engine.finance import (
    refresh_cost,
    revise_price,
    revision_coefficient,
    update_firm_price,
)

BASE, START = Fraction("111.2"), Fraction("116.76")


@pytest.mark.parametrize(
    ("months", "price"), [(0, 1_000_00), (3, 1_000_00), (4, 1_050_00)]
)
def test_update_firm_price_only_beyond_three_months(months, price):
    assert (
        update_firm_price(
            1_000_00,
            index_at_price=BASE,
            index_before_start=START,
            months_elapsed=months,
        )
        == price
    )


def test_revision_coefficient_by_hand():
    # 0.125 + 0.875 x 120 / 100 = 1.175
    assert revision_coefficient(
        Fraction("0.125"), [(Fraction("0.875"), Fraction(120), Fraction(100))]
    ) == Fraction("1.175")
    # 0.15 + 0.5 x 1.1 + 0.35 x 0.9 = 1.015
    assert revision_coefficient(
        Fraction("0.15"),
        [
            (Fraction("0.5"), Fraction(110), Fraction(100)),
            (Fraction("0.35"), Fraction(90), Fraction(100)),
        ],
    ) == Fraction("1.015")


def test_revision_coefficient_refuses_weights_that_miss_one():
    with pytest.raises(InvalidInput) as caught:
        revision_coefficient(Fraction("0.1"), [(Fraction("0.8"), BASE, BASE)])

    assert caught.value.keys == ("9/10",)


def test_revise_price_rounds_the_coefficient_first():
    assert revise_price(1_000_000, Fraction("1.17504")) == 1_175_000
    assert revise_price(1_000_000, Fraction("1.17505")) == 1_175_100
    assert revise_price(1_000_000, Fraction("1.17505"), decimals=3) == 1_175_000
    assert revise_price(1_000_000, Fraction(1)) == 1_000_000


def refresh(**changes):
    values = {
        "index_at_cost": Fraction(100),
        "index_latest": Fraction(110),
        "growth": Fraction("0.02"),
        "months_to_mid_works": 24,
    }
    return refresh_cost(1_000_000, **(values | changes))


def test_refresh_cost_indexes_then_compounds():
    assert refresh() == 1_144_440  # 1.1 x 1.02 squared
    assert refresh(months_to_mid_works=0) == 1_100_000
    assert refresh(growth=Fraction(0)) == 1_100_000


def test_refresh_cost_takes_roots_for_months_left_over():
    # 1.44^(6/12) = 1.2; 1.44^(18/12) = 1.728
    assert refresh(growth=Fraction("0.44"), months_to_mid_works=6) == 1_320_000
    assert refresh(growth=Fraction("0.44"), months_to_mid_works=18) == 1_900_800
    assert refresh(growth=Fraction("0.44"), months_to_mid_works=-6) == 916_667


def test_refresh_cost_refuses_total_deflation():
    with pytest.raises(InvalidInput) as caught:
        refresh(growth=Fraction(-1), months_to_mid_works=6)

    assert caught.value.keys == ("-1",)


@pytest.mark.parametrize("name", ["index_at_cost", "index_latest"])
def test_refresh_cost_refuses_an_index_that_is_not_positive(name):
    with pytest.raises(InvalidInput) as caught:
        refresh(**{name: Fraction(0)})

    assert caught.value.keys == ("0",)


def test_update_and_revision_refuse_an_index_that_is_not_positive():
    with pytest.raises(InvalidInput):
        update_firm_price(
            1, index_at_price=Fraction(-1), index_before_start=BASE, months_elapsed=0
        )
    with pytest.raises(InvalidInput):
        update_firm_price(
            1, index_at_price=BASE, index_before_start=Fraction(0), months_elapsed=0
        )
    for current, base in ((BASE, Fraction(0)), (Fraction(0), BASE)):
        with pytest.raises(InvalidInput):
            revision_coefficient(Fraction(0), [(Fraction(1), current, base)])


def test_an_index_may_be_below_one():
    price = update_firm_price(
        100, index_at_price=Fraction(1, 2), index_before_start=1, months_elapsed=4
    )
    assert price == 200
