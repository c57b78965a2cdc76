"""What an MS Project XML file holds, for us."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from possibles.engine.scheduling.model import Project


class NoticeKind(Enum):
    """What could not be kept as it was."""

    DURATION_ROUNDED = "duration_rounded"
    LAG_ROUNDED = "lag_rounded"
    MANUAL_TASK = "manual_task"
    INACTIVE_TASK = "inactive_task"
    UNKNOWN_PREDECESSOR = "unknown_predecessor"
    LINK_REFUSED = "link_refused"
    EMPTY_CALENDAR = "empty_calendar"
    UNKNOWN_CALENDAR = "unknown_calendar"
    STRANGE_EXCEPTION = "strange_exception"
    RECURRENCE_IGNORED = "recurrence_ignored"
    DATES_IGNORED = "dates_ignored"


@dataclass(frozen=True, slots=True)
class Notice:
    kind: NoticeKind
    key: str


@dataclass(frozen=True, slots=True)
class Resource:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """`resource` is None when nobody is assigned."""

    task: str
    resource: str | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The dates the file itself gives to a task, inclusive days."""

    start: int
    finish: int
    is_critical: bool


@dataclass(frozen=True, slots=True)
class MspdiDocument:
    """A project and what surrounds it; `recorded` is by task key.

    `codes` holds the structure codes (WBS) by task key: our own files keep there the
    keys of whoever wrote them.
    """

    project: Project
    resources: tuple[Resource, ...]
    assignments: tuple[Assignment, ...]
    recorded: Mapping[str, Recorded]
    notices: tuple[Notice, ...]
    save_version: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
