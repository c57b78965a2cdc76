"""Which task is inside which summary."""

from collections.abc import Sequence
from dataclasses import dataclass

from possibles.engine.errors import CycleError, InvalidInput
from possibles.engine.scheduling.model import Task, TaskKind


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Positions of the summaries, inner ones first, and the leaves under each."""

    summaries: tuple[int, ...]
    leaves: dict[int, tuple[int, ...]]


def read_hierarchy(tasks: Sequence[Task], index: dict[str, int]) -> Hierarchy:
    """Return the hierarchy.

    Raises
    ------
    InvalidInput
        When a parent is unknown or is not a summary.
    CycleError
        When summaries contain each other.
    """
    above = [task.parent for task in tasks]
    kinds = [task.kind for task in tasks]
    if above.count(None) == len(tasks) and TaskKind.SUMMARY not in kinds:
        return Hierarchy((), {})
    parents = {i: parent for i, parent in enumerate(above) if parent is not None}
    summaries = [i for i, kind in enumerate(kinds) if kind is TaskKind.SUMMARY]
    if not parents:
        return Hierarchy(tuple(summaries), dict.fromkeys(summaries, ()))
    for i, parent in parents.items():
        if parent not in index or not tasks[index[parent]].is_summary:
            raise InvalidInput(
                "The parent is not a known summary.", keys=[tasks[i].key, parent]
            )
    depth = {s: _depth(s, parents, index, tasks) for s in summaries}
    leaves: dict[int, list[int]] = {s: [] for s in summaries}
    for i, parent in parents.items():
        if not tasks[i].is_summary:
            leaves[index[parent]].append(i)
    inner_first = sorted(summaries, key=lambda s: (-depth[s], s))
    for s in inner_first:
        if s in parents:
            leaves[index[parents[s]]] += leaves[s]
    return Hierarchy(tuple(inner_first), {s: tuple(leaves[s]) for s in summaries})


def _depth(
    start: int, parents: dict[int, str], index: dict[str, int], tasks: Sequence[Task]
) -> int:
    path = [start]
    while path[-1] in parents:
        parent = index[parents[path[-1]]]
        if parent in path:
            loop = path[path.index(parent) :]
            raise CycleError(
                "Summaries contain each other.", keys=[tasks[i].key for i in loop]
            )
        path.append(parent)
    return len(path)
