"""Changes to a project, one small value each, and their application."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from possibles.engine.errors import InvalidInput
from possibles.engine.scheduling.model import Constraint, Link, Progress, Project, Task

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class SetDuration:
    key: str
    duration: int


@dataclass(frozen=True, slots=True)
class SetCalendar:
    key: str
    calendar: str | None


@dataclass(frozen=True, slots=True)
class SetConstraints:
    key: str
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class SetDeadline:
    key: str
    deadline: int | None


@dataclass(frozen=True, slots=True)
class SetProgress:
    key: str
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class SetStatusDate:
    day: int | None


@dataclass(frozen=True, slots=True)
class AddTask:
    task: Task


@dataclass(frozen=True, slots=True)
class RemoveTask:
    """Removes the task and its links."""

    key: str


@dataclass(frozen=True, slots=True)
class AddLink:
    link: Link


@dataclass(frozen=True, slots=True)
class RemoveLink:
    link: Link


@dataclass(frozen=True, slots=True)
class SetLag:
    """Gives another lag to an existing link (same ends, same type)."""

    link: Link
    lag: int


Change = (
    SetDuration
    | SetCalendar
    | SetConstraints
    | SetDeadline
    | SetProgress
    | SetStatusDate
    | AddTask
    | RemoveTask
    | AddLink
    | RemoveLink
    | SetLag
)


def apply_changes(project: Project, changes: Iterable[Change]) -> Project:
    """Return the project after the changes, in their order.

    Raises
    ------
    InvalidInput
        When a change names a task or a link that does not exist.
    """
    for change in changes:
        project = _apply(project, change)
    return project


def _apply(project: Project, change: Change) -> Project:
    match change:
        case SetStatusDate(day):
            return replace(project, status_date=day)
        case AddTask(task):
            return replace(project, tasks=(*project.tasks, task))
        case AddLink(link):
            return replace(project, links=(*project.links, link))
        case RemoveTask(key):
            return _remove_task(project, key)
        case RemoveLink(link):
            i = find_link(project.links, link)
            return replace(project, links=_without(project.links, i))
        case SetLag(link, lag):
            i = find_link(project.links, link)
            return replace(
                project, links=_with(project.links, i, replace(link, lag=lag))
            )
        case _:
            i = find_task(project.tasks, change.key)
            task = _change_task(project.tasks[i], change)
            return replace(project, tasks=_with(project.tasks, i, task))


def _change_task(
    task: Task,
    change: SetDuration | SetCalendar | SetConstraints | SetDeadline | SetProgress,
) -> Task:
    match change:
        case SetDuration(_, duration):
            return replace(task, duration=duration)
        case SetCalendar(_, calendar):
            return replace(task, calendar=calendar)
        case SetConstraints(_, constraints):
            return replace(task, constraints=constraints)
        case SetDeadline(_, deadline):
            return replace(task, deadline=deadline)
        case SetProgress(_, progress):
            return replace(task, progress=progress)


def _remove_task(project: Project, key: str) -> Project:
    i = find_task(project.tasks, key)
    links = tuple(
        link for link in project.links if key not in {link.predecessor, link.successor}
    )
    return replace(project, tasks=_without(project.tasks, i), links=links)


def find_task(tasks: Sequence[Task], key: str) -> int:
    for i, task in enumerate(tasks):
        if task.key == key:
            return i
    raise InvalidInput("The task is unknown.", keys=[key])


def find_link(links: Sequence[Link], link: Link) -> int:
    for i, other in enumerate(links):
        if other == link:
            return i
    raise InvalidInput("The link is unknown.", keys=[link.predecessor, link.successor])


def _with(items: tuple[_T, ...], i: int, item: _T) -> tuple[_T, ...]:
    return (*items[:i], item, *items[i + 1 :])


def _without(items: tuple[_T, ...], i: int) -> tuple[_T, ...]:
    return (*items[:i], *items[i + 1 :])
