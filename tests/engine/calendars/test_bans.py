from datetime import date

import pytest

from possibles.engine.calendars.bans import (
    Span,
    only_within,
    with_days,
    without,
    yearly_spans,
)
from possibles.engine.calendars.calendar import Calendar, make_sessions
from possibles.engine.errors import InvalidInput

MONDAY = date(2026, 1, 5)
WEEK = Calendar("week", MONDAY)


def test_a_works_ban_takes_its_days_off():
    banned = without(WEEK, "site", [Span(date(2026, 1, 7), date(2026, 1, 9))])
    assert banned == Calendar("site", MONDAY, off=frozenset({2, 3, 4}))


def test_a_works_ban_also_takes_days_that_were_put_on():
    saturdays = Calendar("week", MONDAY, on=frozenset({5, 12}))
    banned = without(saturdays, "site", [Span(date(2026, 1, 9), date(2026, 1, 10))])
    assert banned == Calendar("site", MONDAY, off=frozenset({4, 5}), on=frozenset({12}))


def test_only_within_leaves_days_beyond_the_known_spans_alone():
    week = Calendar("week", MONDAY, on=frozenset({5, 13}))
    spans = [
        Span(date(2026, 1, 8), date(2026, 1, 9)),
        Span(date(2026, 1, 12), date(2026, 1, 12)),
        Span(date(2026, 1, 14), date(2026, 1, 14)),
    ]
    assert only_within(week, "school", spans) == Calendar(
        "school", MONDAY, off=frozenset({5, 6, 8}), on=frozenset({13})
    )


def test_only_within_keeps_holidays_between_known_spans():
    spans = [Span(MONDAY, date(2026, 1, 6)), Span(date(2026, 1, 12), date(2026, 1, 13))]
    school = only_within(WEEK, "school", spans)
    worked = [day for day in range(12) if school.is_working(day)]
    assert worked == [0, 1, 7, 8, 9, 10, 11]


def test_with_days_puts_on_what_it_takes_off():
    calendar = with_days(WEEK, off=[MONDAY], on=[date(2026, 1, 10), MONDAY])
    assert (calendar.off, calendar.on) == (frozenset(), frozenset({0, 5}))


def test_yearly_spans_may_run_over_new_year():
    assert yearly_spans((7, 14), (8, 31), years=[2027, 2026]) == (
        Span(date(2026, 7, 14), date(2026, 8, 31)),
        Span(date(2027, 7, 14), date(2027, 8, 31)),
    )
    assert yearly_spans((12, 20), (1, 5), years=[2026]) == (
        Span(date(2026, 12, 20), date(2027, 1, 5)),
    )
    assert yearly_spans((7, 14), (7, 14), years=[2026]) == (
        Span(date(2026, 7, 14), date(2026, 7, 14)),
    )


def test_nonsense_is_refused():
    sessions = make_sessions("council", [MONDAY], origin=MONDAY)
    with pytest.raises(InvalidInput):
        Span(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(InvalidInput) as caught:
        only_within(WEEK, "school", [])
    assert caught.value.keys == ("school",)
    with pytest.raises(InvalidInput) as caught:
        without(sessions, "site", [])
    assert caught.value.keys == ("council",)
