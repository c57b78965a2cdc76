"""Bounds on what a file may ask for, so that a small file cannot cost a lot."""

import re
from datetime import date
from fractions import Fraction

from possibles.engine.errors import InvalidInput

FURTHEST_DAY = 200 * 366
LONGEST = 100 * 366
MOST_CENTS = 10**16
_NUMBER = re.compile(r"-?\d{1,16}(?:\.\d{1,12})?", re.ASCII)


def check_origin(origin: date) -> date:
    """Return the origin of a project, between 1900 and 2200.

    Raises
    ------
    InvalidInput
        When it is outside.
    """
    if not 1900 <= origin.year <= 2200:
        raise InvalidInput("The project starts outside 1900–2200.", keys=[str(origin)])
    return origin


def check_day(day: int, key: str = "") -> int:
    """Return a day number within two centuries of the origin.

    Raises
    ------
    InvalidInput
        When it is further.
    """
    if abs(day) > FURTHEST_DAY:
        raise InvalidInput("A date is too far from the project.", keys=[key])
    return day


def check_length(days: int, key: str = "") -> int:
    """Return a duration or a lag within a century.

    Raises
    ------
    InvalidInput
        When it is longer.
    """
    if abs(days) > LONGEST:
        raise InvalidInput("A duration or a lag is over a century.", keys=[key])
    return days


def read_cents(text: str | None, key: str = "") -> int:
    """Return whole cents from a decimal number of cents; nothing counts as zero.

    Raises
    ------
    InvalidInput
        When the text is not a plain decimal number.
    """
    if text is None or not text.strip():
        return 0
    if _NUMBER.fullmatch(text.strip()) is None:
        raise InvalidInput(f"Not an amount: {text[:40]!r}.", keys=[key])
    return round(Fraction(text.strip()))
