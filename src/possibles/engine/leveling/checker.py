"""An independent check of a schedule: it shares no code with the algorithms."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from possibles.engine.leveling.problem import LevelingProblem


class Rule(StrEnum):
    RELEASE = "release"
    DEADLINE = "deadline"
    MINIMUM_LAG = "minimum_lag"
    MAXIMUM_LAG = "maximum_lag"
    CAPACITY = "capacity"
    STOCK = "stock"


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken rule: the keys involved, the day if any, and by how much."""

    rule: Rule
    keys: tuple[str, ...]
    excess: int
    day: int | None = None


def check_schedule(
    problem: LevelingProblem, starts: Mapping[str, int], modes: Mapping[str, int]
) -> tuple[Breach, ...]:
    """Return every rule the schedule breaks, none when it is feasible.

    Parameters
    ----------
    starts, modes
        Start day and position of the mode, by activity key.
    """
    return (
        *_check_dates(problem, starts, modes),
        *_check_lags(problem, starts, modes),
        *_check_resources(problem, starts, modes),
    )


def _check_dates(
    problem: LevelingProblem, starts: Mapping[str, int], modes: Mapping[str, int]
) -> list[Breach]:
    breaches = []
    for activity in problem.activities:
        start = starts[activity.key]
        finish = start + activity.modes[modes[activity.key]].duration
        if start < activity.release:
            breaches.append(
                Breach(Rule.RELEASE, (activity.key,), activity.release - start)
            )
        if activity.deadline is not None and finish > activity.deadline:
            breaches.append(
                Breach(Rule.DEADLINE, (activity.key,), finish - activity.deadline)
            )
    return breaches


def _check_lags(
    problem: LevelingProblem, starts: Mapping[str, int], modes: Mapping[str, int]
) -> list[Breach]:
    durations = {a.key: a.modes[modes[a.key]].duration for a in problem.activities}
    breaches = []
    for lag in problem.lags:
        left = starts[lag.before]
        if lag.kind in {"FS", "FF"}:
            left += durations[lag.before]
        right = starts[lag.after]
        if lag.kind in {"FF", "SF"}:
            right += durations[lag.after]
        keys = (lag.before, lag.after)
        if lag.minimum is not None and right - left < lag.minimum:
            breaches.append(
                Breach(Rule.MINIMUM_LAG, keys, lag.minimum - (right - left))
            )
        if lag.maximum is not None and right - left > lag.maximum:
            breaches.append(Breach(Rule.MAXIMUM_LAG, keys, right - left - lag.maximum))
    return breaches


def _check_resources(
    problem: LevelingProblem, starts: Mapping[str, int], modes: Mapping[str, int]
) -> list[Breach]:
    breaches = []
    for rank, resource in enumerate(problem.resources):
        used: dict[int, int] = {}
        total = 0
        for activity in problem.activities:
            mode = activity.modes[modes[activity.key]]
            total += mode.demands[rank]
            if mode.demands[rank]:
                for day in range(mode.duration):
                    when = starts[activity.key] + day
                    used[when] = used.get(when, 0) + mode.demands[rank]
        if not resource.renewable:
            if total > resource.capacity:
                excess = total - resource.capacity
                breaches.append(Breach(Rule.STOCK, (resource.key,), excess))
            continue
        for day in sorted(used):
            excess = used[day] - resource.capacity_at(day)
            if excess > 0:
                breaches.append(Breach(Rule.CAPACITY, (resource.key,), excess, day))
    return breaches
