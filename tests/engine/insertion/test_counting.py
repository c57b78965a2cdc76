from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.insertion import (
    Count,
    Eligibility,
    HourKind,
    Refusal,
    Statement,
    Status,
    count_hours,
)

LINE = Statement("s1", "p1", "e1", "c1", month=6, centihours=15_167)
ELIGIBLE = {"p1": Eligibility(validated_month=5, months=24)}
STARTS = {"c1": 6, "c2": 0}


def count(*lines, eligibilities=ELIGIBLE):
    return count_hours(lines, eligibilities=eligibilities, contract_starts=STARTS)


def test_count_hours_sums_by_contract_and_person():
    lines = [
        LINE,
        replace(LINE, key="s2", month=7, centihours=100),
        replace(LINE, key="s3", month=7, contract="c2", centihours=10),
        replace(LINE, key="s4", month=7, person="p2", centihours=1),
    ]
    people = ELIGIBLE | {"p2": Eligibility(0, 24)}

    assert count(*lines, eligibilities=people) == Count(
        centihours=15_278,
        by_contract={"c1": 15_268, "c2": 10},
        by_person={"p1": 15_277, "p2": 1},
        refused={},
    )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"status": Status.DECLARED}, Refusal.NOT_VALIDATED),
        ({"status": Status.EVIDENCED}, Refusal.NOT_VALIDATED),
        ({"kind": HourKind.TUTORING}, Refusal.KIND_NOT_COUNTED),
        ({"kind": HourKind.ABSENCE}, Refusal.KIND_NOT_COUNTED),
        ({"contract": "c9"}, Refusal.UNKNOWN_CONTRACT),
        ({"month": 5}, Refusal.BEFORE_CONTRACT),
        ({"person": "p9"}, Refusal.NOT_ELIGIBLE),
        ({"month": 4, "contract": "c2"}, Refusal.BEFORE_ELIGIBILITY),
    ],
)
def test_count_hours_refuses_with_a_reason(changes, refusal):
    assert count(replace(LINE, **changes)) == Count(0, {}, {}, {"s1": refusal})


@pytest.mark.parametrize(
    "changes",
    [{"kind": HourKind.TRAINING}, {"month": 5, "contract": "c2"}, {"month": 6}],
)
def test_count_hours_accepts_at_the_limits(changes):
    assert count(replace(LINE, **changes)).centihours == 15_167


def test_count_hours_closes_the_window_after_its_months():
    last, late = replace(LINE, key="s2", month=29), replace(LINE, key="s3", month=30)

    assert count(LINE, last, late).refused == {"s3": Refusal.ELIGIBILITY_ENDED}


def test_count_hours_opens_the_window_with_an_older_first_hour():
    people = {"p1": Eligibility(0, 24, first_month=-17)}

    assert count(LINE, eligibilities=people).centihours == 15_167
    assert count(replace(LINE, month=7), eligibilities=people).refused == {
        "s1": Refusal.ELIGIBILITY_ENDED
    }


def test_count_hours_does_not_open_the_window_with_a_refused_line():
    refused = replace(LINE, key="s0", contract="c9", month=5)
    last = replace(LINE, key="s2", month=29)

    assert count(refused, LINE, last).refused == {"s0": Refusal.UNKNOWN_CONTRACT}


def test_count_hours_keeps_the_smaller_key_of_two_duplicates():
    twin = replace(LINE, key="s0", centihours=1)

    for lines in ((LINE, twin), (twin, LINE)):
        assert count(*lines) == Count(
            1, {"c1": 1}, {"p1": 1}, {"s1": Refusal.DUPLICATE}
        )


@pytest.mark.parametrize(
    "changes",
    [{"employer": "e2"}, {"contract": "c2"}, {"month": 7}, {"kind": HourKind.TRAINING}],
)
def test_count_hours_tells_lines_apart(changes):
    assert count(LINE, replace(LINE, key="s2", **changes)).refused == {}


statements = st.lists(
    st.builds(
        Statement,
        key=st.uuids().map(str),
        person=st.sampled_from(["p1", "p2", "p3"]),
        employer=st.sampled_from(["e1", "e2"]),
        contract=st.sampled_from(["c1", "c2", "c3"]),
        month=st.integers(0, 40),
        centihours=st.integers(0, 20_000),
        kind=st.sampled_from(HourKind),
        status=st.sampled_from(Status),
    ),
    max_size=20,
    unique_by=lambda line: line.key,
)
PEOPLE = {"p1": Eligibility(3, 12), "p2": Eligibility(0, 6, first_month=2)}


@given(statements, st.randoms(use_true_random=False))
def test_count_hours_depends_neither_on_order_nor_on_repetition(lines, random):
    once = count(*lines, eligibilities=PEOPLE)
    shuffled = [*lines]
    random.shuffle(shuffled)

    assert count(*shuffled, eligibilities=PEOPLE) == once
    twice = [*lines, *(replace(line, key="~" + line.key) for line in lines)]
    assert count(*twice, eligibilities=PEOPLE).centihours == once.centihours


@given(statements)
def test_count_hours_places_every_hour_once(lines):
    result = count(*lines, eligibilities=PEOPLE)
    counted = sum(line.centihours for line in lines if line.key not in result.refused)

    assert result.centihours == counted
    assert sum(result.by_contract.values()) == counted
    assert sum(result.by_person.values()) == counted


def test_statement_refuses_negative_hours():
    assert replace(LINE, centihours=0).centihours == 0
    with pytest.raises(InvalidInput) as caught:
        replace(LINE, centihours=-1)

    assert caught.value.keys == ("s1",)


def test_eligibility_refuses_an_empty_window():
    assert Eligibility(0, 1).months == 1
    with pytest.raises(InvalidInput):
        Eligibility(0, 0)
