from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.calendars.calendar import (
    EVERY_DAY,
    NEVER,
    Calendar,
    make_every_day,
    make_sessions,
)
from possibles.engine.errors import InvalidInput

MONDAY = date(2026, 1, 5)
WEEK = Calendar("week", MONDAY, off=frozenset({8}), on=frozenset({12}))
SESSIONS = make_sessions(
    "council", [date(2026, 1, 9), date(2026, 1, 19), date(2026, 1, 29)], origin=MONDAY
)


def test_week_exceptions_and_additions():
    assert [day for day in range(-3, 15) if WEEK.is_working(day)] == [
        -3, 0, 1, 2, 3, 4, 7, 9, 10, 11, 12, 14,
    ]  # fmt: skip


def test_neighbours():
    assert WEEK.previous_working(5) == 4
    assert WEEK.next_working(6) == 7
    assert WEEK.next_working(4) == 4
    assert WEEK.next_working(5) == 7
    assert WEEK.previous_working(6) == 4
    assert WEEK.previous_working(4) == 4


def test_finish_after_counts_working_days_only():
    assert WEEK.finish_after(0, 0) == 0
    assert WEEK.finish_after(0, 5) == 5
    assert WEEK.finish_after(4, 2) == 8
    assert WEEK.finish_after(5, 2) == 10


def test_count_working_is_signed():
    assert WEEK.count_working(0, 7) == 5
    assert WEEK.count_working(7, 0) == -5
    assert WEEK.count_working(8, 8) == 0


def test_count_working_sees_the_first_day():
    assert WEEK.count_working(8, 9) == 0
    assert WEEK.count_working(12, 13) == 1
    assert SESSIONS.count_working(4, 5) == 1


def test_sessions_repeat_their_mean_interval_beyond_those_known():
    assert SESSIONS.period == 10
    worked = [day for day in range(-20, 50) if SESSIONS.is_working(day)]
    assert worked == [-16, -6, 4, 14, 24, 34, 44]
    assert [day for day in worked if SESSIONS.is_assumed(day)] == [-16, -6, 34, 44]
    assert not WEEK.is_assumed(1000)


def test_sessions_are_a_calendar_of_single_days():
    days = [date(2026, 1, 27), date(2026, 1, 6), date(2026, 1, 9), date(2026, 1, 6)]
    council = make_sessions("council", days, origin=MONDAY)
    assert council == Calendar(
        "council", MONDAY, NEVER, on=frozenset({1, 4, 22}), period=10
    )
    worked = [day for day in range(-25, 45) if council.is_working(day)]
    assert worked == [-19, -9, 1, 4, 22, 32, 42]


def test_sessions_may_be_assumed_every_day():
    daily = make_sessions("c", [MONDAY], origin=MONDAY, period=1)
    assert [daily.is_working(day) for day in (-1, 0, 1)] == [True] * 3


def test_every_day_is_a_whole_week():
    assert make_every_day("all", origin=MONDAY) == Calendar("all", MONDAY, EVERY_DAY)


def test_a_single_session_repeats_every_two_months():
    assert make_sessions("c", [MONDAY], origin=MONDAY).period == 61
    assert make_sessions("c", [MONDAY], origin=MONDAY, period=7).period == 7


@pytest.mark.parametrize(
    "calendar", [WEEK, SESSIONS, make_every_day("all", origin=MONDAY)]
)
@given(low=st.integers(-60, 60), size=st.integers(1, 120))
def test_tables_say_what_is_working_says(calendar, low, size):
    tables = calendar.tables(low, low + size)
    worked = [day for day in range(size) if calendar.is_working(low + day)]
    assert tables.low == low
    assert tables.day == worked
    assert tables.rank == [sum(d < x for d in worked) for x in range(size + 1)]


@pytest.mark.parametrize(
    "options",
    [
        {"week": (True,) * 6},
        {"off": frozenset({1}), "on": frozenset({1})},
        {"week": NEVER},
        {"week": NEVER, "on": frozenset({3})},
        {"week": NEVER, "on": frozenset({3}), "period": 0},
        {"week": EVERY_DAY, "period": 3},
    ],
)
def test_impossible_calendars_are_refused(options):
    with pytest.raises(InvalidInput) as caught:
        Calendar("bad", MONDAY, **options)
    assert caught.value.keys == ("bad",)


def test_decision_calendar_needs_a_session():
    with pytest.raises(InvalidInput) as caught:
        make_sessions("council", [], origin=MONDAY)
    assert caught.value.keys == ("council",)
