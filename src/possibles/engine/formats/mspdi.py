"""Read MS Project XML (MSPDI): tasks, links, calendars, constraints, baselines, actuals.

Source: the public schema `http://schemas.microsoft.com/project` (mspdi_pj12.xsd).
A task's key is its UID. Dates are whole days from the project's start date.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import Element

from possibles.engine.calendars.calendar import Calendar, make_every_day
from possibles.engine.errors import InvalidInput
from possibles.engine.formats.guarded import LARGEST_XML, parse_xml, read_bytes
from possibles.engine.formats.limits import check_length, check_origin, read_cents
from possibles.engine.formats.mspdi_calendars import read_calendars
from possibles.engine.formats.mspdi_document import (
    Assignment,
    MspdiDocument,
    Notice,
    NoticeKind,
    Recorded,
    Resource,
)
from possibles.engine.formats.mspdi_values import (
    ELAPSED_FORMATS,
    MINUTES_OF_A_DAY,
    PERCENT_FORMATS,
    Clock,
    first_day,
    last_day,
    read_minutes,
    read_moment,
    round_lag_days,
    round_up_days,
)
from possibles.engine.scheduling.model import (
    Baseline,
    BaselineEntry,
    Constraint,
    ConstraintType,
    LagUnit,
    Link,
    LinkType,
    Progress,
    Project,
    Task,
    TaskKind,
)

ELAPSED = "elapsed"
NOBODY = "-65535"
CONSTRAINTS = {
    1: ConstraintType.AS_LATE_AS_POSSIBLE,
    2: ConstraintType.MUST_START,
    3: ConstraintType.MUST_FINISH,
    4: ConstraintType.START_NO_EARLIER,
    5: ConstraintType.START_NO_LATER,
    6: ConstraintType.FINISH_NO_EARLIER,
    7: ConstraintType.FINISH_NO_LATER,
}


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
    return _Reading(root).document()


@dataclass(slots=True)
class _Reading:
    """One file being read: shared values, then notices as they come."""

    root: Element
    origin: date = field(init=False)
    clock: Clock = field(init=False)
    notices: list[Notice] = field(default_factory=list)
    keys: dict[str, str] = field(init=False)
    calendars: tuple[Calendar, ...] = field(init=False)
    elements: list[Element] = field(init=False)
    parents: dict[str, str] = field(init=False)
    containers: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.origin = self._read_origin()
        opens = self.root.findtext("DefaultStartTime") or "08:00:00"
        try:
            clock = Clock(
                time.fromisoformat(opens), int(self._text("MinutesPerDay") or 480)
            )
        except ValueError:
            raise InvalidInput("The project's hours cannot be read.") from None
        if not 0 < clock.minutes_per_day <= MINUTES_OF_A_DAY:
            raise InvalidInput("A day has between 1 and 1440 minutes.")
        self.clock = clock
        self.keys, self.calendars = read_calendars(self.root, self.origin, self.notices)
        self.elements = list(self._list_tasks())
        self.parents = self._read_outline()
        self.containers = set(self.parents.values())

    def document(self) -> MspdiDocument:
        assignments = tuple(self._read_assignments())
        resources = tuple(
            Resource(uid, e.findtext("Name") or "")
            for e in self.root.iterfind("Resources/Resource")
            if (uid := e.findtext("UID")) is not None
        )
        names = {r.key: r.name for r in resources}
        carried: dict[str, list[str]] = {}
        for item in assignments:
            if item.resource is not None and item.resource in names:
                carried.setdefault(item.task, []).append(names[item.resource])
        self._add_elapsed()
        project = self._read_project(carried)
        return MspdiDocument(
            project=project,
            resources=resources,
            assignments=assignments,
            recorded=dict(self._read_recorded()),
            notices=tuple(self.notices),
            save_version=self._text("SaveVersion") or "",
        )

    def _add_elapsed(self) -> None:
        """Add the calendar of durations in elapsed days, when a task uses it."""
        used = any(
            _int(e, "DurationFormat", 7) in ELAPSED_FORMATS for e in self.elements
        )
        if used and all(calendar.key != ELAPSED for calendar in self.calendars):
            self.calendars += (make_every_day(ELAPSED, origin=self.origin),)

    def _text(self, name: str) -> str | None:
        return self.root.findtext(name)

    def _read_origin(self) -> date:
        text = self._text("StartDate")
        if text is None:
            starts = [e.text for e in self.root.iterfind("Tasks/Task/Start") if e.text]
            if not starts:
                raise InvalidInput("The project has no start date.", keys=["StartDate"])
            text = min(starts)
        return check_origin(read_moment(text, "StartDate").date())

    def _read_project(self, carried: dict[str, list[str]]) -> Project:
        links = tuple(self._read_links())
        held = {link.successor for link in links}
        tasks = tuple(self._read_task(e, carried, held) for e in self.elements)
        default = self.keys.get(self._text("CalendarUID") or "")
        return Project(
            origin=self.origin,
            tasks=tasks,
            links=links,
            calendars=self.calendars,
            calendar=default,
            status_date=self._read_status_date(tasks),
            baselines=tuple(self._read_baselines()),
            name=self._text("Name") or "",
        )

    def _list_tasks(self) -> Iterator[Element]:
        for element in self.root.iterfind("Tasks/Task"):
            key = element.findtext("UID")
            if key is None or element.findtext("IsNull") == "1":
                continue
            if element.findtext("Active") == "0":
                self.notices.append(Notice(NoticeKind.INACTIVE_TASK, key))
                continue
            yield element

    def _read_outline(self) -> dict[str, str]:
        """Return the parent of each task, from the outline levels."""
        above: list[tuple[int, str]] = []
        parents = {}
        for element in self.elements:
            key = _uid(element)
            level = _int(element, "OutlineLevel", 1)
            while above and above[-1][0] >= level:
                above.pop()
            if above:
                parents[key] = above[-1][1]
            above.append((level, key))
        return parents

    def _read_task(
        self, element: Element, carried: dict[str, list[str]], held: set[str]
    ) -> Task:
        key = _uid(element)
        is_summary = key in self.containers
        duration, calendar = self._read_duration(element, key)
        kind = TaskKind.TASK if duration else TaskKind.MILESTONE
        if is_summary:
            kind, duration = TaskKind.SUMMARY, 0
        return Task(
            key=key,
            duration=duration,
            kind=kind,
            parent=self.parents.get(key),
            calendar=calendar,
            constraints=self._read_constraints(element, key, held),
            deadline=self._finish_of(element, "Deadline"),
            progress=None if is_summary else self._read_progress(element),
            cost=read_cents(element.findtext("Cost"), key),
            name=element.findtext("Name") or "",
            resources=tuple(carried.get(key, ())),
        )

    def _read_duration(self, element: Element, key: str) -> tuple[int, str | None]:
        calendar = None
        uid = element.findtext("CalendarUID") or "-1"
        if uid in self.keys:
            calendar = self.keys[uid]
        elif uid != "-1":
            self.notices.append(Notice(NoticeKind.UNKNOWN_CALENDAR, key))
        minutes = read_minutes(element.findtext("Duration") or "PT0H0M0S", key)
        per_day = self.clock.minutes_per_day
        if _int(element, "DurationFormat", 7) in ELAPSED_FORMATS:
            per_day, calendar = MINUTES_OF_A_DAY, ELAPSED
        days, exact = round_up_days(max(minutes, Fraction(0)), per_day)
        if not exact and key not in self.containers:
            self.notices.append(Notice(NoticeKind.DURATION_ROUNDED, key))
        return check_length(days, key), calendar

    def _read_constraints(
        self, element: Element, key: str, held: set[str]
    ) -> tuple[Constraint, ...]:
        code = _int(element, "ConstraintType", 0)
        type_ = CONSTRAINTS.get(code)
        if type_ is ConstraintType.AS_LATE_AS_POSSIBLE:
            if key in self.containers:
                self.notices.append(Notice(NoticeKind.DATES_IGNORED, key))
                return ()
            return (Constraint(type_),)
        if type_ is not None:
            by_finish = "finish" in type_.value
            day = (self._finish_of if by_finish else self._start_of)(
                element, "ConstraintDate"
            )
            return () if day is None else (Constraint(type_, day),)
        if element.findtext("Manual") == "1" and key not in self.containers:
            return self._read_manual(element, key, held)
        return ()

    def _read_manual(
        self, element: Element, key: str, held: set[str]
    ) -> tuple[Constraint, ...]:
        """Keep a hand-placed task where it was put, unless links place it."""
        self.notices.append(Notice(NoticeKind.MANUAL_TASK, key))
        day = self._start_of(element, "ManualStart")
        if day is None or key in held or day <= 0:
            return ()
        return (Constraint(ConstraintType.START_NO_EARLIER, day),)

    def _read_progress(self, element: Element) -> Progress | None:
        start = self._start_of(element, "ActualStart")
        if start is None:
            return None
        finish = self._finish_of(element, "ActualFinish")
        percent = min(100, max(0, _int(element, "PercentComplete", 0)))
        if finish is not None:
            return Progress(start, max(start, finish), percent=100)
        text = element.findtext("RemainingDuration")
        remaining = None
        if text:
            per_day = self.clock.minutes_per_day
            if _int(element, "DurationFormat", 7) in ELAPSED_FORMATS:
                per_day = MINUTES_OF_A_DAY
            remaining = max(0, round_up_days(read_minutes(text), per_day)[0])
        return Progress(start, None, remaining, percent)

    def _read_status_date(self, tasks: tuple[Task, ...]) -> int | None:
        """Return the morning after the status date, or after the last actual."""
        text = self._text("StatusDate")
        if text:
            return last_day(read_moment(text), self.origin, self.clock) + 1
        known = [
            max(p.actual_start, p.actual_finish or p.actual_start)
            for t in tasks
            if (p := t.progress) is not None
        ]
        return max(known) + 1 if known else None

    def _read_links(self) -> Iterator[Link]:
        durations = {_uid(e): e for e in self.elements}
        leaves_above = self.containers
        for element in self.elements:
            successor = _uid(element)
            for item in element.iterfind("PredecessorLink"):
                predecessor = item.findtext("PredecessorUID") or ""
                foreign = item.findtext("CrossProject") == "1"
                if predecessor not in durations or foreign:
                    self.notices.append(
                        Notice(NoticeKind.UNKNOWN_PREDECESSOR, successor)
                    )
                    continue
                if predecessor == successor or (
                    leaves_above and self._contains(predecessor, successor)
                ):
                    self.notices.append(Notice(NoticeKind.LINK_REFUSED, successor))
                    continue
                yield self._read_link(item, durations[predecessor], successor)

    def _contains(self, one: str, other: str) -> bool:
        """Tell whether one of the two is inside the other."""
        for inner, outer in ((one, other), (other, one)):
            parent = self.parents.get(inner)
            while parent is not None:
                if parent == outer:
                    return True
                parent = self.parents.get(parent)
        return False

    def _read_link(self, item: Element, holder: Element, successor: str) -> Link:
        format_ = _int(item, "LagFormat", 7)
        tenths = _int(item, "LinkLag", 0)
        per_day, unit = self.clock.minutes_per_day, LagUnit.WORKING
        if format_ in PERCENT_FORMATS:
            minutes = read_minutes(holder.findtext("Duration") or "PT0H0M0S")
            tenths = round(minutes * 10 * tenths / 100)
        elif format_ in ELAPSED_FORMATS:
            per_day, unit = MINUTES_OF_A_DAY, LagUnit.CALENDAR
        lag, exact = round_lag_days(tenths, per_day)
        if not exact:
            self.notices.append(Notice(NoticeKind.LAG_ROUNDED, successor))
        code = _int(item, "Type", 1)
        if code not in set(LinkType):
            raise InvalidInput("The link type is unknown.", keys=[successor])
        return Link(
            _uid(holder), successor, LinkType(code), check_length(lag, successor), unit
        )

    def _read_baselines(self) -> Iterator[Baseline]:
        entries: dict[str, dict[str, BaselineEntry]] = {}
        for element in self.elements:
            for item in element.iterfind("Baseline"):
                start = self._start_of(item, "Start")
                finish = self._finish_of(item, "Finish")
                if start is None or finish is None:
                    continue
                minutes = read_minutes(item.findtext("Duration") or "PT0H0M0S")
                days, _ = round_up_days(minutes, self.clock.minutes_per_day)
                cost = read_cents(item.findtext("Cost"), _uid(element))
                number = item.findtext("Number") or "0"
                entries.setdefault(number, {})[_uid(element)] = BaselineEntry(
                    start, finish, days, cost
                )
        for number in sorted(entries, key=lambda text: (len(text), text)):
            yield Baseline(number, entries[number])

    def _read_assignments(self) -> Iterator[Assignment]:
        for item in self.root.iterfind("Assignments/Assignment"):
            resource = item.findtext("ResourceUID")
            yield Assignment(
                item.findtext("TaskUID") or "",
                None if resource in {None, NOBODY} else resource,
            )

    def _read_recorded(self) -> Iterator[tuple[str, Recorded]]:
        for element in self.elements:
            start = self._start_of(element, "Start")
            finish = self._finish_of(element, "Finish")
            if start is not None and finish is not None:
                finish = max(start, self._last_worked(element, finish))
                critical = element.findtext("Critical") == "1"
                yield _uid(element), Recorded(start, finish, critical)

    def _last_worked(self, element: Element, day: int) -> int:
        """« Monday at opening time » is the evening of the last day worked."""
        uid = element.findtext("CalendarUID") or "-1"
        key = self.keys.get(uid) or self.keys.get(self._text("CalendarUID") or "")
        by_key = {calendar.key: calendar for calendar in self.calendars}
        return by_key[key].previous_working(day) if key else day

    def _start_of(self, element: Element, name: str) -> int | None:
        text = element.findtext(name)
        return first_day(read_moment(text, name), self.origin) if text else None

    def _finish_of(self, element: Element, name: str) -> int | None:
        text = element.findtext(name)
        if not text:
            return None
        return last_day(read_moment(text, name), self.origin, self.clock)


def _uid(element: Element) -> str:
    return element.findtext("UID") or ""


def _int(element: Element, name: str, default: int) -> int:
    text = element.findtext(name)
    if text is None or not text.strip():
        return default
    try:
        return int(text)
    except ValueError:
        raise InvalidInput(
            f"Not a number in {name}: {text[:40]!r}.", keys=[_uid(element)]
        ) from None
