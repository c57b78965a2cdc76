"""The data of a resource-constrained scheduling problem, checked once when built."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from possibles.engine.errors import InvalidInput


class LagKind(StrEnum):
    """Which end of the first activity holds which end of the second."""

    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"
    START_FINISH = "SF"

    @property
    def from_finish(self) -> bool:
        return self in {LagKind.FINISH_START, LagKind.FINISH_FINISH}

    @property
    def to_finish(self) -> bool:
        return self in {LagKind.FINISH_FINISH, LagKind.START_FINISH}


class Objective(StrEnum):
    MAKESPAN = "makespan"
    WEIGHTED_LATENESS = "weighted_lateness"


@dataclass(frozen=True, slots=True)
class Resource:
    """A team, a role or a stock.

    Parameters
    ----------
    capacity
        Units available each day from day 0 (renewable), or once for all.
    changes
        `(day, capacity)` steps in increasing days: the capacity from that day on.
    renewable
        False for a stock consumed by the modes, whatever the dates.
    """

    key: str
    capacity: int
    changes: tuple[tuple[int, int], ...] = ()
    renewable: bool = True

    def __post_init__(self) -> None:
        days = [day for day, _ in self.changes]
        amounts = [self.capacity, *(amount for _, amount in self.changes)]
        if min(amounts) < 0:
            raise InvalidInput("negative capacity", keys=[self.key])
        if any(day <= 0 for day in days) or sorted(set(days)) != days:
            raise InvalidInput("capacity steps out of order", keys=[self.key])
        if self.changes and not self.renewable:
            raise InvalidInput("a stock has no calendar", keys=[self.key])

    @property
    def peak(self) -> int:
        return max(self.capacity, *(amount for _, amount in self.changes), 0)

    def capacity_at(self, day: int) -> int:
        """Return the units available during the day."""
        amount = self.capacity
        for start, changed in self.changes:
            if start > day:
                break
            amount = changed
        return amount


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of doing an activity: a duration in days and units of each resource."""

    duration: int
    demands: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity, done without interruption in exactly one of its modes.

    Parameters
    ----------
    release
        First day it may start.
    deadline
        Day by which it must have finished (exclusive end, in days); None: no limit.
    due, weight
        Finishing `d` days after `due` costs `weight * d`.
    """

    key: str
    modes: tuple[Mode, ...]
    release: int = 0
    deadline: int | None = None
    due: int | None = None
    weight: int = 1

    def __post_init__(self) -> None:
        if not self.modes:
            raise InvalidInput("an activity needs a mode", keys=[self.key])
        if self.release < 0 or self.weight < 0:
            raise InvalidInput("negative release or weight", keys=[self.key])
        for mode in self.modes:
            if mode.duration < 0 or any(units < 0 for units in mode.demands):
                raise InvalidInput("negative duration or demand", keys=[self.key])


@dataclass(frozen=True, slots=True)
class Lag:
    """`minimum <= end(after) - end(before) <= maximum`, the ends chosen by `kind`."""

    before: str
    after: str
    minimum: int | None = 0
    maximum: int | None = None
    kind: LagKind = LagKind.FINISH_START

    def __post_init__(self) -> None:
        if self.before == self.after:
            raise InvalidInput("a lag joins two activities", keys=[self.before])
        if (
            self.minimum is not None
            and self.maximum is not None
            and self.minimum > self.maximum
        ):
            raise InvalidInput("empty lag", keys=[self.before, self.after])


@dataclass(frozen=True, slots=True)
class LevelingProblem:
    """Activities, resources and lags; the order of `resources` is that of demands.

    Raises
    ------
    InvalidInput
        Duplicate or unknown keys, or demands of the wrong length.
    """

    activities: tuple[Activity, ...]
    resources: tuple[Resource, ...] = ()
    lags: tuple[Lag, ...] = ()
    objective: Objective = Objective.MAKESPAN
    index: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _refuse_duplicates(resource.key for resource in self.resources)
        _refuse_duplicates(activity.key for activity in self.activities)
        index = {activity.key: i for i, activity in enumerate(self.activities)}
        object.__setattr__(self, "index", index)
        for activity in self.activities:
            if any(len(m.demands) != len(self.resources) for m in activity.modes):
                raise InvalidInput("demands do not match", keys=[activity.key])
        for lag in self.lags:
            unknown = [key for key in (lag.before, lag.after) if key not in index]
            if unknown:
                raise InvalidInput("unknown activity in a lag", keys=unknown)


def _refuse_duplicates(keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise InvalidInput("duplicate key", keys=[key])
        seen.add(key)
