"""Write a project in our JSON, `docs/development/engine-json.md`; empty fields left out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from possibles.engine.calendars.calendar import Calendar
from possibles.engine.formats.mspdi_calendars import list_ranges
from possibles.engine.formats.project_json import FORMAT, VERSION
from possibles.engine.scheduling.model import (
    Baseline,
    LagUnit,
    Link,
    LinkType,
    Progress,
    Project,
    Task,
)


def dump_project(project: Project) -> dict[str, Any]:
    """Return the document of a project, empty fields left out."""
    day = _Writer(project.origin).day
    document = {
        "format": FORMAT,
        "version": VERSION,
        "name": project.name,
        "origin": str(project.origin),
        "start": day(project.start) if project.start else None,
        "finish": day(project.finish),
        "status_date": day(project.status_date),
        "calendar": project.calendar,
    }
    writer = _Writer(project.origin)
    return {
        **_filled(document),
        "calendars": [writer.calendar(c) for c in project.calendars],
        "tasks": [writer.task(task) for task in project.tasks],
        "links": [writer.link(link) for link in project.links],
        "baselines": [writer.baseline(b) for b in project.baselines],
    }


@dataclass(frozen=True, slots=True)
class _Writer:
    origin: date

    def day(self, number: int | None) -> str | None:
        return None if number is None else str(self.origin + timedelta(days=number))

    def days(self, numbers: frozenset[int]) -> list[Any]:
        return [
            str(first) if first == last else [str(first), str(last)]
            for first, last in list_ranges(numbers, self.origin)
        ]

    def calendar(self, calendar: Calendar) -> dict[str, Any]:
        return {
            "key": calendar.key,
            "week": "".join("1" if mark else "0" for mark in calendar.week),
            **_filled(
                {
                    "off": self.days(calendar.off),
                    "on": self.days(calendar.on),
                    "period": calendar.period,
                }
            ),
        }

    def task(self, task: Task) -> dict[str, Any]:
        values = {
            "name": task.name,
            "duration": task.duration,
            "kind": None if task.duration else task.kind.name.lower(),
            "parent": task.parent,
            "calendar": task.calendar,
            "constraints": [
                _filled({"type": c.type.value, "date": self.day(c.day)})
                for c in task.constraints
            ],
            "deadline": self.day(task.deadline),
            "progress": self.progress(task.progress),
            "cost": task.cost,
            "owner": task.owner,
            "resources": list(task.resources),
        }
        return {"key": task.key, **_filled(values)}

    def progress(self, progress: Progress | None) -> dict[str, Any] | None:
        if progress is None:
            return None
        row = {
            "actual_start": self.day(progress.actual_start),
            "actual_finish": self.day(progress.actual_finish),
            "percent": progress.percent or None,
        }
        filled = _filled(row)
        if progress.remaining is not None:
            filled["remaining"] = progress.remaining
        return filled

    def link(self, link: Link) -> dict[str, Any]:
        calendar = link.unit is LagUnit.CALENDAR
        values = {
            "type": None if link.type is LinkType.FS else link.type.name,
            "lag": link.lag,
            "unit": "calendar" if calendar else None,
        }
        return {"from": link.predecessor, "to": link.successor, **_filled(values)}

    def baseline(self, baseline: Baseline) -> dict[str, Any]:
        entries = {
            key: {
                "start": self.day(entry.start),
                "finish": self.day(entry.finish),
                "duration": entry.duration,
                **_filled({"cost": entry.cost}),
            }
            for key, entry in baseline.entries.items()
        }
        return {"key": baseline.key, "entries": entries}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v not in (None, "", 0, [], {})}
