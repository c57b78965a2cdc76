"""Health checks of what was done and what is promised: 9, 11 to 14 of the list.

They look at actual dates, at a baseline, and at what a delay would do.
"""

from fractions import Fraction

from possibles.engine.scheduling.changes import SetDuration
from possibles.engine.scheduling.health_findings import (
    Check,
    Finding,
    Skip,
    View,
    float_of,
    judge,
    skip,
)
from possibles.engine.scheduling.incremental import update_schedule
from possibles.engine.scheduling.model import Task

_JOLT = 600  # working days added by the critical path test


def check_invalid_dates(view: View) -> Finding:
    """9. No actual date after the status date, no unfinished task planned before it."""
    status = view.schedule.project.status_date
    if status is None:
        return skip(Check.INVALID_DATES, Skip.NO_STATUS_DATE, "0")
    offenders = [t.key for t in view.leaves if _has_invalid_date(view, t, status)]
    return judge(Check.INVALID_DATES, offenders, len(view.leaves), "0")


def _has_invalid_date(view: View, task: Task, status: int) -> bool:
    progress = task.progress
    if progress is None:
        return view.dates[task.key].start < status
    if progress.actual_finish is not None:
        return progress.actual_finish >= status
    return progress.actual_start >= status


def _due(view: View) -> list[Task]:
    """Return the tasks the baseline finishes before the status date."""
    status, baseline = view.schedule.project.status_date, view.baseline
    if status is None or baseline is None:
        return []
    return [
        t
        for t in view.leaves
        if t.key in baseline.entries and baseline.entries[t.key].finish < status
    ]


def _lacks_comparison(view: View) -> Skip | None:
    if view.baseline is None:
        return Skip.NO_BASELINE
    if view.schedule.project.status_date is None:
        return Skip.NO_STATUS_DATE
    return None


def check_missed_tasks(view: View) -> Finding:
    """11. At most 5 % of the tasks due have finished, or will finish, late."""
    reason = _lacks_comparison(view)
    if reason is not None or view.baseline is None:
        return skip(Check.MISSED_TASKS, reason or Skip.NO_BASELINE, "1/20")
    due = _due(view)
    entries = view.baseline.entries
    offenders = [t.key for t in due if view.dates[t.key].finish > entries[t.key].finish]
    return judge(Check.MISSED_TASKS, offenders, len(due), "1/20")


def check_critical_path(view: View) -> Finding:
    """12. A long delay put upstream of the last task reaches that task.

    It does not when an imposed date, or missing logic, cuts the path.
    """
    last = max(view.open, key=lambda t: (view.dates[t.key].finish, t.key), default=None)
    upstream = _find_upstream(view, last) if last is not None else []
    if last is None or not upstream:
        return skip(Check.CRITICAL_PATH_TEST, Skip.NOTHING_TO_COUNT, "0")
    task = min(upstream, key=lambda t: (float_of(view, t), view.dates[t.key].start))
    jolt = [SetDuration(task.key, task.duration + _JOLT)]
    after = update_schedule(view.schedule, jolt).schedule
    moved = after[last.key].finish - view.dates[last.key].finish
    passed = moved >= _JOLT - max(0, float_of(view, task))
    offenders = () if passed else (task.key, last.key)
    return Finding(
        Check.CRITICAL_PATH_TEST, 0 if passed else 1, 1, Fraction(0), passed, offenders
    )


def _find_upstream(view: View, last: Task) -> list[Task]:
    """Return the unstarted works that lead to a task through links.

    The task itself only when nothing leads to it.
    """
    before: dict[str, list[str]] = {}
    for link in view.schedule.project.links:
        before.setdefault(link.successor, []).append(link.predecessor)
    reached, waiting = {last.key}, [last.key]
    while waiting:
        for key in before.get(waiting.pop(), []):
            if key not in reached:
                reached.add(key)
                waiting.append(key)
    works = [t for t in view.works if t.key in reached and t.progress is None]
    return [t for t in works if t is not last] or works


def check_cpli(view: View) -> Finding:
    """13. (critical path length + total float) / critical path length ≥ 0.95.

    Length and float in calendar days, the float measured against the project's
    wanted finish, or the baseline's.
    """
    limit = Fraction(19, 20)
    project = view.schedule.project
    wanted = project.finish
    if wanted is None and view.baseline is not None and view.baseline.entries:
        wanted = max(entry.finish for entry in view.baseline.entries.values())
    start = project.start if project.status_date is None else project.status_date
    length = view.schedule.finish - start + 1
    if wanted is None or length <= 0:
        return skip(Check.CPLI, Skip.NO_BASELINE, "19/20")
    index = length + wanted - view.schedule.finish
    return Finding(Check.CPLI, index, length, limit, Fraction(index, length) >= limit)


def check_bei(view: View) -> Finding:
    """14. (tasks finished) / (tasks the baseline finishes by now) ≥ 0.95."""
    limit = Fraction(19, 20)
    reason = _lacks_comparison(view)
    if reason is not None:
        return skip(Check.BEI, reason, "19/20")
    due = _due(view)
    if not due:
        return skip(Check.BEI, Skip.NOTHING_TO_COUNT, "19/20")
    done = len(view.leaves) - len(view.open)
    late = tuple(t.key for t in due if not (t.progress and t.progress.is_finished))
    return Finding(
        Check.BEI, done, len(due), limit, Fraction(done, len(due)) >= limit, late
    )
