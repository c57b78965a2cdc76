"""Lower bounds of the makespan: longest paths, energy, and destruction of horizons.

A horizon is destroyed when no schedule can end by then: windows go empty, once pairs that
cannot run together are put in order, or some interval must receive more energy than it
has. Sources: R. Klein, A. Scholl, "Computing lower bounds by destructive improvement",
European Journal of Operational Research 112, 1999; P. Baptiste, C. Le Pape, W. Nuijten,
"Satisfiability tests and time-bound adjustments for cumulative scheduling problems",
Annals of Operations Research 92, 1999.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from possibles.engine.leveling.instance import Instance
from possibles.engine.leveling.problem import Objective
from possibles.engine.leveling.result import Conflict, ConflictKind
from possibles.engine.leveling.windows import Windows

_FAR = 1 << 40
_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Overload:
    """An interval of days whose compulsory work exceeds the capacity of a resource."""

    resource: int
    start: int
    end: int
    needed: int
    available: int
    activities: tuple[int, ...]


def compute_bound(
    instance: Instance,
    windows: Windows,
    *,
    upper: int | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> int:
    """Return a proven lower bound of the objective.

    Parameters
    ----------
    upper
        Objective of a known schedule: no horizon from there on is tried.
    """
    if instance.problem.objective is Objective.WEIGHTED_LATENESS:
        finishes = [
            head + duration
            for head, duration in zip(
                windows.heads, instance.minimum_durations, strict=True
            )
        ]
        return sum(
            activity.weight * max(0, finish - activity.due)
            for activity, finish in zip(
                instance.problem.activities, finishes, strict=True
            )
            if activity.due is not None
        )
    bound = max(
        (h + q for h, q in zip(windows.heads, windows.tails, strict=True)), default=0
    )
    top = instance.horizon if upper is None else upper
    # A horizon shorter than a destroyed one is destroyed too, so bisection is right.
    while bound < top and not should_stop():
        middle = (bound + top) // 2
        if is_destroyed(instance, windows, middle):
            bound = middle + 1
        else:
            top = middle
    return bound


def is_destroyed(instance: Instance, windows: Windows, horizon: int) -> bool:
    """Return whether no schedule can be seen to end by the horizon."""
    heads = list(windows.heads)
    lasts = [horizon - tail for tail in windows.tails]
    for i, activity in enumerate(instance.problem.activities):
        if activity.deadline is not None:
            lasts[i] = min(lasts[i], activity.deadline - instance.minimum_durations[i])
    if not _tighten(instance, heads, lasts):
        return True
    return find_overload(instance, heads, lasts) is not None


def find_energy_conflict(instance: Instance, windows: Windows) -> Conflict | None:
    """Look for an interval that the deadlines alone overload."""
    activities = instance.problem.activities
    if all(activity.deadline is None for activity in activities):
        return None
    lasts = [
        _FAR if a.deadline is None else a.deadline - duration
        for a, duration in zip(activities, instance.minimum_durations, strict=True)
    ]
    heads = list(windows.heads)
    _pull_lasts(instance, lasts)
    found = find_overload(instance, heads, lasts)
    if found is None:
        return None
    return Conflict(
        ConflictKind.ENERGY,
        activities=tuple(activities[i].key for i in found.activities),
        resources=(instance.problem.resources[found.resource].key,),
        needed=found.needed,
        available=found.available,
        start=found.start,
        end=found.end,
    )


def find_overload(
    instance: Instance, heads: list[int], lasts: list[int]
) -> Overload | None:
    """Return an interval whose compulsory energy exceeds its capacity, if any.

    The intervals tried start at an earliest start and end at a latest finish, or are
    bounded by the compulsory parts.
    """
    for rank, resource in enumerate(instance.problem.resources):
        if resource.renewable:
            found = _overload_of(instance, rank, heads, lasts)
            if found is not None:
                return found
    return None


def _overload_of(
    instance: Instance, rank: int, heads: list[int], lasts: list[int]
) -> Overload | None:
    activities = instance.problem.activities
    users = [
        i
        for i, activity in enumerate(activities)
        if lasts[i] < _FAR
        and all(mode.demands[rank] and mode.duration for mode in activity.modes)
    ]
    if not users:
        return None
    rows = [(i, mode) for i in users for mode in activities[i].modes]
    firsts = np.cumsum([0, *(len(activities[i].modes) for i in users)])[:-1]
    head = np.array([heads[i] for i, _ in rows])
    duration = np.array([mode.duration for _, mode in rows])
    shortest = np.array([instance.minimum_durations[i] for i, _ in rows])
    last = np.array([lasts[i] for i, _ in rows]) + shortest - duration
    demand = np.array([mode.demands[rank] for _, mode in rows])
    starts = np.unique(np.concatenate([head, last]))
    ends = np.unique(np.concatenate([last + duration, head + duration]))
    area = _cumulate_capacity(instance, rank, int(ends[-1]))
    for start in starts:
        later = ends[ends > start]
        if not later.size:
            continue
        energy = _energy(start, later, head, duration, last, demand)
        least = np.minimum.reduceat(energy, firsts, axis=1)
        needed = least.sum(axis=1)
        available = area[later] - area[max(0, int(start))]
        over = np.flatnonzero(needed > available)
        if over.size:
            worst = int(over[np.argmax(needed[over] - available[over])])
            return Overload(
                resource=rank,
                start=int(start),
                end=int(later[worst]),
                needed=int(needed[worst]),
                available=int(available[worst]),
                activities=tuple(users[k] for k in np.flatnonzero(least[worst])),
            )
    return None


def _energy(
    start: np.int64,
    ends: _Ints,
    head: _Ints,
    duration: _Ints,
    last: _Ints,
    demand: _Ints,
) -> _Ints:
    """Return the unit-days each row must spend inside each interval."""
    left = np.clip(head + duration - start, 0, duration)
    right = np.clip(ends[:, None] - last[None, :], 0, duration)
    inside = np.minimum(np.minimum(left, right), (ends - start)[:, None])
    energy: _Ints = inside * demand
    return energy


def _cumulate_capacity(instance: Instance, rank: int, end: int) -> _Ints:
    """Return the unit-days available before each day."""
    resource = instance.problem.resources[rank]
    daily = np.full(max(end, 0) + 1, resource.capacity, dtype=np.int64)
    for day, amount in resource.changes:
        daily[day:] = amount
    return np.concatenate([[0], np.cumsum(daily)])


def _tighten(instance: Instance, heads: list[int], lasts: list[int]) -> bool:
    """Put in order the pairs that cannot overlap; False when a window is empty."""
    arcs = [
        (arc.tail, arc.head, instance.shortest_offset(arc)) for arc in instance.arcs
    ]
    pairs = _find_disjoint_pairs(instance)
    durations = instance.minimum_durations
    changed = True
    while changed:
        changed = False
        for i, j, offset in arcs:
            if heads[i] + offset > heads[j]:
                heads[j] = heads[i] + offset
                changed = True
            if lasts[j] - offset < lasts[i]:
                lasts[i] = lasts[j] - offset
                changed = True
        for i, j in pairs:
            if heads[i] + durations[i] > lasts[j]:
                before, after = j, i
            elif heads[j] + durations[j] > lasts[i]:
                before, after = i, j
            else:
                continue
            if heads[before] + durations[before] > heads[after]:
                heads[after] = heads[before] + durations[before]
                changed = True
            if lasts[after] - durations[before] < lasts[before]:
                lasts[before] = lasts[after] - durations[before]
                changed = True
        if any(head > last for head, last in zip(heads, lasts, strict=True)):
            return False
    return True


def _pull_lasts(instance: Instance, lasts: list[int]) -> None:
    arcs = [
        (arc.tail, arc.head, instance.shortest_offset(arc)) for arc in instance.arcs
    ]
    for _ in range(instance.size):
        changed = False
        for i, j, offset in arcs:
            if lasts[j] < _FAR and lasts[j] - offset < lasts[i]:
                lasts[i] = lasts[j] - offset
                changed = True
        if not changed:
            return


def _find_disjoint_pairs(instance: Instance) -> list[tuple[int, int]]:
    """Return the pairs whose least demands together exceed every day's capacity."""
    activities = instance.problem.activities
    peaks = [r.peak if r.renewable else _FAR for r in instance.problem.resources]
    least = np.array(
        [
            [min(m.demands[rank] for m in a.modes) for rank in range(len(peaks))]
            if min(m.duration for m in a.modes)
            else [0] * len(peaks)
            for a in activities
        ],
        dtype=np.int64,
    ).reshape(len(activities), len(peaks))
    if not peaks:
        return []
    over = (least[:, None, :] + least[None, :, :] > np.array(peaks)).any(axis=2)
    return [
        (int(i), int(j)) for i, j in zip(*np.nonzero(np.triu(over, 1)), strict=True)
    ]
