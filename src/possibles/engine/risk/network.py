"""The data of a risk simulation: tasks with uncertain durations and costs, events."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from possibles.engine.errors import CycleError, InvalidInput


class Shape(StrEnum):
    """How values spread between `low` and `high`.

    LOG_NORMAL: `low` is the minimum, `likely` the median, `high` the 95th percentile.
    EMPIRICAL: drawn from `samples`, interpolated between the sorted values.
    """

    FIXED = "fixed"
    TRIANGULAR = "triangular"
    PERT = "pert"
    LOG_NORMAL = "log_normal"
    EMPIRICAL = "empirical"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A quantity known by three points, in days or in cents."""

    shape: Shape
    low: float = 0.0
    likely: float = 0.0
    high: float = 0.0
    samples: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.low, self.high, *self.samples))):
            raise InvalidInput("an estimate must be finite")
        if self.shape is Shape.EMPIRICAL:
            if not self.samples or min(self.samples) < 0:
                raise InvalidInput("empirical estimates need positive samples")
            return
        if not 0 <= self.low <= self.likely <= self.high:
            raise InvalidInput("an estimate must satisfy 0 <= low <= likely <= high")
        if self.shape is Shape.LOG_NORMAL and not self.low < self.likely < self.high:
            raise InvalidInput("a log-normal estimate needs three distinct points")


def fixed(value: float) -> Estimate:
    return Estimate(Shape.FIXED, value, value, value)


def pert(low: float, likely: float, high: float) -> Estimate:
    return Estimate(Shape.PERT, low, likely, high)


def triangular(low: float, likely: float, high: float) -> Estimate:
    return Estimate(Shape.TRIANGULAR, low, likely, high)


class LinkKind(StrEnum):
    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"
    START_FINISH = "SF"


@dataclass(frozen=True, slots=True)
class RiskTask:
    """One task.

    Parameters
    ----------
    duration
        In days.
    cost
        Cents spent whatever the duration.
    daily_cost
        Cents per day of duration.
    release
        First day it may start.
    deadline
        Day its finish should not exceed; reported, never enforced.
    group
        Tasks of one group (an owner, a trade) have correlated durations.
    account
        Label under which its cost is also totalled.
    is_milestone
        Its finish is reported.
    """

    key: str
    duration: Estimate
    cost: Estimate | None = None
    daily_cost: int = 0
    release: int = 0
    deadline: int | None = None
    group: str | None = None
    account: str | None = None
    is_milestone: bool = False

    def __post_init__(self) -> None:
        if self.release < 0 or self.daily_cost < 0:
            raise InvalidInput("negative release or cost", keys=[self.key])

    @property
    def is_reported(self) -> bool:
        return self.is_milestone or self.deadline is not None


@dataclass(frozen=True, slots=True)
class RiskLink:
    before: str
    after: str
    kind: LinkKind = LinkKind.FINISH_START
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Every two tasks of the group have normal scores correlated by `correlation`."""

    key: str
    correlation: float

    def __post_init__(self) -> None:
        if not 0 <= self.correlation <= 1:
            raise InvalidInput("a correlation lies between 0 and 1", keys=[self.key])


@dataclass(frozen=True, slots=True)
class Mitigation:
    """What an applied mitigation changes: it costs, and lowers chance or impact."""

    cost: int = 0
    probability: float | None = None
    impact_factor: float = 1.0
    is_applied: bool = True


@dataclass(frozen=True, slots=True)
class RiskEvent:
    """Something that happens or not, once.

    Parameters
    ----------
    delay
        Days added to each of `tasks` when it happens.
    cost
        Cents added when it happens.
    """

    key: str
    probability: float
    tasks: tuple[str, ...] = ()
    delay: Estimate | None = None
    cost: Estimate | None = None
    mitigation: Mitigation | None = None

    def __post_init__(self) -> None:
        chances = [self.probability]
        if self.mitigation and self.mitigation.probability is not None:
            chances.append(self.mitigation.probability)
        if any(not 0 <= chance <= 1 for chance in chances):
            raise InvalidInput("a probability lies between 0 and 1", keys=[self.key])

    @property
    def applied(self) -> Mitigation:
        if self.mitigation is not None and self.mitigation.is_applied:
            return self.mitigation
        return Mitigation()

    @property
    def chance(self) -> float:
        """Return the probability once mitigated."""
        mitigated = self.applied.probability
        return self.probability if mitigated is None else mitigated


@dataclass(frozen=True, slots=True)
class RiskNetwork:
    """Tasks in any order, links, correlation groups and events.

    Parameters
    ----------
    budget
        Cents the total cost should not exceed; None: not reported.
    origin
        The date of day 0, for whoever reads the days; None: not known.

    Raises
    ------
    InvalidInput
        Duplicate or unknown keys.
    CycleError
        The links close a loop.
    """

    tasks: tuple[RiskTask, ...]
    links: tuple[RiskLink, ...] = ()
    groups: tuple[Group, ...] = ()
    events: tuple[RiskEvent, ...] = ()
    budget: int | None = None
    origin: date | None = None

    def __post_init__(self) -> None:
        keys = {task.key for task in self.tasks}
        if len(keys) != len(self.tasks):
            raise InvalidInput("duplicate task keys")
        if len({group.key for group in self.groups}) != len(self.groups):
            raise InvalidInput("duplicate group keys")
        if len({event.key for event in self.events}) != len(self.events):
            raise InvalidInput("duplicate event keys")
        _refuse_unknown(
            keys, [k for link in self.links for k in (link.before, link.after)]
        )
        _refuse_unknown(keys, [k for event in self.events for k in event.tasks])
        groups = {group.key for group in self.groups}
        _refuse_unknown(groups, [t.group for t in self.tasks if t.group is not None])
        compute_levels(self)


def _refuse_unknown(known: set[str], used: Sequence[str]) -> None:
    unknown = sorted(set(used) - known)
    if unknown:
        raise InvalidInput("unknown keys", keys=unknown)


def compute_levels(network: RiskNetwork) -> list[int]:
    """Return the length of the longest chain of links that ends at each task."""
    index = {task.key: i for i, task in enumerate(network.tasks)}
    waiting = [0] * len(index)
    successors: list[list[int]] = [[] for _ in index]
    for link in network.links:
        waiting[index[link.after]] += 1
        successors[index[link.before]].append(index[link.after])
    levels = [0] * len(index)
    done = [i for i, count in enumerate(waiting) if not count]
    for i in done:
        for j in successors[i]:
            levels[j] = max(levels[j], levels[i] + 1)
            waiting[j] -= 1
            if not waiting[j]:
                done.append(j)
    if len(done) < len(index):
        raise CycleError("the links close a loop", keys=_find_cycle(network, waiting))
    return levels


def _find_cycle(network: RiskNetwork, waiting: Sequence[int]) -> list[str]:
    """Walk backwards among what never became ready until a task comes again."""
    stuck = {t.key for t, count in zip(network.tasks, waiting, strict=True) if count}
    holder = {link.after: link.before for link in network.links if link.before in stuck}
    seen: list[str] = []
    key = min(stuck)
    while key not in seen:
        seen.append(key)
        key = holder[key]
    return seen[seen.index(key) :][::-1]
