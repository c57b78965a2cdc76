"""« Why this date? »: the causes of a start or a finish, and the chain behind them.

Sources: driving relationships as in Primavera P6 and DCMA guidance; page
`docs/development/algorithms/explanations.md`.
"""

from dataclasses import dataclass

from possibles.engine.scheduling.causes import (
    Cause,
    CauseKind,
    describe_node,
    final_node,
    find_causes,
    find_driver,
    first_node,
)
from possibles.engine.scheduling.model import LinkType
from possibles.engine.scheduling.nodes import Form, Role
from possibles.engine.scheduling.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain that leads to a date, in the order of time.

    Parameters
    ----------
    key, role
        The task; `role` says which side when the step is a summary as a whole.
    start, finish
        Its inclusive days.
    cause
        What puts it there.
    closed_days
        Days lost between its cause and its start because its calendar is closed.
    is_beyond_sessions
        Its date is an assumed session, after the last one known.
    """

    key: str
    role: Role | None
    start: int
    finish: int
    cause: Cause
    closed_days: int
    is_beyond_sessions: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a task starts (or finishes) on its day.

    `causes` lists all that holds it, the binding ones first, each with its slack;
    `chain` goes from the root cause to the task itself.
    """

    key: str
    day: int
    causes: tuple[Cause, ...]
    chain: tuple[Step, ...]

    @property
    def root(self) -> Cause:
        return self.chain[0].cause


def explain_start(schedule: Schedule, key: str) -> Explanation:
    """Return why a task starts on its day.

    A started task answers with its actual start alone; for a summary, its earliest
    leaf is explained.
    """
    node = first_node(schedule, key)
    day = schedule[key].start
    task = schedule.project.tasks[node]
    if task.progress is not None:
        cause = Cause(CauseKind.ACTUAL, 0, task.key, day=day)
        return Explanation(key, day, (cause,), (_make_step(schedule, node, cause),))
    return _explain(schedule, key, node, day)


def explain_finish(schedule: Schedule, key: str) -> Explanation:
    """Return why a task finishes on its day; for a summary, its latest leaf."""
    node = final_node(schedule, key)
    return _explain(schedule, key, node, schedule[key].finish)


def trace_chain(schedule: Schedule, node: int) -> list[tuple[int, Cause, int]]:
    """Return (node, cause, end) from the root to `node`, following drivers.

    `end` is the end of the node that holds the next one: 0 start, 1 finish. The
    last node is read by its finish.
    """
    chain = []
    here: int | None = node
    end = 1
    while here is not None:
        driver = find_driver(schedule, here)
        chain.append((here, driver.cause, end))
        here, end = driver.node, driver.end
    return chain[::-1]


def _explain(schedule: Schedule, key: str, node: int, day: int) -> Explanation:
    causes = tuple(item.cause for item in find_causes(schedule, node))
    chain = [
        _make_step(schedule, here, cause)
        for here, cause, _ in trace_chain(schedule, node)
    ]
    return Explanation(key, day, causes, tuple(chain))


def _make_step(schedule: Schedule, node: int, cause: Cause) -> Step:
    key, role = describe_node(schedule, node)
    dates = schedule[key]
    return Step(
        key=key,
        role=role,
        start=dates.start,
        finish=dates.finish,
        cause=cause,
        closed_days=_count_closed_days(schedule, node, cause),
        is_beyond_sessions=_is_beyond_sessions(schedule, node, dates.finish),
    )


def _count_closed_days(schedule: Schedule, node: int, cause: Cause) -> int:
    """Count the days off between the cause and the start it allows."""
    network = schedule.network
    link = cause.link
    if link is None or link.type in {LinkType.FF, LinkType.SF}:
        return 0
    if network.nodes.form[node] == Form.FINISH_MILESTONE:
        return 0
    low = network.tables.horizon.low
    holder = schedule[link.predecessor]
    # The predecessor's finish is inclusive: it ends the morning after. A milestone
    # of the start kind ends where it starts.
    form = network.nodes.form[network.nodes.index[link.predecessor]]
    instant = holder.start
    if link.type is LinkType.FS:
        instant = holder.finish + (form != Form.START_MILESTONE)
    position = int(network.nodes.calendar[node])
    if position == len(schedule.project.calendars):
        return 0
    start = int(schedule.passes.event[node]) + low
    calendar = schedule.project.calendars[position]
    if start <= instant:
        return 0
    return start - instant - calendar.count_working(instant, start)


def _is_beyond_sessions(schedule: Schedule, node: int, day: int) -> bool:
    position = int(schedule.network.nodes.calendar[node])
    calendars = schedule.project.calendars
    return position < len(calendars) and calendars[position].is_assumed(day)
