from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.engine.calendars.days import (
    Period,
    add_months,
    count_months,
    quarter_of,
    semester_end,
    semester_of,
    to_date,
    to_day,
)
from possibles.engine.errors import InvalidInput

ORIGIN = date(2026, 1, 1)
DATES = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(DATES)
def test_day_numbers_and_dates_are_inverse(moment):
    assert to_date(to_day(moment, origin=ORIGIN), origin=ORIGIN) == moment


def test_day_zero_is_the_origin():
    assert to_day(ORIGIN, origin=ORIGIN) == 0
    assert to_day(date(2025, 12, 31), origin=ORIGIN) == -1
    assert to_date(31, origin=ORIGIN) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("moment", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 22), 13, date(2027, 12, 22)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -13, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
    ],
)
def test_add_months_clamps_to_the_end_of_the_month(moment, months, expected):
    assert add_months(moment, months) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 11, 22), date(2027, 12, 31), 13),
        (date(2026, 2, 15), date(2026, 1, 15), -1),
        (date(2026, 2, 15), date(2026, 1, 16), 0),
        (date(2028, 3, 15), date(2026, 1, 15), -26),
        (date(2026, 2, 15), date(2026, 2, 15), 0),
    ],
)
def test_count_months_counts_whole_months(start, end, expected):
    assert count_months(start, end) == expected


@given(DATES, st.integers(0, 240))
def test_count_months_undoes_add_months(start, months):
    assert count_months(start, add_months(start, months)) == months


@pytest.mark.parametrize(
    ("moment", "semester", "quarter"),
    [
        (date(2026, 1, 1), Period(2026, 1), Period(2026, 1, 4)),
        (date(2026, 3, 31), Period(2026, 1), Period(2026, 1, 4)),
        (date(2026, 4, 1), Period(2026, 1), Period(2026, 2, 4)),
        (date(2026, 6, 30), Period(2026, 1), Period(2026, 2, 4)),
        (date(2026, 7, 1), Period(2026, 2), Period(2026, 3, 4)),
        (date(2026, 9, 30), Period(2026, 2), Period(2026, 3, 4)),
        (date(2026, 10, 1), Period(2026, 2), Period(2026, 4, 4)),
        (date(2026, 12, 31), Period(2026, 2), Period(2026, 4, 4)),
    ],
)
def test_semesters_and_quarters(moment, semester, quarter):
    assert (semester_of(moment), quarter_of(moment)) == (semester, quarter)


def test_periods_know_their_days():
    assert Period(2026, 1).first_day == date(2026, 1, 1)
    assert Period(2026, 1).last_day == date(2026, 6, 30)
    assert Period(2026, 2).last_day == date(2026, 12, 31)
    assert Period(2028, 1, 4).last_day == date(2028, 3, 31)


def test_periods_add_and_subtract():
    assert Period(2026, 2) + 1 == Period(2027, 1)
    assert Period(2026, 1) + -1 == Period(2025, 2)
    assert Period(2026, 4, 4) + 5 == Period(2028, 1, 4)
    assert Period(2028, 1) - Period(2026, 2) == 3


def test_launch_semester_counts_in_the_duration():
    assert semester_end(Period(2026, 2), 1) == Period(2026, 2)
    assert semester_end(Period(2026, 2), 6) == Period(2029, 1)


@pytest.mark.parametrize(
    "arguments", [(2026, 0), (2026, 3), (2026, 1, 3), (2026, 5, 4)]
)
def test_impossible_periods_are_refused(arguments):
    with pytest.raises(InvalidInput):
        Period(*arguments)


def test_other_nonsense_is_refused():
    with pytest.raises(InvalidInput):
        semester_end(Period(2026, 1), 0)
    with pytest.raises(InvalidInput):
        Period(2026, 1) - Period(2026, 1, 4)
