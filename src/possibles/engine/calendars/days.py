"""Day numbers, months, semesters and quarters, as pure functions.

A day number counts whole days from an origin that the caller states; day 0 is the
origin itself. ANRU conventions count in semesters, public finance in years, works
in months: the conversions live here and nowhere else.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from possibles.engine.errors import InvalidInput


def to_day(moment: date, *, origin: date) -> int:
    """Return the day number of a date (negative before the origin)."""
    return (moment - origin).days


def to_date(day: int, *, origin: date) -> date:
    return origin + timedelta(days=day)


def add_months(moment: date, months: int) -> date:
    """Return the same day `months` later, or the month's last day if it has no such day.

    31 January + 1 month is 28 or 29 February; the clamp is not remembered.
    """
    total = moment.year * 12 + (moment.month - 1) + months
    year, month0 = divmod(total, 12)
    last = monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(moment.day, last))


def count_months(start: date, end: date) -> int:
    """Return the whole months from `start` to `end`, negative when `end` is earlier.

    The largest `m` (in absolute value) such that `add_months(start, m)` does not
    pass `end`.
    """
    if end < start:
        months = 12 * (end.year - start.year) + end.month - start.month
        return months if add_months(start, months) >= end else months + 1
    months = 12 * (end.year - start.year) + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A part of a civil year: semester (`parts=2`) or quarter (`parts=4`).

    Parameters
    ----------
    year
        Civil year.
    number
        1 for the first part of the year.
    parts
        2 or 4.

    Raises
    ------
    InvalidInput
        When `parts` is neither 2 nor 4, or `number` is outside 1..parts.
    """

    year: int
    number: int
    parts: int = 2

    def __post_init__(self) -> None:
        if self.parts not in {2, 4}:
            raise InvalidInput("A year is cut in 2 semesters or 4 quarters.")
        if not 1 <= self.number <= self.parts:
            raise InvalidInput(f"Part {self.number} of {self.parts} does not exist.")

    @property
    def first_day(self) -> date:
        return date(self.year, (self.number - 1) * self._months + 1, 1)

    @property
    def last_day(self) -> date:
        return (self + 1).first_day - timedelta(days=1)

    @property
    def _months(self) -> int:
        return 12 // self.parts

    @property
    def _rank(self) -> int:
        return self.year * self.parts + self.number - 1

    def __add__(self, count: int) -> Self:
        year, number0 = divmod(self._rank + count, self.parts)
        return type(self)(year, number0 + 1, self.parts)

    def __sub__(self, other: "Period") -> int:
        """Return the number of periods from `other` to this one."""
        if self.parts != other.parts:
            raise InvalidInput("Semesters and quarters cannot be subtracted.")
        return self._rank - other._rank


def semester_of(moment: date) -> Period:
    return Period(moment.year, 1 if moment.month <= 6 else 2)


def quarter_of(moment: date) -> Period:
    return Period(moment.year, (moment.month - 1) // 3 + 1, 4)


def semester_end(launch: Period, duration: int) -> Period:
    """Return the last semester of an operation launched in `launch`.

    ANRU tables give the launch (year and semester) and a duration in semesters; the
    launch semester is counted (convention pluriannuelle, annexe C).

    Raises
    ------
    InvalidInput
        When the duration is under one semester.
    """
    if duration < 1:
        raise InvalidInput("An operation lasts at least one semester.")
    return launch + (duration - 1)
