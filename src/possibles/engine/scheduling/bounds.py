"""Dates imposed on nodes from outside the network: releases, limits, pins.

A bound is (node, anchor, boundary): the start or the finish of the node must lie at
or after (release), at or before (limit), or as near as its calendar allows after
(pin) the morning of day `boundary`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from possibles.engine.errors import InvalidInput
from possibles.engine.scheduling.model import ConstraintType, Project, Task
from possibles.engine.scheduling.nodes import Form, Nodes


class Anchor(IntEnum):
    START = 0
    FINISH = 1


class Source(IntEnum):
    """Where a bound comes from, for the explanations."""

    PROJECT_START = 0
    STATUS_DATE = 1
    CONSTRAINT = 2
    DEADLINE = 3


class Bound(NamedTuple):
    node: int
    anchor: Anchor
    boundary: int
    source: Source
    constraint: ConstraintType | None = None


@dataclass(slots=True)
class Bounds:
    """All bounds of a project. `floor` is the release of every node not listed."""

    floor: int
    releases: list[Bound] = field(default_factory=list)
    limits: list[Bound] = field(default_factory=list)
    pins: list[Bound] = field(default_factory=list)
    as_late: list[int] = field(default_factory=list)

    def days(self) -> Iterator[int]:
        yield self.floor
        for group in (self.releases, self.limits, self.pins):
            for bound in group:
                yield bound.boundary


_RELEASES = {
    ConstraintType.START_NO_EARLIER: Anchor.START,
    ConstraintType.FINISH_NO_EARLIER: Anchor.FINISH,
}
_LIMITS = {
    ConstraintType.START_NO_LATER: Anchor.START,
    ConstraintType.FINISH_NO_LATER: Anchor.FINISH,
}
_PINS = {
    ConstraintType.MUST_START: Anchor.START,
    ConstraintType.MUST_FINISH: Anchor.FINISH,
}


def read_bounds(project: Project, nodes: Nodes) -> Bounds:
    """Return the bounds of every task that is not finished.

    Raises
    ------
    InvalidInput
        When a summary is asked to be as late as possible.
    """
    status = project.status_date
    floor = project.start if status is None else max(project.start, status)
    bounds = Bounds(floor)
    for i in nodes.special:
        task = project.tasks[i]
        if i in nodes.fixed or (task.is_summary and i not in nodes.summary_nodes):
            continue
        _read_task(bounds, nodes, i, task)
    return bounds


def _read_task(bounds: Bounds, nodes: Nodes, i: int, task: Task) -> None:
    started = task.progress is not None and not task.is_summary
    for constraint in task.constraints:
        if constraint.day is None:
            if task.is_summary:
                raise InvalidInput(
                    "A summary cannot be as late as possible.", keys=[task.key]
                )
            if not started:
                bounds.as_late.append(i)
            continue
        for group, anchors in (
            (bounds.releases, _RELEASES),
            (bounds.limits, _LIMITS),
            (bounds.pins, _PINS),
        ):
            if constraint.type in anchors:
                anchor = anchors[constraint.type]
                if started and (anchor is Anchor.START or group is bounds.pins):
                    continue  # the past is known: a wish on it is void
                group.append(
                    _bound(
                        nodes,
                        i,
                        anchor,
                        constraint.day,
                        Source.CONSTRAINT,
                        constraint.type,
                    )
                )
    if task.deadline is not None:
        bounds.limits.append(
            _bound(nodes, i, Anchor.FINISH, task.deadline, Source.DEADLINE)
        )


def _bound(
    nodes: Nodes,
    i: int,
    anchor: Anchor,
    day: int,
    source: Source,
    constraint: ConstraintType | None = None,
) -> Bound:
    """Turn an inclusive day into a boundary, on the node that carries it."""
    if i in nodes.summary_nodes:
        node = nodes.summary_nodes[i][anchor]
        return Bound(node, anchor, day + anchor, source, constraint)
    form = nodes.form[i]
    if form == Form.START_MILESTONE:
        return Bound(i, Anchor.START, day, source, constraint)
    if form == Form.FINISH_MILESTONE:
        return Bound(i, Anchor.FINISH, day + 1, source, constraint)
    return Bound(i, anchor, day + anchor, source, constraint)
