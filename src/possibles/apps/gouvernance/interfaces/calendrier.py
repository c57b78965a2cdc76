"""Sittings and actions as iCalendar, for any calendar program."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from possibles.apps.gouvernance.enums import SeanceState
from possibles.apps.gouvernance.models import Action, Seance

PARIS = "Europe/Paris"


def write_calendar(
    seances: Iterable[Seance],
    *,
    site: str,
    name: str = "Séances",
    actions: Iterable[Action] = (),
    method: str = "PUBLISH",
    attendee: str = "",
) -> bytes:
    """Return a calendar.

    `seances` come with their instance and points. `method` is `REQUEST` in a convocation,
    `CANCEL` when it is called off; `attendee` is then who receives it.
    """
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Possibles//Gouvernance//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", name)
    for seance in seances:
        calendar.add_component(_event(seance, site, attendee))
    for action in actions:
        if action.due is not None:
            calendar.add_component(_due(action, action.due, site))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(seance: Seance, site: str, attendee: str) -> Any:
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"seance-{seance.pk}@possibles")
    event.add("sequence", seance.version)
    event.add("dtstamp", _stamp(seance))
    event.add("summary", str(seance.instance))
    start, end = seance.starts_at, seance.ends_at
    if start is None or end is None:
        event.add("dtstart", seance.date)
        event.add("dtend", seance.date + timedelta(days=1))
    else:
        event.add("dtstart", _paris(start))
        event.add("dtend", _paris(end))
    if seance.place:
        event.add("location", seance.place)
    points = [f"{n}. {p.title}" for n, p in enumerate(seance.points.all(), 1)]
    if points:
        event.add("description", "\n".join(["Ordre du jour", *points]))
    event.add("url", site + reverse("seance-detail", args=[seance.pk]))
    cancelled = seance.state == SeanceState.ANNULEE
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if attendee:
        event.add("attendee", f"mailto:{attendee}", parameters={"RSVP": "TRUE"})
    return event


def _due(action: Action, due: date, site: str) -> Any:
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"action-{action.pk}@possibles")
    event.add("sequence", action.version)
    event.add("dtstamp", datetime.combine(due, datetime.min.time()))
    event.add("summary", f"À rendre : {action.title}")
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("url", site + reverse("action-detail", args=[action.pk]))
    return event


def _paris(moment: datetime) -> datetime:
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(PARIS))


def _stamp(seance: Seance) -> datetime:
    """Return a moment that only moves with the sitting: the same file twice is the same."""
    return datetime.combine(seance.date, datetime.min.time()) + timedelta(
        seconds=seance.version
    )
