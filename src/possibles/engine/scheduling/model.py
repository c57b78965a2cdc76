"""A project as data: tasks, links, calendars, and what is known of the past.

Days are day numbers from `Project.origin`. Dates given by people are inclusive: a
finish constraint on day 9 lets work go on during day 9.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum

from possibles.engine.calendars.calendar import Calendar
from possibles.engine.errors import InvalidInput


class LinkType(IntEnum):
    """Which end of the predecessor holds which end of the successor (MSPDI codes)."""

    FF = 0
    FS = 1
    SF = 2
    SS = 3


class LagUnit(IntEnum):
    """WORKING lags count days of the successor's calendar, CALENDAR lags all days."""

    WORKING = 0
    CALENDAR = 1


class TaskKind(IntEnum):
    """What a task is.

    MILESTONE marks the end of the day its predecessors finish; without any
    finish-anchored predecessor it marks the morning of its own day. The two other
    milestone kinds say which, whatever the links.
    """

    TASK = 0
    MILESTONE = 1
    START_MILESTONE = 2
    FINISH_MILESTONE = 3
    SUMMARY = 4


class ConstraintType(Enum):
    START_NO_EARLIER = "start_no_earlier"
    START_NO_LATER = "start_no_later"
    FINISH_NO_EARLIER = "finish_no_earlier"
    FINISH_NO_LATER = "finish_no_later"
    MUST_START = "must_start"
    MUST_FINISH = "must_finish"
    AS_LATE_AS_POSSIBLE = "as_late_as_possible"


MUSTS = frozenset({ConstraintType.MUST_START, ConstraintType.MUST_FINISH})
HARD = MUSTS | {ConstraintType.START_NO_LATER, ConstraintType.FINISH_NO_LATER}


@dataclass(frozen=True, slots=True)
class Constraint:
    """A date wish or duty on one task. `day` is None only for as late as possible.

    Raises
    ------
    InvalidInput
        When the day is missing, or given where none makes sense.
    """

    type: ConstraintType
    day: int | None = None

    def __post_init__(self) -> None:
        alap = self.type is ConstraintType.AS_LATE_AS_POSSIBLE
        if alap != (self.day is None):
            raise InvalidInput("This constraint lacks its day, or has one too many.")


@dataclass(frozen=True, slots=True)
class Progress:
    """What has happened to a task, on whole days.

    Parameters
    ----------
    actual_start
        First day worked.
    actual_finish
        Last day worked, both included; None while the task goes on.
    remaining
        Working days left; by default what `percent` leaves of the duration.
    percent
        Share done, 0 to 100.

    Raises
    ------
    InvalidInput
        When the finish precedes the start or a number is out of range.
    """

    actual_start: int
    actual_finish: int | None = None
    remaining: int | None = None
    percent: int = 0

    def __post_init__(self) -> None:
        if self.actual_finish is not None and self.actual_finish < self.actual_start:
            raise InvalidInput("A task finished before it started.")
        if self.remaining is not None and self.remaining < 0:
            raise InvalidInput("Remaining duration is negative.")
        if not 0 <= self.percent <= 100:
            raise InvalidInput("A percentage lies between 0 and 100.")

    @property
    def is_finished(self) -> bool:
        return self.actual_finish is not None

    def remaining_of(self, duration: int) -> int:
        """Return the working days left, rounded up."""
        if self.is_finished:
            return 0
        if self.remaining is not None:
            return self.remaining
        return -(-duration * (100 - self.percent) // 100)


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work, a milestone, or a summary of other tasks.

    Parameters
    ----------
    key
        Unique name.
    duration
        Working days of the task's calendar; 0 makes a milestone.
    kind, parent
        `parent` is the key of a summary.
    calendar
        Key of a calendar; None for the project's.
    constraints
        At most one of each type.
    deadline
        Last acceptable finish day: never moves the task, makes float negative.
    progress
        Actual dates; None when nothing has started.
    cost
        Whole cents.
    owner, name
        Who answers for it, how people call it.
    resources
        Names of those who carry it out, for the health checks.

    Raises
    ------
    InvalidInput
        When the duration is negative, or does not fit the kind, or a constraint
        type comes twice.
    """

    key: str
    duration: int = 0
    kind: TaskKind = TaskKind.TASK
    parent: str | None = None
    calendar: str | None = None
    constraints: tuple[Constraint, ...] = ()
    deadline: int | None = None
    progress: Progress | None = None
    cost: int = 0
    owner: str = ""
    name: str = ""
    resources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.duration < 0:
            raise InvalidInput("A duration is negative.", keys=[self.key])
        if self.duration and self.kind is not TaskKind.TASK:
            raise InvalidInput("Only plain tasks have a duration.", keys=[self.key])
        if self.constraints:
            self._check_constraints()

    def _check_constraints(self) -> None:
        types = [constraint.type for constraint in self.constraints]
        if len(set(types)) != len(types):
            raise InvalidInput("A constraint type comes twice.", keys=[self.key])
        if len(MUSTS.intersection(types)) == 2:
            raise InvalidInput("Both start and finish are imposed.", keys=[self.key])

    @property
    def is_summary(self) -> bool:
        return self.kind is TaskKind.SUMMARY

    @property
    def is_milestone(self) -> bool:
        return self.duration == 0 and self.kind is not TaskKind.SUMMARY

    def constraint(self, type_: ConstraintType) -> int | None:
        """Return the day of the constraint of this type, None without one."""
        for constraint in self.constraints:
            if constraint.type is type_:
                return constraint.day
        return None

    @property
    def is_as_late_as_possible(self) -> bool:
        alap = ConstraintType.AS_LATE_AS_POSSIBLE
        return any(constraint.type is alap for constraint in self.constraints)


@dataclass(frozen=True, slots=True)
class Link:
    """A precedence. A negative lag is a lead."""

    predecessor: str
    successor: str
    type: LinkType = LinkType.FS
    lag: int = 0
    unit: LagUnit = LagUnit.WORKING

    def __post_init__(self) -> None:
        if self.predecessor == self.successor:
            raise InvalidInput("A task precedes itself.", keys=[self.predecessor])


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """Where a task stood in a baseline: first and last day, working days, cents."""

    start: int
    finish: int
    duration: int
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Baseline:
    """A frozen memory of a plan, by task key."""

    key: str
    entries: Mapping[str, BaselineEntry]


@dataclass(frozen=True, slots=True)
class Project:
    """Everything the passes need.

    Parameters
    ----------
    origin
        Date of day 0.
    tasks, links
        In any order; keys of tasks are unique.
    calendars
        All those named by tasks; same origin.
    calendar
        Key of the default calendar.
    start
        First day on which anything may start.
    finish
        Last day the whole must hold within, for the late dates; None for the
        earliest finish the network allows.
    status_date
        The morning from which the future is replanned; before it is the past.
        None when nothing has started.
    baselines
        Remembered plans, oldest first.

    Raises
    ------
    InvalidInput
        When a calendar is missing or has another origin.
    """

    origin: date
    tasks: tuple[Task, ...]
    links: tuple[Link, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    calendar: str | None = None
    start: int = 0
    finish: int | None = None
    status_date: int | None = None
    baselines: tuple[Baseline, ...] = ()
    name: str = ""
    _calendars: Mapping[str, Calendar] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        known = {calendar.key: calendar for calendar in self.calendars}
        if len(known) != len(self.calendars):
            raise InvalidInput("Two calendars share a key.", keys=list(known))
        strangers = [c.key for c in self.calendars if c.origin != self.origin]
        if strangers:
            raise InvalidInput("A calendar counts from elsewhere.", keys=strangers)
        if self.calendar is not None and self.calendar not in known:
            raise InvalidInput("The calendar is unknown.", keys=[self.calendar])
        object.__setattr__(self, "_calendars", known)

    def find_calendar(self, key: str) -> Calendar:
        """Return a calendar by key.

        Raises
        ------
        InvalidInput
            When there is none.
        """
        try:
            return self._calendars[key]
        except KeyError:
            raise InvalidInput("The calendar is unknown.", keys=[key]) from None
