"""Turn a project into nodes and edges: one node per task, a few hidden ones beside.

Hidden nodes exist only where needed: two per summary that carries a link or a date
(when it may start, when all of it is finished), and one per started task that holds
a successor by its start (that start is past and no longer moves).
"""

from collections.abc import Sequence
from enum import IntEnum
from operator import itemgetter

import numpy as np

from possibles.engine.errors import InvalidInput
from possibles.engine.scheduling.hierarchy import read_hierarchy
from possibles.engine.scheduling.model import (
    Link,
    LinkType,
    Project,
    Task,
    TaskKind,
)
from possibles.engine.scheduling.nodes import Form, IntArray, Nodes, Role
from possibles.engine.scheduling.summaries import expand_links


def build_nodes(project: Project) -> Nodes:
    """Return the nodes and edges of a project.

    Raises
    ------
    InvalidInput
        When a key is doubled, or a link, parent or calendar names a stranger.
    """
    tasks, links = project.tasks, project.links
    index = _index_tasks(tasks)
    hierarchy = read_hierarchy(tasks, index)
    pred, succ = _read_ends(links, index)
    nodes = Nodes(
        n_tasks=len(tasks),
        index=index,
        hierarchy=hierarchy,
        duration=_to_array([task.duration for task in tasks]),
        form=np.zeros(len(tasks), np.int64),
        calendar=_read_calendars(project),
        pred=pred,
        succ=succ,
        type=_codes([link.type for link in links]),
        lag=_to_array([link.lag for link in links]),
        unit=_codes([link.unit for link in links]),
        link=np.arange(len(links), dtype=np.int64),
        special=_list_special(tasks),
    )
    _resolve_forms(nodes, tasks)
    _fix_the_past(nodes, tasks)
    if hierarchy.summaries:
        _expand_summaries(nodes, project)
    _anchor_started_tasks(nodes, tasks)
    return nodes


def _list_special(tasks: Sequence[Task]) -> list[int]:
    """Return the tasks that carry dates or progress (usually few, or none)."""
    return [
        i
        for i, t in enumerate(tasks)
        if t.constraints or t.deadline is not None or t.progress is not None
    ]


def _index_tasks(tasks: Sequence[Task]) -> dict[str, int]:
    keys = [task.key for task in tasks]
    index = dict(zip(keys, range(len(keys)), strict=True))
    if len(index) != len(tasks):
        seen: set[str] = set()
        twice = [t.key for t in tasks if t.key in seen or seen.add(t.key)]  # type: ignore[func-returns-value]
        raise InvalidInput("Two tasks share a key.", keys=twice)
    return index


def _to_array(values: list[int]) -> IntArray:
    return np.fromiter(values, np.int64, len(values))


def _codes(values: Sequence[IntEnum]) -> IntArray:
    """Return codes under 256 (through bytes: an enumeration member is slow to read)."""
    return np.frombuffer(bytes(values), np.uint8).astype(np.int64)


def _read_ends(
    links: Sequence[Link], index: dict[str, int]
) -> tuple[IntArray, IntArray]:
    """Return the positions of the predecessors, and of the successors.

    One `itemgetter` of all the keys is the fastest look-up Python has, twice as fast
    as one call for each.
    """
    if not links:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    keys = [link.predecessor for link in links]
    keys += [link.successor for link in links]
    try:
        ends = np.fromiter(itemgetter(*keys)(index), np.int64, len(keys))
    except KeyError as error:
        raise InvalidInput(
            "A link names an unknown task.", keys=[str(error.args[0])]
        ) from None
    return ends[: len(links)], ends[len(links) :]


def _read_calendars(project: Project) -> IntArray:
    position = {calendar.key: i for i, calendar in enumerate(project.calendars)}
    every_day = len(position)
    default = every_day if project.calendar is None else position[project.calendar]
    keys = [task.calendar for task in project.tasks]
    if not any(keys):
        return np.full(len(keys), default, np.int64)
    try:
        chosen = [default if key is None else position[key] for key in keys]
    except KeyError as error:
        raise InvalidInput("The calendar is unknown.", keys=error.args) from None
    return np.array(chosen, np.int64)


def _resolve_forms(nodes: Nodes, tasks: Sequence[Task]) -> None:
    """Give each milestone its end of the day, and empty the summaries."""
    empty = np.flatnonzero(nodes.duration == 0)
    if not len(empty):
        return
    held_by_finish = np.zeros(nodes.n_tasks, bool)
    by_finish = (nodes.type == LinkType.FS) | (nodes.type == LinkType.FF)
    held_by_finish[nodes.succ[by_finish]] = True
    for i in empty.tolist():
        kind = tasks[i].kind
        if kind is TaskKind.SUMMARY:
            nodes.form[i] = Form.FIXED
        elif kind is TaskKind.START_MILESTONE or (
            kind is not TaskKind.FINISH_MILESTONE and not held_by_finish[i]
        ):
            nodes.form[i] = Form.START_MILESTONE
        else:
            nodes.form[i] = Form.FINISH_MILESTONE


def _fix_the_past(nodes: Nodes, tasks: Sequence[Task]) -> None:
    """Replace a finished task by its dates, a started one by what remains of it."""
    for i in nodes.special:
        task = tasks[i]
        progress = task.progress
        if progress is None or task.is_summary:
            continue
        if progress.actual_finish is not None:
            start, end = progress.actual_start, progress.actual_finish + 1
            if nodes.form[i] == Form.START_MILESTONE:
                start = end = progress.actual_finish
            elif nodes.form[i] == Form.FINISH_MILESTONE:
                start = end
            nodes.fixed[i] = start, end
            nodes.form[i] = Form.FIXED
            nodes.duration[i] = 0
        else:
            nodes.duration[i] = progress.remaining_of(task.duration)
            if nodes.duration[i] == 0:
                nodes.form[i] = Form.FINISH_MILESTONE


def _add_hidden(nodes: Nodes, rows: Sequence[tuple[int, Role, Form, int]]) -> int:
    """Append hidden nodes (task, role, form, calendar); return the first number."""
    first = nodes.size
    nodes.hidden += [(task, role) for task, role, _, _ in rows]
    zeros = np.zeros(len(rows), np.int64)
    nodes.duration = np.concatenate([nodes.duration, zeros])
    forms = np.array([form for *_, form, _ in rows], np.int64)
    nodes.form = np.concatenate([nodes.form, forms])
    calendars = np.array([calendar for *_, calendar in rows], np.int64)
    nodes.calendar = np.concatenate([nodes.calendar, calendars])
    return first


def _expand_summaries(nodes: Nodes, project: Project) -> None:
    """Replace the ends of links that touch a summary by its hidden nodes."""
    every_day = len(project.calendars)
    touched = _list_touched(nodes, project.tasks)
    rows = [
        (task, role, Form.START_MILESTONE, every_day)
        for task in touched
        for role in (Role.SUMMARY_START, Role.SUMMARY_FINISH)
    ]
    first = _add_hidden(nodes, rows) if rows else nodes.size
    nodes.summary_nodes = {
        task: (first + 2 * i, first + 2 * i + 1) for i, task in enumerate(touched)
    }
    expand_links(nodes)


def _list_touched(nodes: Nodes, tasks: Sequence[Task]) -> list[int]:
    """Return the summaries that carry a link, a constraint or a deadline."""
    linked = set(nodes.pred.tolist()) | set(nodes.succ.tolist())
    return [
        s
        for s in nodes.hierarchy.summaries
        if nodes.hierarchy.leaves[s]
        and (s in linked or tasks[s].constraints or tasks[s].deadline is not None)
    ]


def _anchor_started_tasks(nodes: Nodes, tasks: Sequence[Task]) -> None:
    """Tie links that leave from the start of a started task to its actual start."""
    started = [
        i
        for i in nodes.special
        if (p := tasks[i].progress) is not None
        and not p.is_finished
        and not tasks[i].is_summary
    ]
    if not started:
        return
    by_start = (nodes.type == LinkType.SS) | (nodes.type == LinkType.SF)
    mask = by_start & np.isin(nodes.pred, started)
    anchored = sorted(set(nodes.pred[mask].tolist()))
    rows = [
        (i, Role.ACTUAL_START, Form.FIXED, int(nodes.calendar[i])) for i in anchored
    ]
    if not rows:
        return
    first = _add_hidden(nodes, rows)
    for offset, i in enumerate(anchored):
        progress = tasks[i].progress
        assert progress is not None  # noqa: S101 -- filtered above
        nodes.fixed[first + offset] = progress.actual_start, progress.actual_start
        nodes.pred[mask & (nodes.pred == i)] = first + offset
