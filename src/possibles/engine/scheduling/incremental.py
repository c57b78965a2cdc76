"""Recompute only what a change touches.

Durations and lags are followed from the changed tasks outwards, in topological
order, and the walk stops where dates stop moving; the backward pass is walked the
same way unless the end of the whole moved. Other changes (structure, calendars,
constraints, progress) run the passes again: the answer is the same, only slower.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from possibles.engine.scheduling.changes import (
    Change,
    SetDuration,
    SetLag,
    apply_changes,
)
from possibles.engine.scheduling.local_network import LocalChange, change_locally
from possibles.engine.scheduling.network import Network, finish_ranks
from possibles.engine.scheduling.passes import PassDates, limit_by_successors
from possibles.engine.scheduling.schedule import Schedule, compute_schedule
from possibles.engine.scheduling.tables import FAR, HorizonError
from possibles.engine.scheduling.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Update:
    """The schedule after a change.

    Parameters
    ----------
    moved
        Keys whose start or finish differs, predecessors first; added and removed
        tasks are not among them. Summaries that contain a moved task follow.
    recomputed
        Number of nodes visited by the forward pass.
    """

    schedule: Schedule
    moved: tuple[str, ...]
    recomputed: int


def update_schedule(schedule: Schedule, changes: Sequence[Change]) -> Update:
    """Return the schedule after the changes, and what moved.

    Equal in every date and float to `compute_schedule(apply_changes(...))`.

    Raises
    ------
    InvalidInput, CycleError
        When the changed project is not valid.
    """
    project = apply_changes(schedule.project, changes)
    if _is_local(schedule, changes):
        try:
            return _update_locally(schedule, project, changes)
        except (IndexError, HorizonError):
            pass  # a longer horizon is needed: compute anew
    after = compute_schedule(project)
    return Update(after, find_moved(schedule, after), after.network.size)


def find_moved(before: Schedule, after: Schedule) -> tuple[str, ...]:
    """Return the common keys whose start or finish differs, predecessors first."""
    nodes = after.network.nodes
    leaves = [
        after.project.tasks[i].key for i in map(int, after.order) if i < nodes.n_tasks
    ]
    keys = [key for key in leaves if not after.task(key).is_summary]
    keys += [key for key in leaves if after.task(key).is_summary]
    return tuple(key for key in keys if key in before and _moved(before, after, key))


def _moved(before: Schedule, after: Schedule, key: str) -> bool:
    old, new = before[key], after[key]
    return (old.start, old.finish) != (new.start, new.finish)


def _is_local(schedule: Schedule, changes: Sequence[Change]) -> bool:
    if schedule.network.bounds.as_late:
        return False
    nodes = schedule.network.nodes
    for change in changes:
        if isinstance(change, SetDuration):
            i = nodes.index[change.key]
            task = schedule.project.tasks[i]
            if task.progress is not None or not task.duration or not change.duration:
                return False
        elif isinstance(change, SetLag):
            ends = (change.link.predecessor, change.link.successor)
            if any(
                schedule.task(end).is_summary or schedule.task(end).progress is not None
                for end in ends
            ):
                return False
        else:
            return False
    return True


def _update_locally(
    schedule: Schedule, project: object, changes: Sequence[Change]
) -> Update:
    local = change_locally(schedule, changes)
    walk = _Walk(schedule, local)
    walk.forward()
    walk.backward()
    walk.refresh_free()
    after = Schedule(
        project,  # type: ignore[arg-type]
        local.network,
        walk.passes,
        schedule.order,
        local.wiring,
    )
    return Update(after, walk.moved_keys(after), walk.visited)


class _Walk:
    """One propagation; lists are copied once, then edited in place."""

    def __init__(self, schedule: Schedule, local: LocalChange) -> None:
        old = schedule.unpack()
        self.before = schedule
        self.network: Network = local.network
        self.wiring: Wiring = local.wiring
        self.seeds = local.nodes
        self.order = list(schedule.order)
        self.position = local.position
        self.passes = PassDates(
            list(old.rank),
            list(old.event),
            list(old.late),
            list(old.free),
            old.last,
            old.end,
        )
        self.dirty: set[int] = set(local.nodes)
        self.visited = 0

    def forward(self) -> None:
        wiring, passes, size = self.wiring, self.passes, self.network.size
        table, day, position = wiring.rank, wiring.day, self.position
        rank, event = passes.rank, passes.event
        heap: list[tuple[int, int]] = []
        queued = set(self.seeds)
        for node in self.seeds:
            heappush(heap, (position[node], node))
        while heap:
            _, i = heappop(heap)
            self.visited += 1
            k = wiring.lowest[i]
            for held_by, a, b, _ in wiring.into[i]:
                bound = table[event[held_by] + a] + b
                if bound > k:  # noqa: PLR1730 -- max() costs three times more
                    k = bound
            start = day[k + wiring.start_at[i]] + wiring.start_plus[i]
            finish = day[k + wiring.finish_at[i]] + wiring.finish_plus[i]
            if finish >= FAR:
                raise HorizonError
            if k == rank[i] and start == event[i] and finish == event[size + i]:
                continue
            self.dirty.add(i)
            rank[i], event[i], event[size + i] = k, start, finish
            for edge in wiring.out[i]:
                if edge[0] not in queued:
                    queued.add(edge[0])
                    heappush(heap, (position[edge[0]], edge[0]))

    def backward(self) -> None:
        passes, size = self.passes, self.network.size
        self.early_end = max(passes.event[size:])
        end = self.early_end if self._is_free_end() else passes.end
        if end == passes.end:
            self._walk_back()
            return
        passes.end = end
        passes.last = finish_ranks(self.network, end).tolist()
        late = list(passes.last)
        limit = limit_by_successors
        for i in reversed(self.order):
            if self.wiring.out[i]:
                late[i] = limit(self.wiring, i, late, late[i])
            if late[i] < 0:
                raise HorizonError
        passes.late = late

    def _walk_back(self) -> None:
        """Follow changed late ranks from the seeds and their predecessors."""
        passes, wiring, position = self.passes, self.wiring, self.position
        passes.last = list(passes.last)
        fresh = finish_ranks(self.network, passes.end)
        heap: list[tuple[int, int]] = []
        queued: set[int] = set()

        def push(node: int) -> None:
            if node not in queued:
                queued.add(node)
                heappush(heap, (-position[node], node))

        for node in self.seeds:
            passes.last[node] = int(fresh[node])
            push(node)
            for edge in wiring.into[node]:
                push(edge[0] % self.network.size)
        seeds = frozenset(queued)
        while heap:
            _, i = heappop(heap)
            value = limit_by_successors(wiring, i, passes.late, passes.last[i])
            if value < 0:
                raise HorizonError
            if value == passes.late[i] and i not in seeds:
                continue
            passes.late[i] = value
            for edge in wiring.into[i]:
                push(edge[0] % self.network.size)

    def _is_free_end(self) -> bool:
        return self.before.project.finish is None

    def refresh_free(self) -> None:
        """Recompute the free ranks that depend on a date that moved."""
        network, wiring, passes = self.network, self.wiring, self.passes
        n_tasks, size = network.nodes.n_tasks, network.size
        limits: list[int] = finish_ranks(network, self.early_end).tolist()
        targets = passes.rank
        if size > n_tasks:
            targets = list(passes.rank)
            for i in range(n_tasks, size):
                targets[i] = limit_by_successors(wiring, i, passes.rank, limits[i])
        old_end = max(self.before.unpack().event[size:])
        if old_end != self.early_end or size > n_tasks:
            affected: set[int] = set(range(size))
        else:
            affected = set(self.dirty)
            for node in self.dirty:
                affected.update(edge[0] % size for edge in wiring.into[node])
        for i in affected:
            limit = limit_by_successors(wiring, i, targets, limits[i])
            passes.free[i] = max(limit, passes.rank[i])

    def moved_keys(self, after: Schedule) -> tuple[str, ...]:
        nodes, tasks = self.network.nodes, after.project.tasks
        leaves = sorted(
            (i for i in self.dirty if i < nodes.n_tasks), key=self.position.__getitem__
        )
        moved = [i for i in leaves if _moved(self.before, after, tasks[i].key)]
        inside = set(moved)
        above = [
            s
            for s in nodes.hierarchy.summaries
            if inside.intersection(nodes.hierarchy.leaves[s])
            and _moved(self.before, after, tasks[s].key)
        ]
        return tuple(tasks[i].key for i in [*moved, *above])
