from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.finance import (
    Authorisation,
    Breach,
    Finding,
    available_to_commit,
    carry_over,
    check_authorisation,
    remaining_to_pay,
)

SOUND = Authorisation(
    key="AP-2026-01",
    amount=1_000,
    planned={2026: 300, 2027: 700},
    paid={2026: 250},
    committed=400,
)


def test_check_authorisation_finds_nothing_in_a_sound_one():
    assert check_authorisation(SOUND) == ()


def test_remaining_and_available():
    assert remaining_to_pay(SOUND) == 750
    assert available_to_commit(SOUND) == 600


def test_check_authorisation_names_each_breach():
    broken = Authorisation(
        "A", 1_000, planned={2026: 300, 2027: 600}, paid={2027: 1_000, 2026: 301},
        committed=1_001,
    )  # fmt: skip

    assert check_authorisation(broken) == (
        Finding(Breach.PLANNED_DIFFERS, -100),
        Finding(Breach.OVERCOMMITTED, 1),
        Finding(Breach.OVERPAID, 300),
        Finding(Breach.YEAR_OVERRUN, 1, 2026),
        Finding(Breach.YEAR_OVERRUN, 400, 2027),
    )


def test_check_authorisation_at_its_limits():
    full = replace(SOUND, committed=1_000, paid={2026: 300, 2027: 700})

    assert check_authorisation(full) == ()
    assert check_authorisation(replace(full, paid={2028: 1})) == (
        Finding(Breach.YEAR_OVERRUN, 1, 2028),
    )
    assert check_authorisation(replace(SOUND, planned={2026: 1_001, 2027: 0})) == (
        Finding(Breach.PLANNED_DIFFERS, 1),
    )


def test_carry_over_moves_what_was_not_paid():
    assert carry_over(SOUND, year=2026) == {2026: 250, 2027: 750}
    assert carry_over(SOUND, year=2027) == {2026: 300, 2027: 0, 2028: 700}
    assert carry_over(SOUND, year=2030) == {2026: 300, 2027: 700}
    assert SOUND.planned == {2026: 300, 2027: 700}


def test_carry_over_moves_a_single_cent():
    short = replace(SOUND, paid={2026: 299})

    assert carry_over(short, year=2026) == {2026: 299, 2027: 701}


def test_carry_over_leaves_a_year_overrun_alone():
    assert carry_over(replace(SOUND, paid={2026: 301}), year=2026) == SOUND.planned


@given(
    st.dictionaries(st.integers(2026, 2032), st.integers(0, 10**9)),
    st.dictionaries(st.integers(2026, 2032), st.integers(0, 10**9)),
    st.integers(2026, 2032),
)
def test_carry_over_keeps_the_sum(planned, paid, year):
    authorisation = Authorisation("A", 0, planned, paid)

    assert sum(carry_over(authorisation, year=year).values()) == sum(planned.values())


@pytest.mark.parametrize(
    "changes",
    [{"amount": -1}, {"committed": -1}, {"planned": {2026: -1}}, {"paid": {2026: -1}}],
)
def test_authorisation_refuses_negative_lines(changes):
    with pytest.raises(InvalidInput) as caught:
        replace(SOUND, **changes)

    assert caught.value.keys == ("AP-2026-01",)
