"""Compare two plans, task by task: added, removed, moved, longer, costlier."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from possibles.engine.errors import InvalidInput
from possibles.engine.scheduling.model import Baseline, BaselineEntry, Project
from possibles.engine.scheduling.schedule import Schedule


@dataclass(frozen=True, slots=True)
class TaskVariance:
    """How one task differs; days are calendar days, durations working days, cents.

    Positive means later, longer, costlier.
    """

    key: str
    start: int
    finish: int
    duration: int
    cost: int


@dataclass(frozen=True, slots=True)
class PlanVariance:
    """The difference between two plans, keys in the order of the later plan.

    A task may be both moved and longer. `finish` is the shift of the whole, in
    calendar days, over all tasks of each plan.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[TaskVariance, ...]
    longer: tuple[TaskVariance, ...]
    shorter: tuple[TaskVariance, ...]
    costlier: tuple[TaskVariance, ...]
    cheaper: tuple[TaskVariance, ...]
    finish: int
    cost: int


def take_baseline(schedule: Schedule, key: str) -> Baseline:
    """Return the memory of a schedule: dates, durations and costs of every task."""
    return Baseline(
        key,
        {
            task.key: BaselineEntry(
                schedule[task.key].start,
                schedule[task.key].finish,
                task.duration,
                task.cost,
            )
            for task in schedule.project.tasks
        },
    )


def shift_baseline(baseline: Baseline, days: int) -> Baseline:
    """Return the same memory counted from an origin `days` earlier."""
    entries = {
        key: replace(entry, start=entry.start + days, finish=entry.finish + days)
        for key, entry in baseline.entries.items()
    }
    return Baseline(baseline.key, entries)


def find_baseline(project: Project, key: str | None = None) -> Baseline:
    """Return a baseline by key, the latest one by default.

    Raises
    ------
    InvalidInput
        When there is none.
    """
    for baseline in reversed(project.baselines):
        if key is None or baseline.key == key:
            return baseline
    raise InvalidInput("The baseline is unknown.", keys=[key or ""])


def compare_plans(before: Schedule | Baseline, after: Schedule) -> PlanVariance:
    """Return how `after` differs from `before`, a schedule or a baseline."""
    old = before.entries if isinstance(before, Baseline) else _entries(before)
    new = _entries(after)
    rows = [_difference(key, old[key], new[key]) for key in new if key in old]
    return PlanVariance(
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
        moved=tuple(row for row in rows if row.start or row.finish),
        longer=tuple(row for row in rows if row.duration > 0),
        shorter=tuple(row for row in rows if row.duration < 0),
        costlier=tuple(row for row in rows if row.cost > 0),
        cheaper=tuple(row for row in rows if row.cost < 0),
        finish=_last(new) - _last(old) if old and new else 0,
        cost=_total(new, after) - _total(old, after),
    )


def _entries(schedule: Schedule) -> Mapping[str, BaselineEntry]:
    return take_baseline(schedule, "").entries


def _difference(key: str, old: BaselineEntry, new: BaselineEntry) -> TaskVariance:
    return TaskVariance(
        key,
        new.start - old.start,
        new.finish - old.finish,
        new.duration - old.duration,
        new.cost - old.cost,
    )


def _last(entries: Mapping[str, BaselineEntry]) -> int:
    return max(entry.finish for entry in entries.values())


def _total(entries: Mapping[str, BaselineEntry], schedule: Schedule) -> int:
    """Sum the costs, those of summaries left out: they repeat their tasks'."""
    summaries = {t.key for t in schedule.project.tasks if t.is_summary}
    return sum(e.cost for key, e in entries.items() if key not in summaries)
