from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.apps.conventions.domain.delais import (
    add_months,
    date_resiliation,
    date_saisine,
)

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 22), 6, date(2027, 5, 22)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_add_months_stops_at_the_end_of_the_month(day, months, expected):
    assert add_months(day, months) == expected


@given(days, st.integers(0, 60))
def test_add_months_never_leaves_its_month(day, months):
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (
        later.day < day.day and (later + timedelta(days=1)).day == 1
    )


def test_the_crpv_delays():
    # Convention Métropole – GIP CRPV PACA, articles 6 and 7.
    assert date_saisine(date(2026, 3, 2)) == date(2026, 4, 1)
    assert date_resiliation(date(2026, 3, 31)) == date(2026, 9, 30)
