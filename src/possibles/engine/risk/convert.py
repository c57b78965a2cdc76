"""From a scheduled project to a risk network, in calendar days from its origin.

Calendars enter as a density: a task keeps the ratio between calendar and working days of
its planned span, so holidays count on average, and the wait for the next session of a
decision calendar is not simulated. Finishes are boundaries: the morning after the last
day.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from possibles.engine.errors import InvalidInput
from possibles.engine.risk.network import (
    Estimate,
    LinkKind,
    RiskLink,
    RiskNetwork,
    RiskTask,
    Shape,
    fixed,
)
from possibles.engine.scheduling.model import (
    ConstraintType,
    LagUnit,
    Link,
    LinkType,
    Project,
    Task,
)
from possibles.engine.scheduling.schedule import Schedule, TaskDates

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Spread:
    """Ratios of the shortest and longest durations to the planned one (PERT)."""

    low: float = 0.9
    high: float = 1.4

    def __post_init__(self) -> None:
        if not 0 <= self.low <= 1 <= self.high < math.inf:
            raise InvalidInput("a spread must satisfy 0 <= low <= 1 <= high")

    def apply(self, duration: float) -> Estimate:
        return Estimate(Shape.PERT, duration * self.low, duration, duration * self.high)


def convert_project(
    project: Project,
    schedule: Schedule,
    *,
    spread: Spread | None = None,
    estimates: Mapping[str, Estimate] | None = None,
) -> RiskNetwork:
    """Turn a project and its computed dates into a risk network.

    Parameters
    ----------
    spread
        Uncertainty of the tasks without an estimate of their own.
    estimates
        Three-point durations by task key, in working days.

    Raises
    ------
    InvalidInput
        A link leaves the start or reaches the finish of a summary.
    """
    converter = _Converter(project, schedule, spread or Spread(), estimates or {})
    return converter.convert()


class _Converter:
    def __init__(
        self,
        project: Project,
        schedule: Schedule,
        spread: Spread,
        estimates: Mapping[str, Estimate],
    ) -> None:
        self._project = project
        self._schedule = schedule
        self._spread = spread
        self._estimates = estimates
        self._tasks = {task.key: task for task in project.tasks}
        self._now = max(project.start, project.status_date or 0, 0)

    def convert(self) -> RiskNetwork:
        leaves = [task for task in self._project.tasks if not task.is_summary]
        links = [
            self._convert_link(link)
            for link in self._project.links
            if not self._has_started(link.successor)
        ]
        hubs, hub_links = self._make_hubs()
        return RiskNetwork(
            (*(self._convert_task(task) for task in leaves), *hubs),
            (*links, *hub_links),
            origin=self._project.origin,
        )

    def _has_started(self, key: str) -> bool:
        return self._tasks[key].progress is not None

    def _convert_task(self, task: Task) -> RiskTask:
        dates = self._schedule[task.key]
        limits = [
            day
            for day in (
                task.deadline,
                task.constraint(ConstraintType.FINISH_NO_LATER),
                task.constraint(ConstraintType.MUST_FINISH),
            )
            if day is not None
        ]
        return RiskTask(
            key=task.key,
            duration=self._estimate(task, dates),
            cost=fixed(task.cost) if task.cost else None,
            release=self._release(task, dates),
            deadline=min(limits) + 1 if limits else None,
            account=task.owner or None,
            is_milestone=task.is_milestone,
        )

    def _estimate(self, task: Task, dates: TaskDates) -> Estimate:
        working = task.duration
        if task.progress is not None:
            working = task.progress.remaining_of(task.duration)
        if not working:
            return fixed(0)
        begin = dates.start
        if task.progress is not None:
            begin = max(begin, self._now)
        density = max(1.0, (dates.finish + 1 - begin) / working)
        estimate = self._estimates.get(task.key)
        if estimate is None:
            return self._spread.apply(working * density)
        return Estimate(
            estimate.shape,
            estimate.low * density,
            estimate.likely * density,
            estimate.high * density,
            tuple(value * density for value in estimate.samples),
        )

    def _release(self, task: Task, dates: TaskDates) -> int:
        if task.progress is not None:
            done = task.progress.actual_finish
            return max(0, self._now if done is None else done + 1)
        starts = [
            day
            for day in (
                task.constraint(ConstraintType.START_NO_EARLIER),
                task.constraint(ConstraintType.MUST_START),
            )
            if day is not None
        ]
        finish = task.constraint(ConstraintType.FINISH_NO_EARLIER)
        if finish is not None:
            starts.append(finish + dates.start - dates.finish)
        if task.is_milestone and starts:
            starts = [dates.start + 1]
        return max([self._now, *starts])

    def _convert_link(self, link: Link) -> RiskLink:
        kind = LinkKind(link.type.name)
        before, after = link.predecessor, link.successor
        if self._tasks[before].is_summary:
            self._check_end(link, link.type in {LinkType.FS, LinkType.FF})
            before = _finish_of(before)
        if self._tasks[after].is_summary:
            self._check_end(link, link.type in {LinkType.FS, LinkType.SS})
            after = _start_of(after)
        return RiskLink(before, after, kind, self._calendar_lag(link))

    def _check_end(self, link: Link, is_simple: bool) -> None:
        if not is_simple:
            raise InvalidInput(
                "a link leaves the start or reaches the finish of a summary",
                keys=[link.predecessor, link.successor],
            )

    def _calendar_lag(self, link: Link) -> int:
        if link.unit is LagUnit.CALENDAR or not link.lag:
            return link.lag
        key = self._tasks[link.successor].calendar or self._project.calendar
        if key is None:
            return link.lag
        worked = sum(self._project.find_calendar(key).week)
        return round(link.lag * _WEEK / worked) if worked else link.lag

    def _make_hubs(self) -> tuple[list[RiskTask], list[RiskLink]]:
        """Give the summaries that links touch a start and a finish of their own."""
        touched = {
            end for k in self._project.links for end in (k.predecessor, k.successor)
        }
        hubs: list[RiskTask] = []
        links: list[RiskLink] = []
        for key in sorted(k for k in touched if self._tasks[k].is_summary):
            start, finish = _start_of(key), _finish_of(key)
            hubs += (RiskTask(start, fixed(0)), RiskTask(finish, fixed(0)))
            for task in self._project.tasks:
                if not task.is_summary and key in self._ancestors(task):
                    links.append(RiskLink(task.key, finish))
                    if task.progress is None:
                        links.append(RiskLink(start, task.key))
        return hubs, links

    def _ancestors(self, task: Task) -> set[str]:
        found = set()
        parent = task.parent
        while parent is not None and parent not in found:
            found.add(parent)
            parent = self._tasks[parent].parent
        return found


def _start_of(key: str) -> str:
    return f"{key}:start"


def _finish_of(key: str) -> str:
    return f"{key}:finish"
