import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.insertion import Balance, balance_hours, pool_objectives

hours = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 5_000))


def test_pool_objectives_moves_small_ones_to_carriers():
    assert pool_objectives({"a": 40, "b": 300, "c": 100, "d": 21}, minimum=100) == {
        "a": 0, "b": 346, "c": 115, "d": 0,
    }  # fmt: skip


def test_pool_objectives_without_a_carrier_uses_the_largest():
    assert pool_objectives({"b": 40, "a": 40, "c": 30}, minimum=100) == {
        "b": 0, "a": 110, "c": 0,
    }  # fmt: skip


def test_pool_objectives_carries_on_the_largest_wherever_it_stands():
    assert pool_objectives({"a": 10, "b": 40}, minimum=100) == {"a": 0, "b": 50}


def test_pool_objectives_of_one_hour_may_carry():
    assert pool_objectives({"a": 1, "b": 5}, minimum=1) == {"a": 1, "b": 5}


def test_pool_objectives_of_nothing():
    assert pool_objectives({}, minimum=100) == {}
    assert pool_objectives({"a": 0, "b": 0}, minimum=100) == {"a": 0, "b": 0}
    assert pool_objectives({"a": 0, "b": 3}, minimum=0) == {"a": 0, "b": 3}


@given(hours, st.integers(0, 500))
def test_pool_objectives_never_loses_an_hour(objectives, minimum):
    pooled = pool_objectives(objectives, minimum=minimum)

    assert sum(pooled.values()) == sum(objectives.values())
    assert pooled.keys() == objectives.keys()
    assert all(pooled[k] >= h for k, h in objectives.items() if h >= minimum)


def test_balance_hours_lets_surplus_cover_shortfall():
    objectives, done = {"a": 100, "b": 200, "c": 50}, {"a": 130, "b": 100, "d": 30}

    assert balance_hours(objectives, done) == Balance(
        received={"b": 40, "c": 20},
        given={"a": 30, "d": 30},
        missing={"b": 60, "c": 30},
        surplus={"a": 0, "d": 0},
    )


def test_balance_hours_keeps_the_surplus_left():
    assert balance_hours({"a": 100}, {"a": 100, "b": 7}) == Balance(
        received={}, given={"b": 0}, missing={}, surplus={"b": 7}
    )
    assert balance_hours({"a": 5}, {"b": 7}) == Balance(
        received={"a": 5}, given={"b": 5}, missing={"a": 0}, surplus={"b": 2}
    )


@given(hours, hours)
def test_balance_hours_conserves_hours(objectives, done):
    balance = balance_hours(objectives, done)
    gap = sum(done.values()) - sum(objectives.values())

    assert sum(balance.received.values()) == sum(balance.given.values())
    assert sum(balance.surplus.values()) - sum(balance.missing.values()) == gap
    assert min([0, *balance.surplus.values(), *balance.missing.values()]) == 0
    assert not (any(balance.surplus.values()) and any(balance.missing.values()))


def test_pooling_refuses_negative_hours():
    for call in (
        lambda: pool_objectives({"a": -1}, minimum=1),
        lambda: balance_hours({"a": -1}, {}),
        lambda: balance_hours({}, {"a": -1}),
    ):
        with pytest.raises(InvalidInput) as caught:
            call()
        assert caught.value.keys == ("a",)
