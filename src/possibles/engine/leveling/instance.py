"""The problem turned into plain lists of integers, for the algorithms.

Every lag, minimum or maximum, becomes one start-to-start arc (Bartusch, Möhring,
Radermacher, 1988): `S[head] - S[tail] >= weight + duration(tail) * from_finish -
duration(head) * to_finish`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from possibles.engine.leveling.problem import Lag, LevelingProblem, Objective


class Arc(NamedTuple):
    """One start-to-start constraint between two activities, by their positions."""

    tail: int
    head: int
    weight: int
    from_finish: bool
    to_finish: bool
    is_maximum: bool

    def offset(self, tail_duration: int, head_duration: int) -> int:
        """Return the least distance between the two starts, in days."""
        return (
            self.weight
            + (tail_duration if self.from_finish else 0)
            - (head_duration if self.to_finish else 0)
        )


@dataclass(frozen=True, slots=True)
class Instance:
    """Lists indexed by activity; `arcs` are sorted so that searches are repeatable.

    `order` is a topological order of the forward arcs. The other arcs (maximum lags,
    and minimum lags that close a loop) are `backward`: a schedule must be checked
    against them.
    """

    problem: LevelingProblem
    durations: list[list[int]]
    arcs: list[Arc]
    forward: list[Arc]
    backward: list[Arc]
    order: list[int]
    horizon: int

    @property
    def size(self) -> int:
        return len(self.durations)

    @property
    def minimum_durations(self) -> list[int]:
        return [min(modes) for modes in self.durations]

    @property
    def has_one_mode(self) -> bool:
        return all(len(modes) == 1 for modes in self.durations)

    def shortest_offset(self, arc: Arc) -> int:
        """Return the offset of the arc in the modes that make it weakest."""
        return arc.offset(min(self.durations[arc.tail]), max(self.durations[arc.head]))

    def objective_of(self, starts: Sequence[int], modes: Sequence[int]) -> int:
        """Return the makespan or the weighted lateness of the starts."""
        finishes = [
            start + self.durations[i][modes[i]] for i, start in enumerate(starts)
        ]
        if self.problem.objective is Objective.MAKESPAN:
            return max(finishes, default=0)
        return sum(
            activity.weight * max(0, finish - activity.due)
            for activity, finish in zip(self.problem.activities, finishes, strict=True)
            if activity.due is not None
        )


def build_instance(problem: LevelingProblem) -> Instance:
    """Compile the problem."""
    durations = [[m.duration for m in a.modes] for a in problem.activities]
    arcs = sorted(arc for lag in problem.lags for arc in _make_arcs(problem, lag))
    forward, backward, order = _split_arcs(durations, arcs)
    return Instance(
        problem=problem,
        durations=durations,
        arcs=arcs,
        forward=forward,
        backward=backward,
        order=order,
        horizon=_compute_horizon(problem, arcs),
    )


def _make_arcs(problem: LevelingProblem, lag: Lag) -> list[Arc]:
    before, after = problem.index[lag.before], problem.index[lag.after]
    start, finish = lag.kind.from_finish, lag.kind.to_finish
    arcs = []
    if lag.minimum is not None:
        arcs.append(Arc(before, after, lag.minimum, start, finish, False))
    if lag.maximum is not None:
        arcs.append(Arc(after, before, -lag.maximum, finish, start, True))
    return arcs


def _split_arcs(
    durations: list[list[int]], arcs: list[Arc]
) -> tuple[list[Arc], list[Arc], list[int]]:
    """Keep as forward the most arcs that can be sorted."""
    minimum = [arc for arc in arcs if not arc.is_maximum]
    positive = [
        arc
        for arc in minimum
        if arc.offset(min(durations[arc.tail]), max(durations[arc.head])) > 0
    ]
    for forward in (minimum, positive):
        order = sort_topologically(len(durations), forward)
        if order is not None:
            kept = set(forward)
            return forward, [arc for arc in arcs if arc not in kept], order
    return [], arcs, list(range(len(durations)))


def sort_topologically(size: int, arcs: Sequence[Arc]) -> list[int] | None:
    """Return the activities, tails before heads, or None where a loop prevents it."""
    waiting = [0] * size
    successors: list[list[int]] = [[] for _ in range(size)]
    for arc in arcs:
        waiting[arc.head] += 1
        successors[arc.tail].append(arc.head)
    order = [i for i in range(size) if not waiting[i]]
    for i in order:
        for j in successors[i]:
            waiting[j] -= 1
            if not waiting[j]:
                order.append(j)
    return order if len(order) == size else None


def _compute_horizon(problem: LevelingProblem, arcs: Sequence[Arc]) -> int:
    """Bound the makespan of some optimal schedule.

    After the last release and the last change of capacity, doing one activity after
    the other, each as slow as can be and each lag waited in full, always fits.
    """
    work = sum(max(m.duration for m in a.modes) for a in problem.activities)
    waits = sum(max(0, arc.weight) for arc in arcs if not arc.is_maximum)
    slack = sum(max(0, -arc.weight) for arc in arcs if arc.is_maximum)
    latest = max((a.release for a in problem.activities), default=0)
    changes = [day for r in problem.resources for day, _ in r.changes]
    return max([latest, *changes]) + work + waits + slack + 1
