"""Critical and near-critical tasks, driving links, the paths they form."""

from dataclasses import dataclass

from possibles.engine.scheduling.causes import (
    CauseKind,
    describe_node,
    final_node,
    find_causes,
)
from possibles.engine.scheduling.explain import trace_chain
from possibles.engine.scheduling.model import Link
from possibles.engine.scheduling.schedule import Schedule, TaskDates


@dataclass(frozen=True, slots=True)
class NearCritical:
    """A task whose float is above zero and at most a threshold."""

    key: str
    total_float: int
    slack_days: int


def list_critical(schedule: Schedule) -> tuple[str, ...]:
    """Return the tasks without float (or with less), in the order of time."""
    rows = [d for d in _leaf_dates(schedule) if d.is_critical]
    return tuple(d.key for d in sorted(rows, key=lambda d: (d.start, d.finish)))


def list_near_critical(
    schedule: Schedule, *, threshold: int
) -> tuple[NearCritical, ...]:
    """Return the tasks with 1 to `threshold` calendar days of slack, tightest first.

    Calendar days rather than working ones, so that tasks of different calendars
    (works, council sessions) compare.
    """
    rows = [
        NearCritical(d.key, d.total_float, d.slack_days)
        for d in _leaf_dates(schedule)
        if d.total_float is not None
        and d.slack_days is not None
        and not d.is_critical
        and d.slack_days <= threshold
    ]
    return tuple(sorted(rows, key=lambda row: (row.slack_days, row.key)))


def longest_path(schedule: Schedule, key: str | None = None) -> tuple[str, ...]:
    """Return the chain of tasks that puts `key` (by default the last task) there.

    Unlike zero float it is one path, from its root cause to its end, and it exists
    even when deadlines make everything negative.
    """
    if key is None:
        tasks = _leaf_dates(schedule)
        if not tasks:
            return ()
        key = max(tasks, key=lambda d: (d.finish, d.key)).key
    chain: list[str] = []
    for node, _, _ in trace_chain(schedule, final_node(schedule, key)):
        name, _ = describe_node(schedule, node)
        if not chain or chain[-1] != name:
            chain.append(name)
    return tuple(chain)


def driving_links(schedule: Schedule, key: str) -> tuple[Link, ...]:
    """Return the links that bind a task, the one that drives it first."""
    node = schedule.network.nodes.index[key]
    return tuple(
        item.cause.link
        for item in find_causes(schedule, node)
        if item.cause.kind is CauseKind.LINK
        and item.cause.is_driving
        and item.cause.link is not None
    )


def _leaf_dates(schedule: Schedule) -> list[TaskDates]:
    return [
        schedule.dates_at(i)
        for i, task in enumerate(schedule.project.tasks)
        if not task.is_summary
    ]
