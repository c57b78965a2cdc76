"""What holds a node where it is: links, dates, the past, all with their slack."""

from dataclasses import dataclass
from enum import Enum

from possibles.engine.scheduling.bounds import Bound, Source
from possibles.engine.scheduling.model import ConstraintType, Link, TaskKind
from possibles.engine.scheduling.network import release_rank
from possibles.engine.scheduling.nodes import Form, Role
from possibles.engine.scheduling.schedule import Schedule
from possibles.engine.scheduling.tables import FAR


class CauseKind(Enum):
    """Why a date is what it is."""

    ACTUAL = "actual"
    IMPOSED = "imposed"
    LINK = "link"
    SUMMARY = "summary"
    AS_LATE_AS_POSSIBLE = "as_late_as_possible"
    CONSTRAINT = "constraint"
    STATUS_DATE = "status_date"
    PROJECT_START = "project_start"


# Among causes that bind alike, the first of this list is told first: a summary that
# merely starts with its first task explains nothing.
_PREFERENCE = {
    kind: rank
    for rank, kind in enumerate(
        (*(k for k in CauseKind if k is not CauseKind.SUMMARY), CauseKind.SUMMARY)
    )
}


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that holds a task.

    Parameters
    ----------
    slack
        Working days (of the held task) by which this cause could come later without
        moving it; 0 for the causes that bind.
    task
        The predecessor, or the summary, that holds it.
    link
        The link it acts through.
    constraint, day
        The constraint and the day it names, inclusive.
    """

    kind: CauseKind
    slack: int
    task: str | None = None
    link: Link | None = None
    constraint: ConstraintType | None = None
    day: int | None = None

    @property
    def is_driving(self) -> bool:
        return self.slack == 0


@dataclass(frozen=True, slots=True)
class NodeCause:
    """A cause, and the node and end (0 start, 1 finish) it comes from."""

    cause: Cause
    node: int | None = None
    end: int = 0


def find_causes(schedule: Schedule, node: int) -> list[NodeCause]:
    """Return everything that holds a node, the driving cause first."""
    if schedule.network.nodes.form[node] == Form.FIXED:
        return [_read_past(schedule, node)]
    found = [*_link_causes(schedule, node), *_date_causes(schedule, node)]
    if found and all(item.cause.slack > 0 for item in found):
        found.append(NodeCause(Cause(CauseKind.AS_LATE_AS_POSSIBLE, 0)))
    event = schedule.passes.event
    size = schedule.network.size

    def preference(item: NodeCause) -> tuple[int, int, int, int]:
        moment = 0
        if item.node is not None:
            moment = int(event[item.node + item.end * size])
        order = _PREFERENCE[item.cause.kind]
        return item.cause.slack, order, -moment, item.node or 0

    return sorted(found, key=preference)


def find_driver(schedule: Schedule, node: int) -> NodeCause:
    """Return the cause that puts a node where it is."""
    return find_causes(schedule, node)[0]


def _read_past(schedule: Schedule, node: int) -> NodeCause:
    nodes = schedule.network.nodes
    task = schedule.project.tasks[nodes.task_of(node)]
    progress = task.progress
    if progress is None:
        day = schedule.project.start
        return NodeCause(Cause(CauseKind.PROJECT_START, 0, day=day))
    return NodeCause(Cause(CauseKind.ACTUAL, 0, task.key, day=progress.actual_start))


def _link_causes(schedule: Schedule, node: int) -> list[NodeCause]:
    network, passes, wiring = schedule.network, schedule.passes, schedule.wiring
    nodes, links = network.nodes, schedule.project.links
    rank = int(passes.rank[node])
    found = []
    for event, a, b, edge in wiring.into[node]:
        bound = wiring.rank[int(passes.event[event]) + a] + b
        if bound < -FAR // 2:
            continue  # the node is pinned: links no longer move it
        end, holder = divmod(event, network.size)
        position = int(nodes.link[edge])
        kind = CauseKind.SUMMARY if position < 0 else CauseKind.LINK
        link = links[position] if position >= 0 else None
        key = schedule.project.tasks[nodes.task_of(holder)].key
        found.append(NodeCause(Cause(kind, rank - bound, key, link), holder, end))
    return found


def _date_causes(schedule: Schedule, node: int) -> list[NodeCause]:
    network = schedule.network
    rank = int(schedule.passes.rank[node])
    bounds = network.bounds
    found = [
        NodeCause(_date_cause(kind, rank, network_rank, bound))
        for group, kind in (
            (bounds.releases, CauseKind.CONSTRAINT),
            (bounds.pins, CauseKind.IMPOSED),
        )
        for bound in group
        if bound.node == node
        for network_rank in (release_rank(network, bound),)
    ]
    project = schedule.project
    status = project.status_date
    floor_rank = _floor_rank(schedule, node)
    started_late = status is not None and status >= project.start
    kind = CauseKind.STATUS_DATE if started_late else CauseKind.PROJECT_START
    found.append(NodeCause(Cause(kind, rank - floor_rank, day=bounds.floor)))
    return found


def _date_cause(kind: CauseKind, rank: int, bound_rank: int, bound: Bound) -> Cause:
    day = bound.boundary - (1 if bound.anchor else 0)
    if bound.source is not Source.CONSTRAINT:
        kind = CauseKind.STATUS_DATE
    return Cause(kind, rank - bound_rank, constraint=bound.constraint, day=day)


def _floor_rank(schedule: Schedule, node: int) -> int:
    network = schedule.network
    nodes, tables = network.nodes, network.tables
    base = int(tables.rank_base[nodes.calendar[node]])
    floor = network.bounds.floor - tables.horizon.low
    return int(tables.rank[base + floor]) + int(
        nodes.form[node] == Form.FINISH_MILESTONE
    )


def describe_node(schedule: Schedule, node: int) -> tuple[str, Role | None]:
    """Return the key of the task a node stands for, and its role when hidden."""
    nodes = schedule.network.nodes
    key = schedule.project.tasks[nodes.task_of(node)].key
    if node < nodes.n_tasks:
        return key, None
    return key, nodes.hidden[node - nodes.n_tasks][1]


def final_node(schedule: Schedule, key: str) -> int:
    """Return the node whose finish is the task's: for a summary, its latest leaf."""
    nodes = schedule.network.nodes
    i = nodes.index[key]
    if schedule.project.tasks[i].kind is not TaskKind.SUMMARY:
        return i
    event, size = schedule.passes.event, schedule.network.size
    leaves = nodes.hierarchy.leaves[i]
    return max(leaves, key=lambda leaf: (int(event[size + leaf]), -leaf), default=i)


def first_node(schedule: Schedule, key: str) -> int:
    """Return the node whose start is the task's: for a summary, its earliest leaf."""
    nodes = schedule.network.nodes
    i = nodes.index[key]
    if schedule.project.tasks[i].kind is not TaskKind.SUMMARY:
        return i
    event = schedule.passes.event
    leaves = nodes.hierarchy.leaves[i]
    return min(leaves, key=lambda leaf: (int(event[leaf]), leaf), default=i)
