"""« Who made the milestone slip? »: share a finish variance out among its causes.

The later plan's driving chain leads from a root cause to the milestone, event by
event (a start or a finish). Each event is later than in the earlier plan by some
days; what an event adds to the one before it is the contribution of what lies
between the two. The sum telescopes: contributions add up to the variance, exactly.
Page: `docs/development/algorithms/variance.md`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from possibles.engine.errors import InvalidInput
from possibles.engine.scheduling.causes import (
    Cause,
    CauseKind,
    describe_node,
    final_node,
)
from possibles.engine.scheduling.explain import trace_chain
from possibles.engine.scheduling.model import Baseline, Link, LinkType
from possibles.engine.scheduling.nodes import Form
from possibles.engine.scheduling.schedule import Schedule


class ContributionKind(Enum):
    """What lies between two events of the chain.

    LENGTH: the task itself lasts longer. LINK: the wait between two tasks (lag,
    calendar, a new or lost driver). ROOT: the first event, for its own cause (a
    date, the status date, an actual). ADDED: a task the earlier plan did not have.
    """

    ROOT = "root"
    LINK = "link"
    LENGTH = "length"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Contribution:
    """Calendar days that one cause adds to (or takes off) the finish."""

    kind: ContributionKind
    key: str
    days: int
    cause: Cause | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """The variance of a milestone and its parts, in the order of time.

    `sum(c.days for c in contributions) == variance`, always; contributions of zero
    days are left out.
    """

    key: str
    variance: int
    contributions: tuple[Contribution, ...]

    def by_task(self) -> dict[str, int]:
        """Return the days of each task, the heaviest first."""
        totals: dict[str, int] = {}
        for part in self.contributions:
            totals[part.key] = totals.get(part.key, 0) + part.days
        return dict(sorted(totals.items(), key=lambda item: (-abs(item[1]), item[0])))


@dataclass(frozen=True, slots=True)
class _Event:
    """An end of a task on the chain: its boundary now and what led to it."""

    key: str
    is_finish: bool
    now: int
    then: int | None
    kind: ContributionKind
    cause: Cause


def attribute_variance(
    before: Schedule | Baseline, after: Schedule, milestone: str
) -> Attribution:
    """Return who is responsible for the finish variance of a task.

    Raises
    ------
    InvalidInput
        When one of the plans does not hold the task.
    """
    old = _read_spans(before)
    if milestone not in old or milestone not in after:
        raise InvalidInput("Both plans must hold the task.", keys=[milestone])
    variance = after[milestone].finish - old[milestone][1]
    parts = []
    previous: _Event | None = None
    carried = 0
    for event in _list_events(after, milestone, old):
        delay = _delay(event, previous, carried)
        if delay != carried or previous is None:
            parts.append(_contribution(event, delay - carried))
        previous, carried = event, delay
    return Attribution(milestone, variance, _fit(parts, milestone, variance))


def _fit(
    parts: list[Contribution], milestone: str, variance: int
) -> tuple[Contribution, ...]:
    """Drop empty parts; a summary's finish may rest on another leaf than before."""
    rest = variance - sum(part.days for part in parts)
    if rest:
        parts = [*parts, Contribution(ContributionKind.LINK, milestone, rest)]
    return tuple(part for part in parts if part.days)


def _delay(event: _Event, previous: _Event | None, carried: int) -> int:
    if event.then is not None:
        return event.now - event.then
    if previous is None:
        return 0
    return carried + event.now - previous.now


def _contribution(event: _Event, days: int) -> Contribution:
    return Contribution(event.kind, event.key, days, event.cause, event.cause.link)


def _read_spans(plan: Schedule | Baseline) -> dict[str, tuple[int, int]]:
    if isinstance(plan, Baseline):
        return {key: (e.start, e.finish) for key, e in plan.entries.items()}
    return {key: (dates.start, dates.finish) for key, dates in plan.items()}


def _list_events(
    after: Schedule, milestone: str, old: dict[str, tuple[int, int]]
) -> Iterator[_Event]:
    """Yield the ends of tasks along the driving chain, in the order of time."""
    chain = trace_chain(after, final_node(after, milestone))
    for place, (node, cause, end) in enumerate(chain):
        key, role = describe_node(after, node)
        if role is not None:
            continue  # a summary as a whole adds nothing of its own
        then = old.get(key)
        dates = after[key]
        kind = ContributionKind.ROOT if place == 0 else ContributionKind.LINK
        if then is None:
            kind = ContributionKind.ADDED
        if not _is_held_by_finish(after, node, cause):
            yield _Event(key, False, dates.start, then and then[0], kind, cause)
            kind = ContributionKind.LENGTH if then else ContributionKind.ADDED
        if end == 1:
            yield _Event(key, True, dates.finish, then and then[1], kind, cause)


def _is_held_by_finish(after: Schedule, node: int, cause: Cause) -> bool:
    """Tell whether the chain reaches the finish without passing by the start."""
    task = after.project.tasks[node]
    if after.network.nodes.form[node] == Form.FIXED:
        return False
    if task.progress is not None:
        return True
    if cause.kind is CauseKind.LINK and cause.link is not None:
        return cause.link.type in {LinkType.FF, LinkType.SF}
    return cause.constraint is not None and "finish" in cause.constraint.value
