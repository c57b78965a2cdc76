"""Schedule health, in the manner of the DCMA 14-point assessment.

Source: Defense Contract Management Agency, « 14 Point Assessment Metrics » (2005,
revised 2012). Same thresholds; counts are made on tasks still to finish, summaries
and milestones apart where the metric says so. A check that lacks its data (no
baseline, no resources, no status date) is skipped and says why.
"""

from collections.abc import Callable

from possibles.engine.scheduling.health_delivery import (
    check_bei,
    check_cpli,
    check_critical_path,
    check_invalid_dates,
    check_missed_tasks,
)
from possibles.engine.scheduling.health_findings import (
    Check,
    Finding,
    Skip,
    View,
    float_of,
    judge,
    name_link,
    skip,
)
from possibles.engine.scheduling.model import HARD, Baseline, LinkType, Task
from possibles.engine.scheduling.schedule import Schedule

_LONG = 44  # two months of working days


def assess_health(
    schedule: Schedule, baseline: Baseline | None = None
) -> tuple[Finding, ...]:
    """Return the fourteen findings, in DCMA's order.

    The baseline defaults to the project's latest.
    """
    if baseline is None and schedule.project.baselines:
        baseline = schedule.project.baselines[-1]
    view = View(schedule, baseline)
    checks: tuple[Callable[[View], Finding], ...] = (
        _check_logic,
        _check_leads,
        _check_lags,
        _check_link_types,
        _check_hard_constraints,
        _check_high_float,
        _check_negative_float,
        _check_high_duration,
        check_invalid_dates,
        _check_resources,
        check_missed_tasks,
        check_critical_path,
        check_cpli,
        check_bei,
    )
    return tuple(check(view) for check in checks)


def _check_logic(view: View) -> Finding:
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
    return judge(Check.LOGIC, offenders, len(view.open), "1/20")


def _inherits(view: View, task: Task, ends: set[str]) -> bool:
    """Tell whether a summary above the task is linked."""
    parent = task.parent
    while parent is not None:
        if parent in ends:
            return True
        parent = view.schedule.task(parent).parent
    return False


def _first_and_last(view: View) -> list[str]:
    if not view.dates:
        return []
    first = min(view.dates.values(), key=lambda d: (d.start, d.finish, d.key)).key
    last = max(view.dates.values(), key=lambda d: (d.finish, d.start, d.key)).key
    return [first, last]


def _check_leads(view: View) -> Finding:
    """2. No negative lag."""
    offenders = [
        name_link(link.predecessor, link.successor)
        for link in view.links
        if link.lag < 0
    ]
    return judge(Check.LEADS, offenders, len(view.links), "0")


def _check_lags(view: View) -> Finding:
    """3. At most 5 % of links with a lag."""
    offenders = [
        name_link(link.predecessor, link.successor)
        for link in view.links
        if link.lag > 0
    ]
    return judge(Check.LAGS, offenders, len(view.links), "1/20")


def _check_link_types(view: View) -> Finding:
    """4. At least 90 % of links finish-to-start."""
    offenders = [
        name_link(link.predecessor, link.successor)
        for link in view.links
        if link.type is not LinkType.FS
    ]
    return judge(Check.LINK_TYPES, offenders, len(view.links), "1/10")


def _check_hard_constraints(view: View) -> Finding:
    """5. At most 5 % of tasks with a date that forbids the logic to play."""
    offenders = [t.key for t in view.open if any(c.type in HARD for c in t.constraints)]
    return judge(Check.HARD_CONSTRAINTS, offenders, len(view.open), "1/20")


def _check_high_float(view: View) -> Finding:
    """6. At most 5 % of tasks with more than 44 working days of float."""
    offenders = [t.key for t in view.open if float_of(view, t) > _LONG]
    return judge(Check.HIGH_FLOAT, offenders, len(view.open), "1/20")


def _check_negative_float(view: View) -> Finding:
    """7. No negative float."""
    offenders = [t.key for t in view.open if float_of(view, t) < 0]
    return judge(Check.NEGATIVE_FLOAT, offenders, len(view.open), "0")


def _check_high_duration(view: View) -> Finding:
    """8. At most 5 % of tasks longer than 44 working days."""
    offenders = [t.key for t in view.works if t.duration > _LONG]
    return judge(Check.HIGH_DURATION, offenders, len(view.works), "1/20")


def _check_resources(view: View) -> Finding:
    """10. Every task with a duration is carried by somebody."""
    if not any(t.resources or t.owner for t in view.leaves):
        return skip(Check.RESOURCES, Skip.NO_RESOURCES, "0")
    offenders = [t.key for t in view.works if not (t.resources or t.owner)]
    return judge(Check.RESOURCES, offenders, len(view.works), "0")
