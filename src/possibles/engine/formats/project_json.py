"""Read a project in our JSON, `docs/development/engine-json.md`.

The writer is `project_json_write.py`, the schema `schema/project.schema.json`. Dates
are ISO dates, inclusive; unknown fields are refused, since a misspelt deadline is a
deadline lost.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from possibles.engine.calendars.calendar import MONDAY_TO_FRIDAY, NEVER, Calendar
from possibles.engine.errors import InvalidInput
from possibles.engine.formats.guarded import LARGEST_JSON, read_bytes
from possibles.engine.formats.limits import check_day, check_length, check_origin
from possibles.engine.formats.shapes import Fields, Shape
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

FORMAT = "possibles.project"
VERSION = 1
# Parts of the document that belong to other commands.
EXTENSIONS = frozenset({"risk", "leveling", "arbitration", "extensions"})
_DEFAULT_PERIOD = 61

_PROJECT = EXTENSIONS | {
    "format",
    "version",
    "name",
    "origin",
    "start",
    "finish",
    "status_date",
    "calendar",
    "calendars",
    "tasks",
    "links",
    "baselines",
}
_CALENDAR = frozenset({"key", "week", "off", "on", "period"})
_TASK = frozenset(
    {
        "key",
        "name",
        "duration",
        "kind",
        "parent",
        "calendar",
        "constraints",
        "deadline",
        "progress",
        "cost",
        "owner",
        "resources",
    }
)
_PROGRESS = frozenset({"actual_start", "actual_finish", "remaining", "percent"})
_LINK = frozenset({"from", "to", "type", "lag", "unit"})
_ENTRY = frozenset({"start", "finish", "duration", "cost"})


def read_project(path: Path, *, largest: int = LARGEST_JSON) -> Project:
    """Read a file.

    Raises
    ------
    InvalidInput
        When the file is too large, is not JSON, or does not follow the format; the
        keys are the places of what is wrong.
    """
    return parse_project(read_bytes(path, largest=largest))


def parse_project(content: bytes | str) -> Project:
    """Read the text of a document; see `read_project`."""
    return build_project(load_json(content))


def load_json(content: bytes | str) -> Any:
    """Return the JSON values of a text.

    Raises
    ------
    InvalidInput
        When it is not JSON, repeats a field, or nests too deep.
    """
    try:
        return json.loads(
            content, object_pairs_hook=_refuse_doubles, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"This is not JSON: {str(error)[:120]}.") from None


def build_project(document: Any) -> Project:
    """Return the project of a JSON document already loaded; see `read_project`."""
    needed = frozenset({"format", "version", "origin", "tasks"})
    fields = Shape(document).fields(known=_PROJECT, needed=needed)
    if fields["format"].text() != FORMAT or fields["version"].integer() != VERSION:
        raise InvalidInput(
            f"Only {FORMAT} version {VERSION} is read.", keys=["format", "version"]
        )
    origin = check_origin(fields["origin"].date())
    return _Reader(origin).project(fields)


@dataclass(frozen=True, slots=True)
class _Reader:
    origin: date

    def project(self, fields: Fields) -> Project:
        return Project(
            origin=self.origin,
            tasks=tuple(map(self.task, fields["tasks"].items())),
            links=tuple(map(self.link, _list(fields, "links"))),
            calendars=tuple(map(self.calendar, _list(fields, "calendars"))),
            calendar=fields.key("calendar"),
            start=self.optional_day(fields, "start") or 0,
            finish=self.optional_day(fields, "finish"),
            status_date=self.optional_day(fields, "status_date"),
            baselines=tuple(map(self.baseline, _list(fields, "baselines"))),
            name=fields.text("name"),
        )

    def day(self, shape: Shape) -> int:
        return check_day((shape.date() - self.origin).days, shape.place)

    def optional_day(self, fields: Fields, name: str) -> int | None:
        return self.day(fields[name]) if name in fields else None

    def days(self, fields: Fields, name: str) -> Iterator[int]:
        """Read a list of dates and of [first, last] pairs."""
        for item in _list(fields, name):
            if isinstance(item.value, list):
                ends = [self.day(end) for end in item.items()]
                if len(ends) != 2 or ends[1] < ends[0]:
                    raise item.fail("a pair of dates in order")
                yield from range(ends[0], ends[1] + 1)
            else:
                yield self.day(item)

    def calendar(self, shape: Shape) -> Calendar:
        fields = shape.fields(known=_CALENDAR, needed=frozenset({"key"}))
        on = frozenset(self.days(fields, "on"))
        week = self.week(fields)
        period = None
        if not any(week):
            period = max(1, fields.integer("period", _DEFAULT_PERIOD))
        elif "period" in fields:
            raise fields["period"].fail("allowed with a working week")
        return Calendar(
            key=fields["key"].text(),
            origin=self.origin,
            week=week,
            off=frozenset(self.days(fields, "off")),
            on=on,
            period=period,
        )

    def week(self, fields: Fields) -> tuple[bool, ...]:
        if "week" not in fields:
            return NEVER if "on" in fields and "off" not in fields else MONDAY_TO_FRIDAY
        text = fields["week"].text()
        if len(text) != 7 or set(text) - {"0", "1"}:
            raise fields["week"].fail("seven 0 or 1, Monday first")
        return tuple(mark == "1" for mark in text)

    def task(self, shape: Shape) -> Task:
        fields = shape.fields(known=_TASK, needed=frozenset({"key"}))
        duration = check_length(fields.integer("duration"), shape.place)
        kind = fields["kind"].choice(TaskKind) if "kind" in fields else None
        if kind is None:
            kind = TaskKind.TASK if duration else TaskKind.MILESTONE
        progress = self.progress(fields["progress"]) if "progress" in fields else None
        return Task(
            key=fields["key"].text(),
            duration=duration,
            kind=kind,
            parent=fields.key("parent"),
            calendar=fields.key("calendar"),
            constraints=tuple(map(self.constraint, _list(fields, "constraints"))),
            deadline=self.optional_day(fields, "deadline"),
            progress=progress,
            cost=fields.integer("cost"),
            owner=fields.text("owner"),
            name=fields.text("name"),
            resources=fields.texts("resources"),
        )

    def constraint(self, shape: Shape) -> Constraint:
        fields = shape.fields(
            known=frozenset({"type", "date"}), needed=frozenset({"type"})
        )
        type_ = fields["type"].choice(ConstraintType)
        return Constraint(type_, self.optional_day(fields, "date"))

    def progress(self, shape: Shape) -> Progress:
        needed = frozenset({"actual_start"})
        fields = shape.fields(known=_PROGRESS, needed=needed)
        return Progress(
            actual_start=self.day(fields["actual_start"]),
            actual_finish=self.optional_day(fields, "actual_finish"),
            remaining=(
                check_length(fields.integer("remaining"), shape.place)
                if "remaining" in fields
                else None
            ),
            percent=fields.integer("percent"),
        )

    def link(self, shape: Shape) -> Link:
        fields = shape.fields(known=_LINK, needed=frozenset({"from", "to"}))
        return Link(
            fields["from"].text(),
            fields["to"].text(),
            fields["type"].choice(LinkType) if "type" in fields else LinkType.FS,
            check_length(fields.integer("lag"), shape.place),
            fields["unit"].choice(LagUnit) if "unit" in fields else LagUnit.WORKING,
        )

    def baseline(self, shape: Shape) -> Baseline:
        both = frozenset({"key", "entries"})
        fields = shape.fields(known=both, needed=both)
        entries = {key: self.entry(item) for key, item in fields["entries"].pairs()}
        return Baseline(fields["key"].text(), entries)

    def entry(self, shape: Shape) -> BaselineEntry:
        fields = shape.fields(known=_ENTRY, needed=_ENTRY - {"cost"})
        return BaselineEntry(
            self.day(fields["start"]),
            self.day(fields["finish"]),
            fields["duration"].integer(),
            fields.integer("cost"),
        )


def _list(fields: Fields, name: str) -> Iterator[Shape]:
    return fields[name].items() if name in fields else iter(())


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise InvalidInput("A field comes twice.", keys=twice)
    return values


def _refuse_constant(text: str) -> None:
    raise ValueError(text)
