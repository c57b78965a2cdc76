"""Contradictions of a schedule, as data: which limits are missed and by whom.

A missed limit or a broken link is a result. Its `members` are the tasks that
together make it impossible: from the root that cannot move to the task that is late.
"""

from dataclasses import dataclass
from enum import Enum

from possibles.engine.scheduling.bounds import Bound, Source
from possibles.engine.scheduling.causes import describe_node
from possibles.engine.scheduling.explain import trace_chain
from possibles.engine.scheduling.model import ConstraintType, Link
from possibles.engine.scheduling.network import limit_rank
from possibles.engine.scheduling.schedule import Schedule
from possibles.engine.scheduling.tables import FAR


class ConflictKind(Enum):
    DEADLINE_MISSED = "deadline_missed"
    LIMIT_MISSED = "limit_missed"
    FINISH_MISSED = "project_finish_missed"
    LINK_BROKEN = "link_broken"
    OUT_OF_SEQUENCE = "out_of_sequence"
    ACTUAL_IN_FUTURE = "actual_in_future"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One contradiction.

    Parameters
    ----------
    days
        Working days (of the task) that are missing; 0 when it does not apply.
    members
        Keys, from the root cause to the task.
    constraint, day, link
        What is contradicted.
    """

    kind: ConflictKind
    key: str
    days: int
    members: tuple[str, ...]
    constraint: ConstraintType | None = None
    day: int | None = None
    link: Link | None = None


def find_conflicts(schedule: Schedule) -> tuple[Conflict, ...]:
    """Return the contradictions: limits first, then links, then the past."""
    return (
        *_missed_limits(schedule),
        *_missed_finish(schedule),
        *_broken_links(schedule),
        *_out_of_sequence(schedule),
        *_actuals_in_future(schedule),
    )


def _missed_limits(schedule: Schedule) -> list[Conflict]:
    network = schedule.network
    found = []
    for bound in (*network.bounds.limits, *network.bounds.pins):
        missing = int(schedule.passes.rank[bound.node]) - limit_rank(network, bound)
        if bound in network.bounds.pins:
            missing = _pin_delay(schedule, bound)
        if missing > 0:
            found.append(_missed_limit(schedule, bound, missing))
    return found


def _pin_delay(schedule: Schedule, bound: Bound) -> int:
    """Return how late the status date made an imposed date, in calendar days."""
    day = bound.boundary - schedule.network.tables.horizon.low
    event = int(
        schedule.passes.event[bound.node + bound.anchor * schedule.network.size]
    )
    floor = schedule.network.bounds.floor - schedule.network.tables.horizon.low
    return event - day if floor > day else 0


def _missed_limit(schedule: Schedule, bound: Bound, missing: int) -> Conflict:
    key, _ = describe_node(schedule, bound.node)
    is_deadline = bound.source is Source.DEADLINE
    task = schedule.task(key)
    day = task.deadline
    if bound.constraint is not None:
        day = task.constraint(bound.constraint)
    return Conflict(
        ConflictKind.DEADLINE_MISSED if is_deadline else ConflictKind.LIMIT_MISSED,
        key,
        missing,
        _members(schedule, bound.node),
        constraint=bound.constraint,
        day=day,
    )


def _missed_finish(schedule: Schedule) -> list[Conflict]:
    wanted = schedule.project.finish
    if wanted is None or schedule.finish <= wanted:
        return []
    last = max(
        (d for d in schedule.values() if not schedule.task(d.key).is_summary),
        key=lambda d: (d.finish, d.key),
    )
    node = schedule.network.nodes.index[last.key]
    days = schedule.finish - wanted
    return [
        Conflict(
            ConflictKind.FINISH_MISSED,
            last.key,
            days,
            _members(schedule, node),
            day=wanted,
        )
    ]


def _broken_links(schedule: Schedule) -> list[Conflict]:
    """Links into imposed dates that their predecessors contradict."""
    pinned = {bound.node for bound in schedule.network.bounds.pins}
    if not pinned:
        return []
    wiring, passes = schedule.wiring, schedule.passes
    nodes = schedule.network.nodes
    found = []
    for node in sorted(pinned):
        for event, a, b, edge in wiring.into[node]:
            wanted = wiring.rank[int(passes.event[event]) + a] + b + FAR
            missing = wanted - int(passes.rank[node])
            position = int(nodes.link[edge])
            if missing > 0 and position >= 0:
                key, _ = describe_node(schedule, node)
                holder = event % schedule.network.size
                found.append(
                    Conflict(
                        ConflictKind.LINK_BROKEN,
                        key,
                        missing,
                        (*_members(schedule, holder), key),
                        link=schedule.project.links[position],
                    )
                )
    return found


def _out_of_sequence(schedule: Schedule) -> list[Conflict]:
    """Tasks that started although a finish-to-start predecessor was not finished."""
    found: list[Conflict] = []
    if not any(schedule.project.tasks[i].progress for i in _specials(schedule)):
        return found
    for link in schedule.project.links:
        successor = schedule.task(link.successor).progress
        if successor is None or link.type.name != "FS" or link.lag:
            continue
        predecessor = schedule[link.predecessor]
        if predecessor.finish >= successor.actual_start and not _is_instant(
            schedule, link.predecessor, predecessor.finish, successor.actual_start
        ):
            found.append(
                Conflict(
                    ConflictKind.OUT_OF_SEQUENCE,
                    link.successor,
                    predecessor.finish + 1 - successor.actual_start,
                    (link.predecessor, link.successor),
                    link=link,
                )
            )
    return found


def _specials(schedule: Schedule) -> list[int]:
    return schedule.network.nodes.special


def _is_instant(schedule: Schedule, key: str, finish: int, start: int) -> bool:
    """Tell whether a milestone falls on the very day its successor starts."""
    return schedule.task(key).is_milestone and finish == start


def _actuals_in_future(schedule: Schedule) -> list[Conflict]:
    status = schedule.project.status_date
    found = []
    for i in _specials(schedule):
        task = schedule.project.tasks[i]
        progress = task.progress
        if progress is None:
            continue
        day = progress.actual_start
        if progress.actual_finish is not None:
            day = progress.actual_finish
        if status is None or day >= status:
            late = 0 if status is None else day - status + 1
            found.append(
                Conflict(
                    ConflictKind.ACTUAL_IN_FUTURE, task.key, late, (task.key,), day=day
                )
            )
    return found


def _members(schedule: Schedule, node: int) -> tuple[str, ...]:
    keys: list[str] = []
    for here, _, _ in trace_chain(schedule, node):
        key, _ = describe_node(schedule, here)
        if key not in keys:
            keys.append(key)
    return tuple(keys)
