"""Compute the dates of a project.

>>> schedule = compute_schedule(project)
>>> schedule["works"].start, schedule["works"].total_float, schedule.finish
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from possibles.engine.scheduling.level_passes import LevelDates, run_levels, sort_levels
from possibles.engine.scheduling.model import Project, Task
from possibles.engine.scheduling.network import Network, compile_network, finish_ranks
from possibles.engine.scheduling.node_building import build_nodes
from possibles.engine.scheduling.nodes import Form, IntArray
from possibles.engine.scheduling.order import order_nodes, raise_cycle
from possibles.engine.scheduling.passes import (
    PassDates,
    push_late,
    run_backward,
    run_forward,
    run_free,
)
from possibles.engine.scheduling.tables import HorizonError
from possibles.engine.scheduling.wiring import Wiring, wire

# Below this many tasks the node-by-node passes win (bench/engine/cpm.py).
_SMALL = 4_000
_LEVELS_PER_NODE = 1 / 40
_LONGEST_REACH = 1 << 22


@dataclass(frozen=True, slots=True)
class TaskDates:
    """The dates of one task; days are inclusive.

    Parameters
    ----------
    start, finish
        First and last day. A milestone has one day: both are equal.
    late_start, late_finish
        The latest that hold the project finish, the limits and the deadlines.
    total_float, free_float
        Working days of the task's own calendar (sessions, for a decision
        calendar); negative when a limit is missed. None once finished.
    slack_days
        Calendar days between the finish and the late finish. None once finished.
    """

    key: str
    start: int
    finish: int
    late_start: int
    late_finish: int
    total_float: int | None
    free_float: int | None
    slack_days: int | None

    @property
    def is_finished(self) -> bool:
        return self.total_float is None

    @property
    def is_critical(self) -> bool:
        return self.total_float is not None and self.total_float <= 0


class Schedule(Mapping[str, TaskDates]):
    """The dates of every task, by key, in the project's order. Never changes.

    Attributes
    ----------
    project
        What was scheduled.
    network, passes, order
        The compiled network and raw ranks, for the other modules of this package.
    """

    def __init__(
        self,
        project: Project,
        network: Network,
        passes: PassDates | LevelDates,
        order: Sequence[int] | IntArray,
        wiring: Wiring | None = None,
    ) -> None:
        self.project = project
        self.network = network
        self.passes = passes
        self.order = order
        self._wiring = wiring

    def __getitem__(self, key: str) -> TaskDates:
        return self.dates_at(self.network.nodes.index[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self.network.nodes.index)

    def __len__(self) -> int:
        return self.network.nodes.n_tasks

    def task(self, key: str) -> Task:
        return self.project.tasks[self.network.nodes.index[key]]

    @property
    def wiring(self) -> Wiring:
        """The network as lists, made when first needed."""
        if self._wiring is None:
            self._wiring = wire(self.network)
        return self._wiring

    def unpack(self) -> PassDates:
        """Return the raw ranks as lists, for the walks that go node by node.

        A schedule computed by levels holds arrays; they are turned once, in place:
        the values do not change.
        """
        passes = self.passes
        if not isinstance(passes, PassDates):
            self.passes = PassDates(
                rank=passes.rank.tolist(),
                event=passes.event.tolist(),
                late=passes.late.tolist(),
                free=passes.free.tolist(),
                last=finish_ranks(self.network, passes.end).tolist(),
                end=passes.end,
            )
            self.order = [int(node) for node in self.order]
        return self.passes  # type: ignore[return-value]

    @cached_property
    def start(self) -> int:
        """First day of the whole (the project's start when there is no task)."""
        return min((d.start for d in self.values()), default=self.project.start)

    @cached_property
    def finish(self) -> int:
        """Last day of the whole."""
        days = self.finish_days()
        return int(days.max()) if len(days) else self.project.start

    def finish_days(self) -> IntArray:
        """Return the last day of every task that is not a summary, all at once."""
        nodes, size = self.network.nodes, self.network.size
        ends = np.asarray(self.passes.event[size : size + nodes.n_tasks], np.int64)
        ends = ends + self.network.tables.horizon.low
        ends -= nodes.form[: nodes.n_tasks] != Form.START_MILESTONE
        for i in nodes.fixed:
            if i < nodes.n_tasks:
                ends[i] = self[self.project.tasks[i].key].finish
        return ends[self._is_leaf()]

    def critical_flags(self) -> list[bool]:
        """Return, for every task of the project, whether its float is spent."""
        n = self.network.nodes.n_tasks
        late = np.asarray(self.passes.late[:n], np.int64)
        spent = late <= np.asarray(self.passes.rank[:n], np.int64)
        spent &= self.network.nodes.form[:n] != Form.FIXED
        return spent.tolist()  # type: ignore[no-any-return]

    def _is_leaf(self) -> NDArray[np.bool_]:
        leaf = np.ones(self.network.nodes.n_tasks, bool)
        leaf[list(self.network.nodes.hierarchy.summaries)] = False
        return leaf

    def dates_at(self, position: int) -> TaskDates:
        """Return the dates of the task at a position of the project."""
        task = self.project.tasks[position]
        if task.is_summary:
            return self._roll_up(task, position)
        progress = task.progress
        if progress is not None and progress.actual_finish is not None:
            start, finish = progress.actual_start, progress.actual_finish
            return TaskDates(task.key, start, finish, start, finish, None, None, None)
        return self._read_dates(task, position)

    def _read_dates(self, task: Task, i: int) -> TaskDates:
        passes = self.passes
        rank, late = int(passes.rank[i]), int(passes.late[i])
        start, finish = self._days_at(i, rank)
        late_start, late_finish = self._days_at(i, late)
        if task.progress is not None:
            start = late_start = task.progress.actual_start
        return TaskDates(
            key=task.key,
            start=start,
            finish=finish,
            late_start=late_start,
            late_finish=late_finish,
            total_float=late - rank,
            free_float=int(passes.free[i]) - rank,
            slack_days=late_finish - finish,
        )

    def _days_at(self, i: int, rank: int) -> tuple[int, int]:
        """Return the inclusive days of a node at a rank."""
        network = self.network
        day, low = network.tables.day, network.tables.horizon.low
        form = network.nodes.form[i]
        first = int(day[rank + network.start_at[i]]) + low
        if form != Form.WORK:
            return first, first
        return first, int(day[rank + network.finish_at[i]]) + low

    def _roll_up(self, task: Task, position: int) -> TaskDates:
        leaves = self.network.nodes.hierarchy.leaves[position]
        rows = [self.dates_at(leaf) for leaf in leaves]
        if not rows:
            day = self.project.start
            return TaskDates(task.key, day, day, day, day, None, None, None)
        moving = [row for row in rows if not row.is_finished]
        finish = max(row.finish for row in rows)
        late_finish = max(row.late_finish for row in rows)
        return TaskDates(
            key=task.key,
            start=min(row.start for row in rows),
            finish=finish,
            late_start=min(row.late_start for row in rows),
            late_finish=late_finish,
            total_float=_least(row.total_float for row in moving),
            free_float=_least(row.free_float for row in moving),
            slack_days=late_finish - finish if moving else None,
        )


def compute_schedule(project: Project) -> Schedule:
    """Return the earliest dates, the latest ones and the floats of a project.

    Raises
    ------
    InvalidInput
        When the project contradicts itself (unknown keys, bad calendars).
    CycleError
        When links form a loop; `keys` are its members in order.
    """
    nodes = build_nodes(project)
    reach = 2048
    while True:
        network = compile_network(project, nodes, reach=reach)
        try:
            return _run(project, network)
        except (IndexError, HorizonError):
            # The horizon was too short for these durations: look further.
            reach *= 8
            if reach > _LONGEST_REACH:
                raise


def _run(project: Project, network: Network) -> Schedule:
    if network.size >= _SMALL and not network.bounds.as_late:
        levels = sort_levels(
            network, max_levels=int(network.size * _LEVELS_PER_NODE) + 1
        )
        if levels is not None:
            if not levels.is_whole:
                raise_cycle(project, network.nodes)
            found = run_levels(network, levels, end=_wanted_end(project, network))
            return Schedule(project, network, found, levels.order)
    wiring = wire(network)
    order = order_nodes(wiring)
    if order is None:
        raise_cycle(project, network.nodes)
        raise AssertionError
    return run_wired(project, network, wiring, order)


def run_wired(
    project: Project, network: Network, wiring: Wiring, order: list[int]
) -> Schedule:
    """Run the passes node by node on a network whose order is known."""
    rank, event = run_forward(wiring, order)
    early_end = max(event[network.size :], default=0)
    wanted = _wanted_end(project, network)
    end = early_end if wanted is None else wanted
    last = finish_ranks(network, end).tolist()
    if network.bounds.as_late:
        push_late(network, wiring, order, (rank, event))
    passes = PassDates(
        rank=rank,
        event=event,
        late=run_backward(wiring, order, last),
        free=run_free(network, wiring, order, rank, early_end),
        last=last,
        end=end,
    )
    return Schedule(project, network, passes, order, wiring)


def _wanted_end(project: Project, network: Network) -> int | None:
    if project.finish is None:
        return None
    return project.finish + 1 - network.tables.horizon.low


def _least(floats: Iterator[int | None]) -> int | None:
    return min((value for value in floats if value is not None), default=None)
