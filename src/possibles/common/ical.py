"""Days as an iCalendar file, for any calendar program."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Day:
    """One whole day to note: `uid` stays the same as it moves, `version` grows then."""

    uid: str
    version: int
    day: date
    summary: str
    description: str = ""
    url: str = ""
    is_done: bool = False


def write_days(days: Iterable[Day], *, name: str) -> bytes:
    """Return a calendar of whole days; the same days give the same file."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Possibles//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for one in days:
        event = icalendar.Event()
        event.add("uid", one.uid)
        event.add("sequence", one.version)
        event.add("dtstamp", datetime.combine(one.day, datetime.min.time()))
        event.add("summary", f"✓ {one.summary}" if one.is_done else one.summary)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        if one.description:
            event.add("description", one.description)
        if one.url:
            event.add("url", one.url)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
