from datetime import date

from possibles.apps.referentiel.domain.calendars import (
    add_working_days,
    find_public_holidays,
    next_working_day,
)


def test_find_public_holidays_knows_the_eleven_of_a_year():
    days = find_public_holidays(2027)

    assert sorted(days) == [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 8),
        date(2027, 5, 17),
        date(2027, 7, 14),
        date(2027, 8, 15),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
    ]


def test_next_working_day_skips_the_weekend_and_the_holiday():
    assert next_working_day(date(2027, 3, 27)) == date(2027, 3, 30)
    assert next_working_day(date(2027, 3, 30)) == date(2027, 3, 30)


def test_add_working_days_counts_open_days_only():
    assert add_working_days(date(2027, 11, 10), 2) == date(2027, 11, 15)
