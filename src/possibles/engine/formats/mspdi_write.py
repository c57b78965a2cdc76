"""Write MS Project XML (MSPDI) from a schedule.

Days become 08:00–12:00 and 13:00–17:00, 480 minutes. UIDs are the task keys when
all of them are numbers, otherwise positions; the key is then kept in `WBS`.
"""

from datetime import timedelta
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from possibles.engine.calendars.calendar import Calendar
from possibles.engine.formats.mspdi_calendars import list_ranges
from possibles.engine.formats.mspdi_tasks import CONSTRAINTS, ELAPSED
from possibles.engine.scheduling.model import LagUnit, Link, Project, Task, TaskKind
from possibles.engine.scheduling.schedule import Schedule, TaskDates

_NAMESPACE = "http://schemas.microsoft.com/project"
_MINUTES = 480
_HOURS = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
_CODES = {type_: code for code, type_ in CONSTRAINTS.items()}
_DAYS, _ELAPSED_DAYS = 7, 8


def write_mspdi(schedule: Schedule) -> bytes:
    """Return the UTF-8 bytes of the file: same schedule, same bytes."""
    project = schedule.project
    writing = _Writing(schedule)
    root = Element("Project", xmlns=_NAMESPACE)
    _texts(
        root,
        SaveVersion=14,
        Name=project.name,
        ScheduleFromStart=1,
        StartDate=writing.morning(project.start),
        FinishDate=writing.evening(schedule.finish),
        CalendarUID=writing.calendar_uids.get(project.calendar or "", -1),
        DefaultStartTime="08:00:00",
        DefaultFinishTime="17:00:00",
        MinutesPerDay=_MINUTES,
        MinutesPerWeek=5 * _MINUTES,
        DaysPerMonth=20,
    )
    if project.status_date is not None:
        _texts(root, StatusDate=writing.evening(project.status_date - 1))
    calendars = SubElement(root, "Calendars")
    for calendar in project.calendars:
        writing.add_calendar(calendars, calendar)
    tasks = SubElement(root, "Tasks")
    for row, task in enumerate(writing.outline()):
        writing.add_task(tasks, task, row)
    writing.add_resources(root)
    indent(root)
    xml: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return xml


class _Writing:
    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.project: Project = schedule.project
        keys = [task.key for task in self.project.tasks]
        self.numbers = all(
            k.isascii() and k.isdigit() and str(int(k)) == k for k in keys
        )
        self.uids = {k: int(k) if self.numbers else i + 1 for i, k in enumerate(keys)}
        self.calendar_uids = {
            c.key: i + 1 for i, c in enumerate(self.project.calendars)
        }
        self.into: dict[str, list[Link]] = {}
        for link in self.project.links:
            self.into.setdefault(link.successor, []).append(link)
        names = sorted({n for t in self.project.tasks for n in t.resources})
        self.resources = {name: i + 1 for i, name in enumerate(names)}
        self.levels: dict[str, int] = {}

    def morning(self, day: int) -> str:
        return f"{self.project.origin + timedelta(days=day)}T08:00:00"

    def evening(self, day: int) -> str:
        return f"{self.project.origin + timedelta(days=day)}T17:00:00"

    def outline(self) -> list[Task]:
        """Return the tasks, each summary followed by what it contains."""
        children: dict[str | None, list[Task]] = {}
        for task in self.project.tasks:
            children.setdefault(task.parent, []).append(task)
        root = 0 if self.uids and min(self.uids.values()) == 0 else 1
        rows: list[Task] = []
        stack = [(task, root) for task in reversed(children.get(None, []))]
        while stack:
            task, level = stack.pop()
            rows.append(task)
            self.levels[task.key] = level
            inside = children.get(task.key, []) if task.is_summary else []
            stack += [(child, level + 1) for child in reversed(inside)]
        return rows

    def add_calendar(self, parent: Element, calendar: Calendar) -> None:
        element = SubElement(parent, "Calendar")
        uid = self.calendar_uids[calendar.key]
        _texts(
            element, UID=uid, Name=calendar.key, IsBaseCalendar=1, BaseCalendarUID=-1
        )
        days = SubElement(element, "WeekDays")
        for weekday, working in enumerate(calendar.week):
            day = SubElement(days, "WeekDay")
            _texts(day, DayType=(weekday + 1) % 7 + 1, DayWorking=int(working))
            if working:
                _add_hours(day)
        exceptions = SubElement(element, "Exceptions")
        for marked, working in ((calendar.off, False), (calendar.on, True)):
            for first, last in list_ranges(marked, calendar.origin):
                item = SubElement(exceptions, "Exception")
                _texts(item, EnteredByOccurrences=0)
                period = SubElement(item, "TimePeriod")
                _texts(period, FromDate=f"{first}T00:00:00", ToDate=f"{last}T23:59:00")
                _texts(item, Type=1, DayWorking=int(working))
                if working:
                    _add_hours(item)

    def add_task(self, parent: Element, task: Task, row: int) -> None:
        dates = self.schedule[task.key]
        element = SubElement(parent, "Task")
        uid = self.uids[task.key]
        _texts(
            element,
            UID=uid,
            ID=row if 0 in self.uids.values() else row + 1,
            Name=task.name if self.numbers else task.name or task.key,
            Active=1,
            Manual=0,
            Type=0,
            IsNull=0,
            WBS=task.key,
            OutlineLevel=self.levels[task.key],
            Start=self._start(task, dates.start),
            Finish=self._finish(task, dates.finish),
            Duration=self._duration(task, dates),
            DurationFormat=_ELAPSED_DAYS if task.calendar == ELAPSED else _DAYS,
            Milestone=int(task.is_milestone),
            Summary=int(task.is_summary),
            Critical=int(dates.is_critical),
            LateStart=self._start(task, dates.late_start),
            LateFinish=self._finish(task, dates.late_finish),
        )
        if dates.total_float is not None and dates.free_float is not None:
            # Slacks are in tenths of minutes.
            _texts(
                element,
                FreeSlack=dates.free_float * _MINUTES * 10,
                TotalSlack=dates.total_float * _MINUTES * 10,
            )
        _texts(element, Cost=task.cost)
        self._add_constraint(element, task)
        self._add_progress(element, task)
        for link in self.into.get(task.key, []):
            self._add_link(element, link)
        self._add_baselines(element, task)

    def _start(self, task: Task, day: int) -> str:
        """Milestones are instants: a finish milestone starts in the evening."""
        return self.evening(day) if self._is_evening(task) else self.morning(day)

    def _finish(self, task: Task, day: int) -> str:
        morning = task.is_milestone and not self._is_evening(task)
        return self.morning(day) if morning else self.evening(day)

    def _is_evening(self, task: Task) -> bool:
        """Tell whether a milestone marks the end of its day: it has a predecessor."""
        if not task.is_milestone or task.kind is TaskKind.START_MILESTONE:
            return False
        return task.kind is TaskKind.FINISH_MILESTONE or bool(self.into.get(task.key))

    def _duration(self, task: Task, dates: TaskDates) -> str:
        days = task.duration
        if task.is_summary:
            calendar = self.project.calendar
            days = dates.finish - dates.start + 1
            if calendar is not None:
                worked = self.project.find_calendar(calendar)
                days = worked.count_working(dates.start, dates.finish + 1)
        return f"PT{days * (24 if task.calendar == ELAPSED else 8)}H0M0S"

    def _add_constraint(self, element: Element, task: Task) -> None:
        """MSPDI holds one constraint; the first is written."""
        if task.constraints:
            constraint = task.constraints[0]
            _texts(element, ConstraintType=_CODES[constraint.type])
            if constraint.day is not None:
                by_finish = "finish" in constraint.type.value
                moment = self.evening if by_finish else self.morning
                _texts(element, ConstraintDate=moment(constraint.day))
        else:
            _texts(element, ConstraintType=0)
        uid = self.calendar_uids.get(task.calendar or "", -1)
        _texts(element, CalendarUID=uid)
        if task.deadline is not None:
            _texts(element, Deadline=self.evening(task.deadline))

    def _add_progress(self, element: Element, task: Task) -> None:
        if task.is_summary:
            return
        hours = 24 if task.calendar == ELAPSED else 8
        progress = task.progress
        left = (
            task.duration if progress is None else progress.remaining_of(task.duration)
        )
        done = max(0, task.duration - left)
        if progress is not None:
            percent = 100 if progress.is_finished else progress.percent
            start = self.morning(progress.actual_start)
            _texts(element, PercentComplete=percent, ActualStart=start)
            if progress.actual_finish is not None:
                _texts(element, ActualFinish=self.evening(progress.actual_finish))
        _texts(
            element,
            ActualDuration=f"PT{done * hours}H0M0S",
            RemainingDuration=f"PT{left * hours}H0M0S",
        )

    def _add_link(self, element: Element, link: Link) -> None:
        item = SubElement(element, "PredecessorLink")
        elapsed = link.unit is LagUnit.CALENDAR
        minutes = 1440 if elapsed else _MINUTES
        _texts(
            item,
            PredecessorUID=self.uids[link.predecessor],
            Type=int(link.type),
            CrossProject=0,
            LinkLag=link.lag * minutes * 10,
            LagFormat=_ELAPSED_DAYS if elapsed else _DAYS,
        )

    def _add_baselines(self, element: Element, task: Task) -> None:
        for place, baseline in enumerate(self.project.baselines):
            entry = baseline.entries.get(task.key)
            if entry is None:
                continue
            item = SubElement(element, "Baseline")
            _texts(
                item,
                Number=baseline.key if baseline.key.isdigit() else place,
                Start=self.morning(entry.start),
                Finish=self.evening(entry.finish),
                Duration=f"PT{entry.duration * 8}H0M0S",
                Cost=entry.cost,
            )

    def add_resources(self, root: Element) -> None:
        resources = SubElement(root, "Resources")
        for name, uid in self.resources.items():
            _texts(SubElement(resources, "Resource"), UID=uid, ID=uid, Name=name)
        assignments = SubElement(root, "Assignments")
        uid = 0
        for task in self.project.tasks:
            for name in task.resources:
                uid += 1
                _texts(
                    SubElement(assignments, "Assignment"),
                    UID=uid,
                    TaskUID=self.uids[task.key],
                    ResourceUID=self.resources[name],
                )


def _add_hours(parent: Element) -> None:
    times = SubElement(parent, "WorkingTimes")
    for opens, closes in _HOURS:
        _texts(SubElement(times, "WorkingTime"), FromTime=opens, ToTime=closes)


def _texts(parent: Element, **values: object) -> None:
    for name, value in values.items():
        SubElement(parent, name).text = _clean(str(value))


def _clean(text: str) -> str:
    """Drop the characters XML 1.0 cannot hold."""
    return "".join(filter(_is_allowed, text))


def _is_allowed(c: str) -> bool:
    if c < " ":
        return c in "\t\n\r"
    return not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"
