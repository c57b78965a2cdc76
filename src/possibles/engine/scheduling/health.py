"""Schedule health, in the manner of the DCMA 14-point assessment.

Source: Defense Contract Management Agency, « 14 Point Assessment Metrics » (2005,
revised 2012). Same thresholds; counts are made on tasks still to finish, summaries
and milestones apart where the metric says so. A check that lacks its data (no
baseline, no resources, no status date) is skipped and says why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from possibles.engine.scheduling.changes import SetDuration
from possibles.engine.scheduling.incremental import update_schedule
from possibles.engine.scheduling.model import HARD, Baseline, LinkType, Task
from possibles.engine.scheduling.schedule import Schedule

_LONG = 44  # two months of working days
_JOLT = 600  # working days added by the critical path test


class Check(Enum):
    LOGIC = "logic"
    LEADS = "leads"
    LAGS = "lags"
    LINK_TYPES = "link_types"
    HARD_CONSTRAINTS = "hard_constraints"
    HIGH_FLOAT = "high_float"
    NEGATIVE_FLOAT = "negative_float"
    HIGH_DURATION = "high_duration"
    INVALID_DATES = "invalid_dates"
    RESOURCES = "resources"
    MISSED_TASKS = "missed_tasks"
    CRITICAL_PATH_TEST = "critical_path_test"
    CPLI = "critical_path_length_index"
    BEI = "baseline_execution_index"


class Skip(Enum):
    """Why a check could not be made."""

    NOTHING_TO_COUNT = "nothing_to_count"
    NO_BASELINE = "no_baseline"
    NO_STATUS_DATE = "no_status_date"
    NO_RESOURCES = "no_resources"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    Parameters
    ----------
    count, total
        Offenders and what they are counted among; for the two indices, numerator
        and denominator.
    threshold
        Largest acceptable share, or smallest acceptable index.
    passed
        None when the check was skipped.
    offenders
        Keys of tasks; for links, `predecessor>successor`.
    """

    check: Check
    count: int
    total: int
    threshold: Fraction
    passed: bool | None
    offenders: tuple[str, ...] = ()
    skipped: Skip | None = None

    @property
    def share(self) -> Fraction:
        return Fraction(self.count, self.total) if self.total else Fraction(0)


def assess_health(
    schedule: Schedule, baseline: Baseline | None = None
) -> tuple[Finding, ...]:
    """Return the fourteen findings, in DCMA's order.

    The baseline defaults to the project's latest.
    """
    if baseline is None and schedule.project.baselines:
        baseline = schedule.project.baselines[-1]
    view = _View(schedule, baseline)
    checks: tuple[Callable[[_View], Finding], ...] = (
        _check_logic,
        _check_leads,
        _check_lags,
        _check_link_types,
        _check_hard_constraints,
        _check_high_float,
        _check_negative_float,
        _check_high_duration,
        _check_invalid_dates,
        _check_resources,
        _check_missed_tasks,
        _check_critical_path,
        _check_cpli,
        _check_bei,
    )
    return tuple(check(view) for check in checks)


class _View:
    """The tasks and links the metrics count."""

    def __init__(self, schedule: Schedule, baseline: Baseline | None) -> None:
        self.schedule = schedule
        self.baseline = baseline
        tasks = [t for t in schedule.project.tasks if not t.is_summary]
        self.leaves = tasks
        self.open = [t for t in tasks if not (t.progress and t.progress.is_finished)]
        self.works = [t for t in self.open if t.duration]
        pending = {t.key for t in self.open}
        self.links = [
            link for link in schedule.project.links if link.successor in pending
        ]
        self.dates = {t.key: schedule[t.key] for t in tasks}


def _judge(check: Check, offenders: list[str], total: int, limit: str) -> Finding:
    """Pass when the share of offenders stays within the limit."""
    threshold = Fraction(limit)
    if not total:
        return _skip(check, Skip.NOTHING_TO_COUNT, limit)
    passed = Fraction(len(offenders), total) <= threshold
    return Finding(check, len(offenders), total, threshold, passed, tuple(offenders))


def _skip(check: Check, reason: Skip, limit: str) -> Finding:
    return Finding(check, 0, 0, Fraction(limit), None, skipped=reason)


def _name(predecessor: str, successor: str) -> str:
    return f"{predecessor}>{successor}"


def _check_logic(view: _View) -> Finding:
    """1. Every task but the first and the last has a predecessor and a successor."""
    held = {link.successor for link in view.schedule.project.links}
    holding = {link.predecessor for link in view.schedule.project.links}
    ends = _first_and_last(view)
    offenders = [
        t.key
        for t in view.open
        if (
            t.key not in held and t.key not in ends[:1] and not _inherits(view, t, held)
        )
        or (
            t.key not in holding
            and t.key not in ends[1:]
            and not _inherits(view, t, holding)
        )
    ]
    return _judge(Check.LOGIC, offenders, len(view.open), "1/20")


def _inherits(view: _View, task: Task, ends: set[str]) -> bool:
    """Tell whether a summary above the task is linked."""
    parent = task.parent
    while parent is not None:
        if parent in ends:
            return True
        parent = view.schedule.task(parent).parent
    return False


def _first_and_last(view: _View) -> list[str]:
    if not view.dates:
        return []
    first = min(view.dates.values(), key=lambda d: (d.start, d.finish, d.key)).key
    last = max(view.dates.values(), key=lambda d: (d.finish, d.start, d.key)).key
    return [first, last]


def _check_leads(view: _View) -> Finding:
    """2. No negative lag."""
    offenders = [
        _name(link.predecessor, link.successor) for link in view.links if link.lag < 0
    ]
    return _judge(Check.LEADS, offenders, len(view.links), "0")


def _check_lags(view: _View) -> Finding:
    """3. At most 5 % of links with a lag."""
    offenders = [
        _name(link.predecessor, link.successor) for link in view.links if link.lag > 0
    ]
    return _judge(Check.LAGS, offenders, len(view.links), "1/20")


def _check_link_types(view: _View) -> Finding:
    """4. At least 90 % of links finish-to-start."""
    offenders = [
        _name(link.predecessor, link.successor)
        for link in view.links
        if link.type is not LinkType.FS
    ]
    return _judge(Check.LINK_TYPES, offenders, len(view.links), "1/10")


def _check_hard_constraints(view: _View) -> Finding:
    """5. At most 5 % of tasks with a date that forbids the logic to play."""
    offenders = [t.key for t in view.open if any(c.type in HARD for c in t.constraints)]
    return _judge(Check.HARD_CONSTRAINTS, offenders, len(view.open), "1/20")


def _check_high_float(view: _View) -> Finding:
    """6. At most 5 % of tasks with more than 44 working days of float."""
    offenders = [t.key for t in view.open if _float(view, t) > _LONG]
    return _judge(Check.HIGH_FLOAT, offenders, len(view.open), "1/20")


def _check_negative_float(view: _View) -> Finding:
    """7. No negative float."""
    offenders = [t.key for t in view.open if _float(view, t) < 0]
    return _judge(Check.NEGATIVE_FLOAT, offenders, len(view.open), "0")


def _float(view: _View, task: Task) -> int:
    return view.dates[task.key].total_float or 0


def _check_high_duration(view: _View) -> Finding:
    """8. At most 5 % of tasks longer than 44 working days."""
    offenders = [t.key for t in view.works if t.duration > _LONG]
    return _judge(Check.HIGH_DURATION, offenders, len(view.works), "1/20")


def _check_invalid_dates(view: _View) -> Finding:
    """9. No actual date after the status date, no unfinished task planned before it."""
    status = view.schedule.project.status_date
    if status is None:
        return _skip(Check.INVALID_DATES, Skip.NO_STATUS_DATE, "0")
    offenders = [t.key for t in view.leaves if _has_invalid_date(view, t, status)]
    return _judge(Check.INVALID_DATES, offenders, len(view.leaves), "0")


def _has_invalid_date(view: _View, task: Task, status: int) -> bool:
    progress = task.progress
    if progress is None:
        return view.dates[task.key].start < status
    if progress.actual_finish is not None:
        return progress.actual_finish >= status
    return progress.actual_start >= status


def _check_resources(view: _View) -> Finding:
    """10. Every task with a duration is carried by somebody."""
    if not any(t.resources or t.owner for t in view.leaves):
        return _skip(Check.RESOURCES, Skip.NO_RESOURCES, "0")
    offenders = [t.key for t in view.works if not (t.resources or t.owner)]
    return _judge(Check.RESOURCES, offenders, len(view.works), "0")


def _due(view: _View) -> list[Task]:
    """Return the tasks the baseline finishes before the status date."""
    status, baseline = view.schedule.project.status_date, view.baseline
    if status is None or baseline is None:
        return []
    return [
        t
        for t in view.leaves
        if t.key in baseline.entries and baseline.entries[t.key].finish < status
    ]


def _lacks_comparison(view: _View) -> Skip | None:
    if view.baseline is None:
        return Skip.NO_BASELINE
    if view.schedule.project.status_date is None:
        return Skip.NO_STATUS_DATE
    return None


def _check_missed_tasks(view: _View) -> Finding:
    """11. At most 5 % of the tasks due have finished, or will finish, late."""
    reason = _lacks_comparison(view)
    if reason is not None or view.baseline is None:
        return _skip(Check.MISSED_TASKS, reason or Skip.NO_BASELINE, "1/20")
    due = _due(view)
    entries = view.baseline.entries
    offenders = [t.key for t in due if view.dates[t.key].finish > entries[t.key].finish]
    return _judge(Check.MISSED_TASKS, offenders, len(due), "1/20")


def _check_critical_path(view: _View) -> Finding:
    """12. A long delay put upstream of the last task reaches that task.

    It does not when an imposed date, or missing logic, cuts the path.
    """
    last = max(view.open, key=lambda t: (view.dates[t.key].finish, t.key), default=None)
    upstream = _find_upstream(view, last) if last is not None else []
    if last is None or not upstream:
        return _skip(Check.CRITICAL_PATH_TEST, Skip.NOTHING_TO_COUNT, "0")
    task = min(upstream, key=lambda t: (_float(view, t), view.dates[t.key].start))
    jolt = [SetDuration(task.key, task.duration + _JOLT)]
    after = update_schedule(view.schedule, jolt).schedule
    moved = after[last.key].finish - view.dates[last.key].finish
    passed = moved >= _JOLT - max(0, _float(view, task))
    offenders = () if passed else (task.key, last.key)
    return Finding(
        Check.CRITICAL_PATH_TEST, 0 if passed else 1, 1, Fraction(0), passed, offenders
    )


def _find_upstream(view: _View, last: Task) -> list[Task]:
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


def _check_cpli(view: _View) -> Finding:
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
        return _skip(Check.CPLI, Skip.NO_BASELINE, "19/20")
    index = length + wanted - view.schedule.finish
    return Finding(Check.CPLI, index, length, limit, Fraction(index, length) >= limit)


def _check_bei(view: _View) -> Finding:
    """14. (tasks finished) / (tasks the baseline finishes by now) ≥ 0.95."""
    limit = Fraction(19, 20)
    reason = _lacks_comparison(view)
    if reason is not None:
        return _skip(Check.BEI, reason, "19/20")
    due = _due(view)
    if not due:
        return _skip(Check.BEI, Skip.NOTHING_TO_COUNT, "19/20")
    done = len(view.leaves) - len(view.open)
    late = tuple(t.key for t in due if not (t.progress and t.progress.is_finished))
    return Finding(
        Check.BEI, done, len(due), limit, Fraction(done, len(due)) >= limit, late
    )
