"""Take days off a calendar, or keep only some: works bans, school premises.

Bans and holidays end up as plain `off` days of a calendar, so that the passes know
one kind of calendar only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from possibles.engine.calendars.calendar import Calendar
from possibles.engine.calendars.days import to_day
from possibles.engine.errors import InvalidInput


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days from `first` to `last`, both included.

    Raises
    ------
    InvalidInput
        When `last` comes before `first`.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidInput("A span ends before it starts.")

    def days(self, *, origin: date) -> range:
        return range(
            to_day(self.first, origin=origin), to_day(self.last, origin=origin) + 1
        )


def yearly_spans(
    first: tuple[int, int], last: tuple[int, int], *, years: Iterable[int]
) -> tuple[Span, ...]:
    """Return the same (month, day) span in each year; it may run over New Year.

    The July–August closure of building sites is `yearly_spans((7, 14), (8, 31), …)`.
    """
    over = last < first
    return tuple(
        Span(date(year, *first), date(year + over, *last)) for year in sorted(years)
    )


def without(calendar: Calendar, key: str, spans: Iterable[Span]) -> Calendar:
    """Return the calendar less the days of the spans (a works ban)."""
    banned = _days(spans, calendar.origin)
    if calendar.period is not None:
        raise InvalidInput("Sessions are removed one by one.", keys=[calendar.key])
    return replace(
        calendar, key=key, off=calendar.off | banned, on=calendar.on - banned
    )


def only_within(calendar: Calendar, key: str, spans: Iterable[Span]) -> Calendar:
    """Return the calendar reduced to the days of the spans, where they are known.

    School premises usable only in holidays. Between the first and the last known
    span, days outside the spans are off; beyond, nothing is known and the calendar
    keeps its own days.

    Raises
    ------
    InvalidInput
        When no span is given.
    """
    kept = _days(spans, calendar.origin)
    if not kept:
        raise InvalidInput("No day would be left.", keys=[key])
    known = range(min(kept), max(kept) + 1)
    removed = frozenset(known) - kept
    return replace(
        calendar, key=key, off=calendar.off | removed, on=calendar.on - removed
    )


def with_days(
    calendar: Calendar, *, off: Iterable[date] = (), on: Iterable[date] = ()
) -> Calendar:
    """Return the calendar with single days taken off and put on."""
    origin = calendar.origin
    added = frozenset(to_day(d, origin=origin) for d in on)
    removed = frozenset(to_day(d, origin=origin) for d in off) - added
    return replace(
        calendar,
        off=(calendar.off | removed) - added,
        on=(calendar.on | added) - removed,
    )


def _days(spans: Iterable[Span], origin: date) -> frozenset[int]:
    return frozenset(day for span in spans for day in span.days(origin=origin))
