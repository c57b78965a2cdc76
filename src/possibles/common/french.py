"""French forms of numbers, amounts, dates and words.

U+202F is the narrow no-break space wanted before « : ; ! ? % € » and between thousands.
"""

import unicodedata
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

NNBSP = "\u202f"
_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_SHORT_MONTHS = {
    "janvier": "janv.",
    "février": "févr.",
    "avril": "avr.",
    "juillet": "juil.",
    "septembre": "sept.",
    "octobre": "oct.",
    "novembre": "nov.",
    "décembre": "déc.",
}
_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
Number = int | float | Decimal


def format_number(value: Number, decimals: int | None = None) -> str:
    """Return `1 234,5`; `decimals` fixes the digits after the comma.

    Without it a whole value shows none and any other at most two.
    """
    if decimals is None:
        exact = Decimal(str(value))
        decimals = 0 if exact == exact.to_integral_value() else 2
        text = f"{exact:,.{decimals}f}"
        if decimals:
            text = text.rstrip("0").rstrip(".")
    else:
        text = f"{value:,.{decimals}f}"
    if text.startswith("-") and not any(digit in text for digit in "123456789"):
        text = text[1:]
    return text.replace(",", NNBSP).replace(".", ",").replace("-", "\u2212")


def format_euros(centimes: int, *, unit: bool = True, short: bool = False) -> str:
    """Return `1 234,50 €` from centimes; `short` drops the centimes when they are zero."""
    sign = "\u2212" if centimes < 0 else ""
    euros, cents = divmod(abs(centimes), 100)
    text = sign + format_number(euros, 0)
    if cents or not short:
        text += f",{cents:02d}"
    return f"{text}{NNBSP}€" if unit else text


def format_percent(ratio: Number, decimals: int = 0) -> str:
    """Return `12 %` from 0.12."""
    return f"{format_number(float(ratio) * 100, decimals)}{NNBSP}%"


def format_date(day: date | datetime, *, weekday: bool = False) -> str:
    """Return `3 mars 2027`, `1er mars 2027` or `mercredi 3 mars 2027`.

    The day of a moment is the one people lived it on, here.
    """
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    number = "1er" if day.day == 1 else str(day.day)
    text = f"{number} {_MONTHS[day.month - 1]} {day.year}"
    return f"{_DAYS[day.weekday()]} {text}" if weekday else text


def format_short_date(day: date | datetime) -> str:
    """Return `3 mars 2027`, `1er janv. 2027`: a date that must fit a column."""
    number, month, year = format_date(day).split(" ")
    return f"{number} {_SHORT_MONTHS.get(month, month)} {year}"


def format_month(day: date) -> str:
    """Return `mars 2027`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def format_of_month(day: date) -> str:
    """Return `de mars 2027`, `d’avril 2027`: the month after a noun."""
    month = format_month(day)
    return f"d’{month}" if month[0] in "ao" else f"de {month}"


def plural(count: Number, singular: str, plural_form: str = "") -> str:
    """Return `1 projet`, `3 projets`, `0 projet`: French plural starts at two."""
    word = singular if -2 < count < 2 else (plural_form or f"{singular}s")
    return f"{format_number(count)} {word}"


def fold(text: str) -> str:
    """Return the text without accents nor case, for search and sorting.

    Ligatures are opened (« cœur » → « coeur »), apostrophes made straight.
    """
    opened = (
        text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    ).replace("’", "'")
    bare = unicodedata.normalize("NFKD", opened)
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()
