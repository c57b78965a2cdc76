"""Read MS Project XML (MSPDI): tasks, links, calendars, constraints, baselines, actuals.

Source: the public schema `http://schemas.microsoft.com/project` (mspdi_pj12.xsd).
A task's key is its UID. Dates are whole days from the project's start date.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

from possibles.engine.calendars.calendar import Calendar, make_every_day
from possibles.engine.errors import InvalidInput
from possibles.engine.formats.guarded import LARGEST_XML, parse_xml, read_bytes
from possibles.engine.formats.limits import read_cents
from possibles.engine.formats.mspdi_document import (
    Assignment,
    MspdiDocument,
    Recorded,
    Resource,
)
from possibles.engine.formats.mspdi_links import read_links
from possibles.engine.formats.mspdi_reading import Reading, is_elapsed, read_uid
from possibles.engine.formats.mspdi_tasks import ELAPSED, read_task
from possibles.engine.formats.mspdi_values import (
    last_day,
    read_minutes,
    read_moment,
    round_up_days,
)
from possibles.engine.scheduling.model import Baseline, BaselineEntry, Project, Task

NOBODY = "-65535"


def read_mspdi(path: Path, *, largest: int = LARGEST_XML) -> MspdiDocument:
    """Read a file.

    Raises
    ------
    InvalidInput
        When the file is too large, hostile, or not a project.
    """
    return parse_mspdi(read_bytes(path, largest=largest))


def parse_mspdi(content: bytes) -> MspdiDocument:
    """Read the bytes of a file; see `read_mspdi`."""
    root = parse_xml(content)
    if root.tag != "Project":
        raise InvalidInput("This XML is not an MS Project file.", keys=[root.tag[:40]])
    return _read_document(Reading(root))


def _read_document(reading: Reading) -> MspdiDocument:
    assignments = tuple(_read_assignments(reading))
    resources = tuple(
        Resource(uid, e.findtext("Name") or "")
        for e in reading.root.iterfind("Resources/Resource")
        if (uid := e.findtext("UID")) is not None
    )
    names = {r.key: r.name for r in resources}
    carried: dict[str, list[str]] = {}
    for item in assignments:
        if item.resource is not None and item.resource in names:
            carried.setdefault(item.task, []).append(names[item.resource])
    _add_elapsed(reading)
    project = _read_project(reading, carried)
    return MspdiDocument(
        project=project,
        resources=resources,
        assignments=assignments,
        recorded=dict(_read_recorded(reading)),
        notices=tuple(reading.notices),
        save_version=reading.text("SaveVersion") or "",
        codes={
            read_uid(e): code for e in reading.elements if (code := e.findtext("WBS"))
        },
    )


def _add_elapsed(reading: Reading) -> None:
    """Add the calendar of durations in elapsed days, when a task uses it."""
    used = any(map(is_elapsed, reading.elements))
    if used and all(calendar.key != ELAPSED for calendar in reading.calendars):
        reading.calendars += (make_every_day(ELAPSED, origin=reading.origin),)


def _read_project(reading: Reading, carried: dict[str, list[str]]) -> Project:
    links = tuple(read_links(reading))
    held = {link.successor for link in links}
    tasks = tuple(read_task(reading, e, carried, held) for e in reading.elements)
    default = reading.keys.get(reading.text("CalendarUID") or "")
    return Project(
        origin=reading.origin,
        tasks=tasks,
        links=links,
        calendars=reading.calendars,
        calendar=default,
        status_date=_read_status_date(reading, tasks),
        baselines=tuple(_read_baselines(reading)),
        name=reading.text("Name") or "",
    )


def _read_status_date(reading: Reading, tasks: tuple[Task, ...]) -> int | None:
    """Return the morning after the status date, or after the last actual."""
    text = reading.text("StatusDate")
    if text:
        return last_day(read_moment(text), reading.origin, reading.clock) + 1
    known = [
        max(p.actual_start, p.actual_finish or p.actual_start)
        for t in tasks
        if (p := t.progress) is not None
    ]
    return max(known) + 1 if known else None


def _read_assignments(reading: Reading) -> Iterator[Assignment]:
    for item in reading.root.iterfind("Assignments/Assignment"):
        resource = item.findtext("ResourceUID")
        yield Assignment(
            item.findtext("TaskUID") or "",
            None if resource in {None, NOBODY} else resource,
        )


def _read_recorded(reading: Reading) -> Iterator[tuple[str, Recorded]]:
    calendars = {calendar.key: calendar for calendar in reading.calendars}
    for element in reading.elements:
        start = reading.start_of(element, "Start")
        finish = reading.finish_of(element, "Finish")
        if start is not None and finish is not None:
            finish = max(start, _last_worked(reading, calendars, element, finish))
            critical = element.findtext("Critical") == "1"
            yield read_uid(element), Recorded(start, finish, critical)


def _last_worked(
    reading: Reading, calendars: Mapping[str, Calendar], element: Element, day: int
) -> int:
    """« Monday at opening time » is the evening of the last day worked."""
    uid = element.findtext("CalendarUID") or "-1"
    key = reading.keys.get(uid) or reading.keys.get(reading.text("CalendarUID") or "")
    return calendars[key].previous_working(day) if key else day


def _read_baselines(reading: Reading) -> Iterator[Baseline]:
    entries: dict[str, dict[str, BaselineEntry]] = {}
    for element in reading.elements:
        for item in element.iterfind("Baseline"):
            start = reading.start_of(item, "Start")
            finish = reading.finish_of(item, "Finish")
            if start is None or finish is None:
                continue
            minutes = read_minutes(item.findtext("Duration") or "PT0H0M0S")
            days, _ = round_up_days(minutes, reading.clock.minutes_per_day)
            cost = read_cents(item.findtext("Cost"), read_uid(element))
            number = item.findtext("Number") or "0"
            entries.setdefault(number, {})[read_uid(element)] = BaselineEntry(
                start, finish, days, cost
            )
    for number in sorted(entries, key=lambda text: (len(text), text)):
        yield Baseline(number, entries[number])
