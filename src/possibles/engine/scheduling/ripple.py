"""« What slips if this slips? »: the cascade of a change, before applying it."""

from collections.abc import Sequence
from dataclasses import dataclass

from possibles.engine.scheduling.causes import Cause, find_driver
from possibles.engine.scheduling.changes import Change, SetDuration
from possibles.engine.scheduling.conflicts import Conflict, find_conflicts
from possibles.engine.scheduling.incremental import update_schedule
from possibles.engine.scheduling.schedule import Schedule, TaskDates


@dataclass(frozen=True, slots=True)
class Move:
    """One task that moves.

    Parameters
    ----------
    before, after
        Its dates; shifts are calendar days, positive for later.
    cause
        What holds it after the change: the neighbour that pushes it.
    """

    key: str
    before: TaskDates
    after: TaskDates
    cause: Cause | None

    @property
    def start_shift(self) -> int:
        return self.after.start - self.before.start

    @property
    def finish_shift(self) -> int:
        return self.after.finish - self.before.finish


@dataclass(frozen=True, slots=True)
class Ripple:
    """The effect of a change: only what moves, in the order the shock travels.

    `new_conflicts` and `cleared_conflicts` compare what is contradicted before and
    after, whatever the number of days missing. `after` can be kept as the new
    schedule if the person agrees.
    """

    moves: tuple[Move, ...]
    finish_before: int
    finish_after: int
    became_critical: tuple[str, ...]
    new_conflicts: tuple[Conflict, ...]
    cleared_conflicts: tuple[Conflict, ...]
    after: Schedule

    @property
    def finish_shift(self) -> int:
        return self.finish_after - self.finish_before


def compute_ripple(schedule: Schedule, changes: Sequence[Change]) -> Ripple:
    """Return what the changes move, without touching the given schedule.

    Raises
    ------
    InvalidInput, CycleError
        When the changed project is not valid.
    """
    update = update_schedule(schedule, changes)
    after = update.schedule
    moves = tuple(
        Move(key, schedule[key], after[key], _pusher(after, key))
        for key in update.moved
    )
    old, new = find_conflicts(schedule), find_conflicts(after)
    return Ripple(
        moves=moves,
        finish_before=schedule.finish,
        finish_after=after.finish,
        became_critical=_became_critical(schedule, after),
        new_conflicts=_missing_from(old, new),
        cleared_conflicts=_missing_from(new, old),
        after=after,
    )


def compute_slip(schedule: Schedule, key: str, days: int) -> Ripple:
    """Return what slips when a task lasts `days` working days longer.

    Raises
    ------
    InvalidInput
        When the task has no duration to lengthen.
    """
    task = schedule.task(key)
    return compute_ripple(schedule, [SetDuration(key, task.duration + days)])


def _pusher(after: Schedule, key: str) -> Cause | None:
    if after.task(key).is_summary:
        return None
    return find_driver(after, after.network.nodes.index[key]).cause


def _became_critical(before: Schedule, after: Schedule) -> tuple[str, ...]:
    """Return the tasks, milestones included, whose float was above zero."""
    was = dict(zip(before, before.critical_flags(), strict=True))
    now = zip(after, after.critical_flags(), strict=True)
    return tuple(key for key, flag in now if flag and was.get(key) is False)


def _missing_from(
    there: tuple[Conflict, ...], here: tuple[Conflict, ...]
) -> tuple[Conflict, ...]:
    known = {(c.kind, c.key, c.constraint, c.link) for c in there}
    return tuple(c for c in here if (c.kind, c.key, c.constraint, c.link) not in known)
