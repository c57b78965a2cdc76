"""Results as JSON-ready values: ISO dates, codes and numbers, never sentences."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from typing import Any

from possibles.engine.scheduling.attribution import Attribution
from possibles.engine.scheduling.causes import Cause
from possibles.engine.scheduling.conflicts import Conflict, find_conflicts
from possibles.engine.scheduling.explain import Explanation
from possibles.engine.scheduling.health_findings import Finding
from possibles.engine.scheduling.model import Link
from possibles.engine.scheduling.schedule import Schedule, TaskDates
from possibles.engine.scheduling.variance import PlanVariance


def dump_schedule(schedule: Schedule) -> dict[str, Any]:
    """Return the dates of every task and the contradictions.

    `status` is `scheduled`, or `infeasible` when a limit or a link is broken.
    """
    origin = schedule.project.origin
    conflicts = find_conflicts(schedule)
    return {
        "status": "infeasible" if conflicts else "scheduled",
        "start": iso(schedule.start, origin),
        "finish": iso(schedule.finish, origin),
        "tasks": [_task(schedule, dates) for dates in schedule.values()],
        "conflicts": [_conflict(item, origin) for item in conflicts],
    }


def dump_explanation(explanation: Explanation, origin: date) -> dict[str, Any]:
    return {
        "key": explanation.key,
        "date": iso(explanation.day, origin),
        "causes": [_cause(cause, origin) for cause in explanation.causes],
        "chain": [
            {
                "key": step.key,
                "role": step.role.name.lower() if step.role is not None else None,
                "start": iso(step.start, origin),
                "finish": iso(step.finish, origin),
                "closed_days": step.closed_days,
                "beyond_sessions": step.is_beyond_sessions,
                "cause": _cause(step.cause, origin),
            }
            for step in explanation.chain
        ],
    }


def dump_variance(variance: PlanVariance) -> dict[str, Any]:
    return dict(plain(variance).items())


def dump_attribution(attribution: Attribution) -> dict[str, Any]:
    return {
        "key": attribution.key,
        "variance": attribution.variance,
        "contributions": [
            {"kind": part.kind.value, "key": part.key, "days": part.days}
            for part in attribution.contributions
        ],
    }


def dump_findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "check": item.check.value,
            "count": item.count,
            "total": item.total,
            "share": round(float(item.share), 4),
            "threshold": float(item.threshold),
            "passed": item.passed,
            "skipped": item.skipped.value if item.skipped else None,
            "offenders": list(item.offenders),
        }
        for item in findings
    ]


def iso(day: int | None, origin: date) -> str | None:
    """Return the date of a day number; None stays None, as do dates out of range."""
    if day is None:
        return None
    try:
        return str(origin + timedelta(days=day))
    except OverflowError:
        return None


def plain(value: Any) -> Any:
    """Turn dataclasses, enums, tuples and fractions into JSON values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value if isinstance(value.value, str) else value.name.lower()
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def _task(schedule: Schedule, dates: TaskDates) -> dict[str, Any]:
    origin = schedule.project.origin
    return {
        "key": dates.key,
        "name": schedule.task(dates.key).name,
        "start": iso(dates.start, origin),
        "finish": iso(dates.finish, origin),
        "late_start": iso(dates.late_start, origin),
        "late_finish": iso(dates.late_finish, origin),
        "total_float": dates.total_float,
        "free_float": dates.free_float,
        "slack_days": dates.slack_days,
        "critical": dates.is_critical,
    }


def _conflict(conflict: Conflict, origin: date) -> dict[str, Any]:
    constraint = conflict.constraint
    return {
        "kind": conflict.kind.value,
        "key": conflict.key,
        "days": conflict.days,
        "date": iso(conflict.day, origin),
        "constraint": constraint.value if constraint else None,
        "link": _link(conflict.link),
        "members": list(conflict.members),
    }


def _cause(cause: Cause, origin: date) -> dict[str, Any]:
    return {
        "kind": cause.kind.value,
        "slack": cause.slack,
        "task": cause.task,
        "link": _link(cause.link),
        "constraint": cause.constraint.value if cause.constraint else None,
        "date": iso(cause.day, origin),
    }


def _link(link: Link | None) -> dict[str, Any] | None:
    if link is None:
        return None
    return {
        "from": link.predecessor,
        "to": link.successor,
        "type": link.type.name,
        "lag": link.lag,
        "unit": link.unit.name.lower(),
    }
