"""What a health check counts and what it answers."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from possibles.engine.scheduling.model import Baseline, Task
from possibles.engine.scheduling.schedule import Schedule


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


class View:
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


def judge(check: Check, offenders: list[str], total: int, limit: str) -> Finding:
    """Pass when the share of offenders stays within the limit."""
    threshold = Fraction(limit)
    if not total:
        return skip(check, Skip.NOTHING_TO_COUNT, limit)
    passed = Fraction(len(offenders), total) <= threshold
    return Finding(check, len(offenders), total, threshold, passed, tuple(offenders))


def skip(check: Check, reason: Skip, limit: str) -> Finding:
    return Finding(check, 0, 0, Fraction(limit), None, skipped=reason)


def name_link(predecessor: str, successor: str) -> str:
    return f"{predecessor}>{successor}"


def float_of(view: View, task: Task) -> int:
    return view.dates[task.key].total_float or 0
