"""Earliest starts and tails by longest paths, and the conflicts they reveal."""

from dataclasses import dataclass

from possibles.engine.leveling.instance import Arc, Instance
from possibles.engine.leveling.result import Conflict, ConflictKind


@dataclass(frozen=True, slots=True)
class Windows:
    """Longest paths with the weakest modes.

    Parameters
    ----------
    heads
        Earliest start of each activity.
    tails
        Least days from the start of each activity to the end of the project.
    """

    heads: list[int]
    tails: list[int]


def compute_windows(instance: Instance) -> Windows | Conflict:
    """Relax every arc until nothing moves (Bellman-Ford), or name the loop."""
    heads = [activity.release for activity in instance.problem.activities]
    arcs = [
        (arc.tail, arc.head, instance.shortest_offset(arc))
        for arc in _sort_arcs(instance)
    ]
    holder = _relax(heads, arcs)
    if holder is None:
        tails = instance.minimum_durations
        _relax(tails, [(head, tail, offset) for tail, head, offset in reversed(arcs)])
        return _check_deadlines(instance, heads, arcs) or Windows(heads, tails)
    return _name_loop(instance, holder)


def _sort_arcs(instance: Instance) -> list[Arc]:
    position = {j: place for place, j in enumerate(instance.order)}
    forward = sorted(instance.forward, key=lambda arc: position[arc.tail])
    return [*forward, *instance.backward]


def _relax(values: list[int], arcs: list[tuple[int, int, int]]) -> list[int] | None:
    """Raise the values in place; return who raised whom when it never ends."""
    raised_by = [-1] * len(values)
    for _ in range(len(values) + 1):
        changed = False
        for tail, head, offset in arcs:
            if values[tail] + offset > values[head]:
                values[head] = values[tail] + offset
                raised_by[head] = tail
                changed = True
        if not changed:
            return None
    return raised_by


def _name_loop(instance: Instance, raised_by: list[int]) -> Conflict:
    """Find the loop of the last relaxations: it exists when they never end."""
    seen: set[int] = set()
    state = [0] * len(raised_by)
    for start in range(len(raised_by)):
        seen.clear()
        j = start
        while j >= 0 and not state[j] and j not in seen:
            seen.add(j)
            j = raised_by[j]
        if j >= 0 and j in seen:
            loop = [j]
            while raised_by[loop[-1]] != j:
                loop.append(raised_by[loop[-1]])
            loop.reverse()
            keys = tuple(instance.problem.activities[i].key for i in loop)
            return Conflict(ConflictKind.LAG_LOOP, activities=keys, is_minimal=True)
        for visited in seen:
            state[visited] = 1
    raise AssertionError("endless relaxation without a loop")


def _check_deadlines(
    instance: Instance, heads: list[int], arcs: list[tuple[int, int, int]]
) -> Conflict | None:
    """Name the shortest missed deadline and the chain that misses it."""
    missed = [
        (activity.deadline, i)
        for i, activity in enumerate(instance.problem.activities)
        if activity.deadline is not None
        and heads[i] + instance.minimum_durations[i] > activity.deadline
    ]
    if not missed:
        return None
    deadline, last = min(missed)
    chain = [last]
    while True:
        holders = [
            tail
            for tail, head, offset in arcs
            if head == chain[-1]
            and heads[tail] + offset == heads[head]
            and tail not in chain
        ]
        activity = instance.problem.activities[chain[-1]]
        if not holders or heads[chain[-1]] == activity.release:
            break
        chain.append(holders[0])
    return Conflict(
        ConflictKind.DEADLINE,
        activities=tuple(instance.problem.activities[i].key for i in reversed(chain)),
        needed=heads[last] + instance.minimum_durations[last],
        available=deadline,
    )
