"""« What would it take to gain N days? »: levers, each tried for real.

No estimate: every lever is applied to a copy of the schedule and what it gains is
read from the result. When no single lever is enough (parallel critical paths, a
calendar in the way), a combination is built along the driving chain, then thinned.
Page: `docs/development/algorithms/explanations.md`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from possibles.engine.errors import InvalidInput
from possibles.engine.scheduling.causes import Cause, CauseKind, final_node
from possibles.engine.scheduling.changes import (
    Change,
    RemoveLink,
    SetConstraints,
    SetDuration,
    SetLag,
)
from possibles.engine.scheduling.explain import trace_chain
from possibles.engine.scheduling.incremental import update_schedule
from possibles.engine.scheduling.model import Link
from possibles.engine.scheduling.schedule import Schedule

_MOST_STEPS = 200


class LeverKind(Enum):
    SHORTEN = "shorten"
    REDUCE_LAG = "reduce_lag"
    UNLINK = "unlink"
    LIFT_CONSTRAINT = "lift_constraint"


# At equal gain, working faster comes before breaking a rule of the plan.
_PREFERENCE = {
    LeverKind.SHORTEN: 0,
    LeverKind.REDUCE_LAG: 1,
    LeverKind.LIFT_CONSTRAINT: 2,
    LeverKind.UNLINK: 3,
}


@dataclass(frozen=True, slots=True)
class Lever:
    """One change and what it yields by itself.

    Parameters
    ----------
    key
        The task shortened or freed.
    link
        The link loosened or removed.
    days
        Working days taken off a duration or a lag; 0 for the two other kinds.
    gained
        Calendar days by which the target finishes earlier, measured.
    """

    kind: LeverKind
    key: str
    link: Link | None
    days: int
    gained: int
    change: Change


@dataclass(frozen=True, slots=True)
class Gain:
    """What can bring a finish forward.

    Parameters
    ----------
    asked, gained
        Calendar days wanted, and what `plan` yields, measured. The plan may yield
        more than asked: calendars and sessions move by jumps.
    levers
        Each tried alone, best first; those that gain nothing are left out.
    plan
        Changes to apply together; empty when nothing helps. `gained < asked` means
        that the wish is out of reach by these levers.
    held_by
        What stops at the end of the plan: the root cause of the chain left.
    """

    key: str
    asked: int
    gained: int
    levers: tuple[Lever, ...]
    plan: tuple[Change, ...]
    held_by: Cause

    @property
    def is_enough(self) -> bool:
        return self.gained >= self.asked


def what_to_gain(
    schedule: Schedule, key: str, days: int, *, least_share: float = 0.5
) -> Gain:
    """Return what it would take for a task to finish `days` calendar days earlier.

    Parameters
    ----------
    least_share
        No task is shortened under this share of its duration (nor under one day).

    Raises
    ------
    InvalidInput
        When `days` is not positive or the share is outside 0..1.
    """
    if days < 1 or not 0 <= least_share <= 1:
        raise InvalidInput("Ask for at least one day, and a share from 0 to 1.")
    floors = {
        task.key: max(1, -int(-task.duration * least_share // 1))
        for task in schedule.project.tasks
    }
    target = schedule[key].finish - days
    levers = sorted(
        _try_levers(schedule, key, target, floors),
        key=lambda lever: (
            -min(lever.gained, days),
            _PREFERENCE[lever.kind],
            lever.days,
            lever.key,
        ),
    )
    plan, after = _combine(schedule, key, target, floors)
    plan, after = _thin(schedule, key, target, plan, after)
    root = trace_chain(after, final_node(after, key))[0][1]
    return Gain(
        key=key,
        asked=days,
        gained=schedule[key].finish - after[key].finish,
        levers=tuple(levers),
        plan=tuple(plan),
        held_by=root,
    )


def _try_levers(
    schedule: Schedule, key: str, target: int, floors: dict[str, int]
) -> Iterator[Lever]:
    before = schedule[key].finish
    for change in _list_levers(schedule, key, before - target, floors):
        gained = before - _finish(schedule, key, [change])
        if gained > 0:
            yield _make_lever(schedule, change, gained)


def _list_levers(
    schedule: Schedule, key: str, days: int, floors: dict[str, int]
) -> Iterator[Change]:
    """Yield the changes that act on the driving chain of a task."""
    tasks = schedule.project.tasks
    nodes = schedule.network.nodes
    for node, cause, _ in trace_chain(schedule, final_node(schedule, key)):
        if cause.kind is CauseKind.LINK and cause.link is not None:
            yield RemoveLink(cause.link)
            if cause.link.lag > 0:
                yield SetLag(cause.link, max(0, cause.link.lag - days))
        if node >= nodes.n_tasks:
            continue
        task = tasks[node]
        if cause.kind in {CauseKind.CONSTRAINT, CauseKind.IMPOSED}:
            kept = [c for c in task.constraints if c.type is not cause.constraint]
            yield SetConstraints(task.key, tuple(kept))
        shorter = max(floors[task.key], task.duration - days)
        if task.progress is None and 0 < shorter < task.duration:
            yield SetDuration(task.key, shorter)


def _make_lever(schedule: Schedule, change: Change, gained: int) -> Lever:
    match change:
        case SetDuration(key, duration):
            cut = schedule.task(key).duration - duration
            return Lever(LeverKind.SHORTEN, key, None, cut, gained, change)
        case SetLag(link, lag):
            cut = link.lag - lag
            return Lever(
                LeverKind.REDUCE_LAG, link.successor, link, cut, gained, change
            )
        case RemoveLink(link):
            return Lever(LeverKind.UNLINK, link.successor, link, 0, gained, change)
        case SetConstraints(key, _):
            return Lever(LeverKind.LIFT_CONSTRAINT, key, None, 0, gained, change)
    raise InvalidInput("This change is not a lever.")


def _combine(
    schedule: Schedule, key: str, target: int, floors: dict[str, int]
) -> tuple[list[Change], Schedule]:
    """Shorten the longest task of the driving chain, again and again.

    Only durations and lags: cutting a link or lifting a date is a decision, shown
    as a lever and never taken here.
    """
    plan: list[Change] = []
    here = schedule
    for _ in range(_MOST_STEPS):
        missing = here[key].finish - target
        if missing <= 0:
            break
        options = [
            change
            for change in _list_levers(here, key, missing, floors)
            if isinstance(change, SetDuration | SetLag)
        ]
        if not options:
            break
        change = max(options, key=lambda c: _size(here, c))
        plan.append(change)
        here = update_schedule(here, [change]).schedule
    return plan, here


def _size(schedule: Schedule, change: Change) -> tuple[int, str]:
    """Prefer the longest task: the same days weigh least on it."""
    if isinstance(change, SetDuration):
        return schedule.task(change.key).duration, change.key
    if isinstance(change, SetLag):
        return change.link.lag, change.link.successor
    return 0, ""


def _thin(
    schedule: Schedule, key: str, target: int, plan: list[Change], after: Schedule
) -> tuple[list[Change], Schedule]:
    """Drop the steps that the rest of the plan does without."""
    reached = max(target, after[key].finish)
    kept = list(plan)
    for change in plan:
        rest = [other for other in kept if other is not change]
        if _is_applicable(schedule, rest) and _finish(schedule, key, rest) <= reached:
            kept = rest
    if len(kept) < len(plan):
        after = update_schedule(schedule, kept).schedule
    return kept, after


def _is_applicable(schedule: Schedule, plan: Sequence[Change]) -> bool:
    links = set(schedule.project.links)
    for change in plan:
        if isinstance(change, SetLag):
            if change.link not in links:
                return False
            links.add(replace(change.link, lag=change.lag))
    return True


def _finish(schedule: Schedule, key: str, changes: Sequence[Change]) -> int:
    if not changes:
        return schedule[key].finish
    return update_schedule(schedule, changes).schedule[key].finish
