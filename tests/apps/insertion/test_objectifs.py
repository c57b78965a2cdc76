from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.insertion import (
    make_famille,
    make_hypothese,
    make_lot,
    make_marche,
)

from possibles.apps.insertion.domain.objectifs import (
    Base,
    compute,
    find_hypothese,
    find_hypotheses,
    objective_of,
    objective_of_lot,
    pool,
    refresh,
    settle,
)
from possibles.apps.insertion.models import Globalisation
from possibles.apps.journal.models import change
from possibles.engine.errors import InvalidInput

shares = st.decimals(min_value=0, max_value=1, places=4)


def test_published_examples_come_out():
    works = compute(100_000_000, Base(Decimal("0.5"), 3_000, Decimal("0.05")))
    upkeep = compute(150_000_000, Base(Decimal("0.7"), 3_000, Decimal("0.1")))

    assert works.hours == 833
    assert (upkeep.labour_hours, upkeep.hours) == (35_000, 3_500)


def test_compute_tells_the_path_and_the_full_time_years():
    found = compute(100_000_000, Base(Decimal("0.5"), 3_000, Decimal("0.05"), 10))

    assert found.exact == Decimal("833.33")
    assert (found.hours, found.full_time) == (830, Decimal("0.52"))


def test_compute_refuses_what_makes_no_sense():
    with pytest.raises(InvalidInput):
        compute(-1, Base(Decimal("0.5"), 3_000, Decimal("0.05")))
    with pytest.raises(InvalidInput):
        compute(1, Base(Decimal("0.5"), 0, Decimal("0.05")))


@given(
    st.integers(0, 10**12),
    st.integers(0, 10**12),
    shares,
    shares,
    st.integers(1, 20_000),
)
def test_objective_grows_with_the_amount(small, more, share, rate, cost):
    base = Base(share, cost, rate)

    assert compute(small, base).hours <= compute(small + more, base).hours


def test_the_hypothesis_in_force_is_the_last_begun(db):
    famille = make_famille()
    later = make_hypothese(famille, valid_from=date(2026, 6, 1), hourly_cost=4_000)

    assert find_hypothese(famille, date(2026, 5, 31)).hourly_cost == 3_000
    assert find_hypothese(famille, date(2026, 6, 1)) == later
    assert find_hypothese(famille, date(2023, 1, 1)) is None


def test_hypotheses_of_all_families_take_one_query(db, django_assert_num_queries):
    one, other = make_famille(), make_famille()
    newest = make_hypothese(other, valid_from=date(2025, 1, 1))

    with django_assert_num_queries(1):
        found = find_hypotheses(date(2026, 1, 1))

    assert found[other.pk] == newest
    assert found[one.pk].valid_from == date(2024, 1, 1)


def test_a_contract_keeps_the_hypothesis_it_was_computed_with(db):
    marche = make_marche(notified_on=date(2025, 3, 1))
    make_hypothese(marche.famille, valid_from=date(2025, 2, 1), hourly_cost=6_000)

    with change(author=None, origin="tests"):
        refresh(marche)

    assert (marche.hypothese.hourly_cost, marche.objective_hours) == (3_000, 833)


def test_another_family_brings_its_own_hypothesis(db):
    marche = make_marche()
    upkeep = make_famille(cadre="gup", hypothese=False)
    make_hypothese(upkeep, rate=Decimal("0.1"))

    marche.famille = upkeep
    settle(marche)

    assert marche.objective_hours == 1667


def test_a_contract_older_than_any_hypothesis_takes_the_one_of_today(db):
    marche = make_marche(notified_on=date(2020, 1, 1))

    assert marche.objective_hours == 833


def test_values_of_the_contract_win_over_those_of_the_family(db):
    found = objective_of(make_marche(hourly_cost=2_500, step=10))

    assert found.hours == 1000
    assert found.own == {"hourly_cost", "step"}


def test_hours_written_in_the_contract_win_over_the_calculation(db):
    found = objective_of(make_marche(contract_hours=1_200))

    assert (found.hours, found.computed) == (1_200, 833)
    assert "contract_hours" in found.own


@pytest.mark.parametrize(
    "over",
    [{"clause": "aucune"}, {"amount": None}, {"clause": "aucune", "contract_hours": 5}],
)
def test_there_is_no_objective_without_clause_or_amount(db, over):
    marche = make_marche(**over)

    assert objective_of(marche) is None
    assert marche.objective_hours is None


def test_a_family_without_hypothesis_gives_no_objective(db):
    assert make_marche(famille=make_famille(hypothese=False)).objective_hours is None


def test_a_contract_in_lots_owes_the_sum_of_its_lots(db):
    marche = make_marche()
    make_lot(marche, amount=33_000_000)
    make_lot(marche, amount=33_000_000, contract_hours=400)
    make_lot(marche, amount=None)

    with change(author=None, origin="tests"):
        refresh(marche)

    lots = [lot.objective_hours for lot in marche.lots.order_by("number")]
    assert lots == [275, 400, None]
    assert marche.objective_hours == 675


def test_lots_follow_the_clause_of_their_contract(db):
    marche = make_marche(clause="aucune")

    assert objective_of_lot(marche, make_lot(marche)) is None


def test_pooling_never_loses_an_hour(db):
    with change(author=None, origin="tests"):
        held = Globalisation.objects.create(name="Petits marchés", minimum=500)
    members = [
        make_marche(globalisation=held, amount=amount)
        for amount in (100_000_000, 20_000_000, 7_000_000, None)
    ]

    carried = pool(members, held.minimum)

    assert sum(carried.values()) == sum(m.objective_hours or 0 for m in members)
    assert carried[members[1].pk] == carried[members[2].pk] == 0
