"""Values of MS Project XML turned into whole days, and back.

MS Project counts minutes within working hours; we count days. A start belongs to
the day it falls on; a finish at or before the hour work begins belongs to the
evening before. Durations and lags that are not whole days are rounded and reported.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from possibles.engine.errors import InvalidInput
from possibles.engine.formats.limits import check_day

_DURATION = re.compile(
    r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", re.ASCII
)
ELAPSED_FORMATS = frozenset({4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52})
PERCENT_FORMATS = frozenset({19, 20, 51, 52})
MINUTES_OF_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class Clock:
    """Hours of a project file: when a day starts, and how many minutes it has."""

    opens: time = time(8)
    minutes_per_day: int = 480


def read_moment(text: str, key: str = "") -> datetime:
    """Return a date and time.

    Raises
    ------
    InvalidInput
        When the text is not an ISO date and time.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(f"Not a date: {text[:40]!r}.", keys=[key]) from None
    return moment.replace(tzinfo=None)


def first_day(moment: datetime, origin: date) -> int:
    return check_day((moment.date() - origin).days)


def last_day(moment: datetime, origin: date, clock: Clock) -> int:
    """Return the inclusive last day of something that finishes at `moment`."""
    days = (moment.date() - origin).days - (moment.time() <= clock.opens)
    return check_day(days)


def read_minutes(text: str, key: str = "") -> Fraction:
    """Return the minutes of an ISO 8601 duration such as `PT80H0M0S`.

    Raises
    ------
    InvalidInput
        When the text is not such a duration.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None or len(text) > 40:
        raise InvalidInput(f"Not a duration: {text[:40]!r}.", keys=[key])
    sign, days, hours, minutes, seconds = match.groups()
    total = (
        int(days or 0) * MINUTES_OF_A_DAY
        + int(hours or 0) * 60
        + int(minutes or 0)
        + Fraction(seconds or 0) / 60
    )
    return -total if sign else total


def round_up_days(minutes: Fraction, minutes_per_day: int) -> tuple[int, bool]:
    """Return whole days, rounded up, and whether they were exact."""
    days = minutes / minutes_per_day
    whole = -(-days.numerator // days.denominator)
    return whole, whole == days


def round_lag_days(tenths: int, minutes_per_day: int) -> tuple[int, bool]:
    """Return whole days of a lag in tenths of minutes, nearest, halves away from 0."""
    days = Fraction(tenths, 10 * minutes_per_day)
    whole = int(abs(days) + Fraction(1, 2))
    signed = whole if days >= 0 else -whole
    return signed, signed == days
