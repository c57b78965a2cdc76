"""Calendars of MS Project XML: weeks, exceptions, inheritance."""

from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from possibles.engine.calendars.calendar import (
    EVERY_DAY,
    MONDAY_TO_FRIDAY,
    NEVER,
    Calendar,
)
from possibles.engine.errors import InvalidInput
from possibles.engine.formats.limits import FURTHEST_DAY
from possibles.engine.formats.mspdi_document import Notice, NoticeKind
from possibles.engine.formats.mspdi_values import read_moment

_LONGEST_EXCEPTION = 366 * 40
_DAILY, _YEARLY_BY_DATE = 1, 2
Week = tuple[bool, ...]


def read_calendars(
    root: Element, origin: date, notices: list[Notice]
) -> tuple[dict[str, str], tuple[Calendar, ...]]:
    """Return the calendar keys by UID, and the calendars.

    A calendar's key is its name, with its UID when two share it.

    Raises
    ------
    InvalidInput
        When calendars inherit from each other in a loop.
    """
    elements = {e.findtext("UID", ""): e for e in root.iterfind("Calendars/Calendar")}
    names = [e.findtext("Name") or uid for uid, e in elements.items()]
    keys = {
        uid: name if names.count(name) == 1 else f"{name} ({uid})"
        for uid, name in zip(elements, names, strict=True)
    }
    made = []
    for uid in elements:
        week, off, on = _resolve(uid, elements, origin, notices, ())
        if not any(week):
            if on:
                made.append(_sessions(keys[uid], origin, on))
                continue
            notices.append(Notice(NoticeKind.EMPTY_CALENDAR, keys[uid]))
            week = EVERY_DAY
        made.append(Calendar(keys[uid], origin, week, frozenset(off), frozenset(on)))
    return keys, tuple(made)


def _sessions(key: str, origin: date, on: set[int]) -> Calendar:
    days = sorted(on)
    gaps = len(days) - 1
    period = max(1, round((days[-1] - days[0]) / gaps)) if gaps else 61
    return Calendar(key, origin, NEVER, on=frozenset(on), period=period)


def _resolve(
    uid: str,
    elements: dict[str, Element],
    origin: date,
    notices: list[Notice],
    below: tuple[str, ...],
) -> tuple[Week, set[int], set[int]]:
    """Return the week, days off and days on of a calendar over its base."""
    if uid in below:
        raise InvalidInput("Calendars inherit in a loop.", keys=below)
    element = elements[uid]
    base = element.findtext("BaseCalendarUID", "-1")
    if base in elements and base != uid and element.findtext("IsBaseCalendar") != "1":
        week, off, on = _resolve(base, elements, origin, notices, (*below, uid))
    else:
        week, off, on = MONDAY_TO_FRIDAY, set(), set()
    days = list(week)
    for day in element.iterfind("WeekDays/WeekDay"):
        kind = _number(day, "DayType")
        if 1 <= kind <= 7:
            days[(kind - 2) % 7] = day.findtext("DayWorking") == "1"
    for working, dates in _exceptions(element, origin, notices):
        (on if working else off).update(dates)
        (off if working else on).difference_update(dates)
    return tuple(days), set(off), set(on)


def _exceptions(
    element: Element, origin: date, notices: list[Notice]
) -> Iterator[tuple[bool, set[int]]]:
    """Yield (working, days) of each exception, old and new style."""
    old = [
        d for d in element.iterfind("WeekDays/WeekDay") if d.findtext("DayType") == "0"
    ]
    for item in (*old, *element.iterfind("Exceptions/Exception")):
        start, end = (
            item.findtext("TimePeriod/FromDate"),
            item.findtext("TimePeriod/ToDate"),
        )
        if not start or not end:
            continue
        first = read_moment(start).date()
        last = read_moment(end).date()
        kind = _number(item, "Type", _DAILY)
        name = item.findtext("Name") or element.findtext("Name") or ""
        far = abs((first - origin).days) > FURTHEST_DAY
        if far or not 0 <= (last - first).days <= _LONGEST_EXCEPTION:
            notices.append(Notice(NoticeKind.STRANGE_EXCEPTION, name))
            continue
        working = item.findtext("DayWorking") == "1"
        if kind == _YEARLY_BY_DATE:
            yield working, _yearly(item, first, last, origin)
            continue
        if kind != _DAILY:
            notices.append(Notice(NoticeKind.RECURRENCE_IGNORED, name))
            continue
        count = (last - first).days + 1
        yield working, {(first - origin).days + i for i in range(count)}


def _yearly(item: Element, first: date, last: date, origin: date) -> set[int]:
    month, day = _number(item, "Month") + 1, _number(item, "MonthDay", 1)
    found = set()
    for year in range(first.year, last.year + 1):
        try:
            moment = date(year, month, day)
        except ValueError:
            continue
        if first <= moment <= last:
            found.add((moment - origin).days)
    return found


def _number(element: Element, name: str, default: int = 0) -> int:
    text = element.findtext(name)
    try:
        return default if text is None else int(text)
    except ValueError:
        value = str(text)[:40]
        raise InvalidInput(f"Not a number in {name}: {value!r}.") from None


def list_ranges(days: frozenset[int], origin: date) -> list[tuple[date, date]]:
    """Return days as inclusive ranges of dates, sorted."""
    ranges: list[tuple[date, date]] = []
    for day in sorted(days):
        moment = origin + timedelta(days=day)
        if ranges and moment - ranges[-1][1] == timedelta(days=1):
            ranges[-1] = ranges[-1][0], moment
        else:
            ranges.append((moment, moment))
    return ranges
