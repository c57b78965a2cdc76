"""French public and school holidays, from the library `holidays` (imported lazily).

The library knows the published school calendar only; years beyond it yield nothing,
and `school_holidays` says how far it reaches rather than inventing dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from possibles.engine.calendars.bans import Span, only_within, with_days
from possibles.engine.calendars.calendar import Calendar
from possibles.engine.errors import InvalidInput

SCHOOL_ZONES = ("A", "B", "C")
# Académie d'Aix-Marseille: zone B.


def public_holidays(
    years: Iterable[int], *, subdivision: str | None = None
) -> tuple[date, ...]:
    """Return the public holidays, sorted.

    Parameters
    ----------
    years
        Civil years.
    subdivision
        Code of the library for territories with more days (`"57"` and `"6AE"` for
        Moselle and Alsace, `"974"` for La Réunion).
    """
    import holidays

    return tuple(
        sorted(holidays.country_holidays("FR", years=sorted(years), subdiv=subdivision))
    )


@dataclass(frozen=True, slots=True)
class SchoolHolidays:
    """Spans of days without school, and the years for which some are published."""

    zone: str
    spans: tuple[Span, ...]
    known_years: tuple[int, ...]


def school_holidays(years: Iterable[int], *, zone: str) -> SchoolHolidays:
    """Return the school holidays of a zone.

    Raises
    ------
    InvalidInput
        When the zone is not A, B or C.
    """
    if zone not in SCHOOL_ZONES:
        raise InvalidInput("A school zone is A, B or C.", keys=[zone])
    import holidays

    days = sorted(
        holidays.country_holidays(
            "FR", years=sorted(years), subdiv=f"Zone {zone}", categories=("school",)
        )
    )
    return SchoolHolidays(zone, _join(days), tuple(sorted({d.year for d in days})))


def make_working_days(
    key: str, years: Iterable[int], *, origin: date, subdivision: str | None = None
) -> Calendar:
    """Return Monday to Friday less the public holidays of the given years."""
    base = Calendar(key, origin)
    return with_days(base, off=public_holidays(years, subdivision=subdivision))


def make_school_premises(
    key: str, years: Iterable[int], *, origin: date, zone: str
) -> Calendar:
    """Return the working days on which an occupied school can be worked in.

    Raises
    ------
    InvalidInput
        When no school holiday is published for these years.
    """
    wanted = sorted(years)
    base = make_working_days(key, wanted, origin=origin)
    return only_within(base, key, school_holidays(wanted, zone=zone).spans)


def _join(days: list[date]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for day in days:
        if spans and day - spans[-1].last == timedelta(days=1):
            spans[-1] = Span(spans[-1].first, day)
        else:
            spans.append(Span(day, day))
    return tuple(spans)
