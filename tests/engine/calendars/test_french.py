from datetime import date

import pytest

from possibles.engine.calendars.bans import Span
from possibles.engine.calendars.french import (
    make_school_premises,
    make_working_days,
    public_holidays,
    school_holidays,
)
from possibles.engine.errors import InvalidInput


def test_eleven_public_holidays():
    assert public_holidays([2026]) == (
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    )


def test_moselle_has_two_more_public_holidays():
    more = set(public_holidays([2026], subdivision="57")) - set(public_holidays([2026]))
    assert more == {date(2026, 4, 3), date(2026, 12, 26)}


def test_working_days_of_may_2026():
    calendar = make_working_days("fr", [2026], origin=date(2026, 5, 1))
    assert calendar.key == "fr"
    assert calendar.count_working(0, 31) == 17


def test_working_days_of_april_2026_in_moselle():
    calendar = make_working_days(
        "57", [2026], origin=date(2026, 4, 1), subdivision="57"
    )
    assert not calendar.is_working(2)


def test_school_holidays_of_zone_b():
    found = school_holidays([2026], zone="B")
    assert Span(date(2026, 2, 14), date(2026, 3, 1)) in found.spans
    assert (found.zone, found.known_years) == ("B", (2026,))


def test_school_premises_are_worked_in_holidays_only():
    calendar = make_school_premises("school", [2026], origin=date(2026, 2, 1), zone="B")
    assert calendar.key == "school"
    worked = [day for day in range(28) if calendar.is_working(day)]
    assert worked == [15, 16, 17, 18, 19, 22, 23, 24, 25, 26]


def test_unknown_zone_is_refused():
    with pytest.raises(InvalidInput) as caught:
        school_holidays([2026], zone="D")
    assert caught.value.keys == ("D",)
