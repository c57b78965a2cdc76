"""A second scheduler, slow and obvious, to check the real one against.

It knows plain tasks and links only. Dates are found by trying days one after the
other until every rule holds; floats by delaying a task one working day at a time.
"""

from possibles.engine.scheduling.model import (
    ConstraintType,
    LagUnit,
    Link,
    LinkType,
    Project,
    Task,
    TaskKind,
)


class Naive:
    def __init__(self, project: Project, hold: dict[str, int] | None = None) -> None:
        self.project = project
        self.hold = hold or {}
        self.by_finish = {
            link.successor
            for link in project.links
            if link.type in {LinkType.FS, LinkType.FF}
        }
        self.start: dict[str, int] = {}
        self.end: dict[str, int] = {}
        for _ in range(len(project.tasks) + 1):
            before = dict(self.start)
            for task in project.tasks:
                self._place(task)
            if before == self.start:
                break
        else:
            raise AssertionError("no fixed point")

    def calendar(self, task: Task):
        return self.project.find_calendar(task.calendar or self.project.calendar)

    def is_evening(self, task: Task) -> bool:
        if task.duration:
            return False
        return task.kind is TaskKind.FINISH_MILESTONE or (
            task.kind is not TaskKind.START_MILESTONE and task.key in self.by_finish
        )

    def _place(self, task: Task) -> None:
        calendar = self.calendar(task)
        day = calendar.next_working(
            max(self.project.start, self.hold.get(task.key, -999))
        )
        while not self._fits(task, day):
            day = calendar.next_working(day + 1)
        self.start[task.key], self.end[task.key] = self._span(task, day)

    def _span(self, task: Task, day: int) -> tuple[int, int]:
        if self.is_evening(task):
            return day + 1, day + 1
        return day, self.calendar(task).finish_after(day, task.duration)

    def _fits(self, task: Task, day: int) -> bool:
        start, end = self._span(task, day)
        snet = task.constraint(ConstraintType.START_NO_EARLIER)
        fnet = task.constraint(ConstraintType.FINISH_NO_EARLIER)
        if snet is not None and day < snet:
            return False
        last = day if not task.duration else end - 1
        if fnet is not None and last < fnet:
            return False
        return all(
            self._holds(link, task, start, end)
            for link in self.project.links
            if link.successor == task.key and link.predecessor in self.start
        )

    def _holds(self, link: Link, task: Task, start: int, end: int) -> bool:
        from_start = link.type in {LinkType.SS, LinkType.SF}
        anchor = (self.start if from_start else self.end)[link.predecessor]
        to_start = link.type in {LinkType.FS, LinkType.SS}
        calendar = self.calendar(task)
        moment = start if to_start else end
        if link.unit is LagUnit.CALENDAR:
            anchor += link.lag
            lag = 0
        else:
            lag = link.lag
        strict = not from_start and (
            self.is_evening(task) or (not to_start and task.duration > 0)
        )
        done = calendar.count_working(-400, moment)
        if strict:
            # ends no earlier: the working days up to the first one that covers it
            return done >= calendar.count_working(-400, anchor - 1) + 1 + lag
        return done >= calendar.count_working(-400, anchor) + lag

    @property
    def finish(self) -> int:
        return max(self.end.values())
