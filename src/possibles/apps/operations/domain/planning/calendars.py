"""The three calendars of tasks, as the engine knows them."""

from datetime import date, timedelta
from functools import lru_cache

from possibles.apps.operations.enums import CalendrierDeTache
from possibles.engine.calendars.calendar import Calendar, make_every_day
from possibles.engine.calendars.french import make_school_premises, make_working_days

ORIGIN = date(2015, 1, 1)
"""Day 0 of every plan: before the first operation of the programme."""

_YEARS = range(2015, 2041)
# The school calendar beyond these years is the library's guess: let it guess less.
_SCHOOL_YEARS = range(2020, 2036)
_ZONE = "B"  # académie d'Aix-Marseille


def to_day(day: date) -> int:
    return (day - ORIGIN).days


def to_date(day: int) -> date:
    return ORIGIN + timedelta(days=day)


@lru_cache(maxsize=8)
def get_calendar(key: str) -> Calendar:
    """Return a calendar of tasks; built once, the school one takes a second."""
    if key == CalendrierDeTache.CONTINU:
        return make_every_day(key, origin=ORIGIN)
    if key == CalendrierDeTache.ECOLE:
        return make_school_premises(key, _SCHOOL_YEARS, origin=ORIGIN, zone=_ZONE)
    return make_working_days(CalendrierDeTache.OUVRE, _YEARS, origin=ORIGIN)


def get_calendars(keys: set[str]) -> tuple[Calendar, ...]:
    """Return those a plan needs; the working days are always there."""
    return tuple(get_calendar(k) for k in sorted(keys | {CalendrierDeTache.OUVRE}))
