"""Write the dates the schedule gives where lists and pages read them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from possibles.apps.operations.enums import (
    BEFORE_ENGAGEMENT,
    DELIVERED,
    DROPPED,
    RoleDeTache,
)
from possibles.apps.operations.models import (
    COMPUTED_FIELDS,
    PLANNED_FIELDS,
    Interface,
    Operation,
    Tache,
)
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.engine.calendars.days import add_months

from .calendars import to_date
from .limits import Limits
from .loading import Plan, load_plan, task_key

if TYPE_CHECKING:
    from possibles.engine.scheduling.schedule import TaskDates

# Along one chain calendars differ: a week-end or a holiday can part the floats of two
# tasks that are in fact bound together.
_SAME_CHAIN = 4


@dataclass(frozen=True, slots=True)
class Mouvement:
    """One task whose stored dates were not those the schedule now gives."""

    tache: int
    operation: int
    old_start: date | None
    old_finish: date | None
    new_start: date
    new_finish: date


@dataclass(frozen=True, slots=True)
class Bilan:
    """What a recomputation found moved."""

    moves: tuple[Mouvement, ...]
    operations: int
    taches: int


def recompute(
    renouvellement: ProjetRenouvellement | None = None,
    *,
    operations: Collection[int] | None = None,
    on: date | None = None,
) -> Bilan:
    """Compute again and store what changed: a project, some operations, or all.

    Only derived columns are written, those of the rows that changed.
    """
    if renouvellement is not None:
        own = Operation.objects.filter(renouvellement=renouvellement)
        operations = set(own.values_list("pk", flat=True))
    plan = load_plan(operations, on=on)
    bilan = store(plan)
    _clear_dropped(operations)
    return bilan


def store(plan: Plan) -> Bilan:
    """Write the columns of a plan's tasks, operations and interfaces."""
    schedule = plan.schedule
    rows: dict[int, list[tuple[Tache, TaskDates]]] = {pk: [] for pk in plan.operations}
    for tache in plan.taches.values():
        rows[tache.operation_id].append((tache, schedule[task_key(tache.pk)]))
    moves: list[Mouvement] = []
    changed: list[Tache] = []
    summed: list[Operation] = []
    for pk, held in rows.items():
        operation = plan.operations[pk]
        limit = _critical_limit([dates for _, dates in held])
        for tache, dates in held:
            move = _set_dates(tache, dates, limit)
            if move is not None:
                changed.append(tache)
                moves += move
        if _set_all(operation, summarise(operation, held, plan.limits)):
            summed.append(operation)
    Tache.objects.unrecorded_save(changed, COMPUTED_FIELDS)
    Operation.objects.unrecorded_save(summed, PLANNED_FIELDS)
    _store_interfaces(plan)
    return Bilan(tuple(moves), len(plan.operations), len(plan.taches))


def _critical_limit(dates: Sequence["TaskDates"]) -> int:
    """Return the slack under which a task of this operation is critical.

    The chain with the least slack is the operation's critical path, and so is
    whatever misses a limit.
    """
    slacks = [d.slack_days for d in dates if d.slack_days is not None]
    return max(0, min(slacks, default=0) + _SAME_CHAIN)


def _set_dates(tache: Tache, dates: "TaskDates", limit: int) -> list[Mouvement] | None:
    """Set the computed columns; None when nothing changed, else the move if any."""
    old = (tache.early_start, tache.early_finish)
    new = (to_date(dates.start), to_date(dates.finish))
    slack = dates.slack_days
    values = {
        "early_start": new[0],
        "early_finish": new[1],
        "late_start": to_date(dates.late_start),
        "late_finish": to_date(dates.late_finish),
        "total_float": dates.total_float,
        "free_float": dates.free_float,
        "is_critical": slack is not None and slack <= limit,
    }
    if not _set_all(tache, values):
        return None
    if old == new:
        return []
    return [Mouvement(tache.pk, tache.operation_id, *old, *new)]


def _set_all(instance: Any, values: dict[str, Any]) -> bool:
    changed = False
    for name, value in values.items():
        if getattr(instance, name) != value:
            setattr(instance, name, value)
            changed = True
    return changed


def summarise(
    operation: Operation, rows: Sequence[tuple[Tache, "TaskDates"]], limits: Limits
) -> dict[str, Any]:
    """Return the computed columns of an operation from those of its tasks."""
    leaves = [(t, d) for t, d in rows if not t.is_group]
    engagement = find_engagement(leaves, limits)
    delivery = find_delivery(leaves)
    waits = operation.state in BEFORE_ENGAGEMENT
    is_coming = operation.state not in DELIVERED
    coming = min(
        ((d.finish, t.name) for t, d in leaves if t.is_milestone and not d.is_finished),
        default=None,
    )
    floats = [d.total_float for _, d in leaves if d.total_float is not None]
    return {
        "forecast_start": _date(min((d.start for _, d in leaves), default=None)),
        "forecast_finish": _date(max((d.finish for _, d in leaves), default=None)),
        "engagement_forecast": engagement,
        "engagement_margin": _gap(
            engagement if waits else None, limits.engagement_of(operation)
        ),
        "delivery_forecast": delivery,
        "delivery_margin": _gap(
            delivery if is_coming else None, limits.delivery_of(operation)
        ),
        "delay_days": _gap(operation.contract_finish, delivery),
        "total_float": min(floats, default=None),
        "progress": _progress(leaves),
        "next_milestone": "" if coming is None else coming[1],
        "next_milestone_on": None if coming is None else _date(coming[0]),
    }


def find_engagement(
    rows: Sequence[tuple[Tache, "TaskDates"]], limits: Limits
) -> date | None:
    """Return when the subsidy is, or should be, granted.

    Without a step for the decision, it comes after the request, or the consultation
    file, by the time the State takes.
    """
    months = limits.instruction_months
    for role, wait in (
        (RoleDeTache.DAS, 0),
        (RoleDeTache.DEPOT_FAT, months),
        (RoleDeTache.DCE, months),
    ):
        found = _last(rows, role)
        if found is not None:
            return add_months(found, wait)
    return None


def find_delivery(rows: Sequence[tuple[Tache, "TaskDates"]]) -> date | None:
    """Return when what is built is open: in service, or received, or the last works."""
    for role in (
        RoleDeTache.MISE_EN_SERVICE,
        RoleDeTache.RECEPTION,
        RoleDeTache.TRAVAUX,
    ):
        found = _last(rows, role)
        if found is not None:
            return found
    rest = [d.finish for t, d in rows if t.role != RoleDeTache.SOLDE]
    return _date(max(rest, default=None))


def _last(rows: Sequence[tuple[Tache, "TaskDates"]], role: str) -> date | None:
    return _date(max((d.finish for t, d in rows if t.role == role), default=None))


def _progress(rows: Sequence[tuple[Tache, "TaskDates"]]) -> int | None:
    """Weigh what is done by durations; milestones weigh nothing."""
    total = sum(t.duration_days for t, _ in rows)
    if not total:
        return None
    done = sum(t.duration_days * (100 if t.is_finished else t.percent) for t, _ in rows)
    return done // total


def _gap(first: date | None, last: date | None) -> int | None:
    return None if first is None or last is None else (last - first).days


def _date(day: int | None) -> date | None:
    return None if day is None else to_date(day)


def _store_interfaces(plan: Plan) -> None:
    rows = Interface.objects.filter(gives__in=plan.operations) | (
        Interface.objects.filter(gets__in=plan.operations)
    )
    changed = []
    for interface in rows.distinct().order_by("pk"):
        values: dict[str, Any] = {}
        given = plan.taches.get(interface.gives_tache_id or 0)
        got = plan.taches.get(interface.gets_tache_id or 0)
        if interface.gives_id in plan.operations:
            values["forecast"] = None if given is None else given.early_finish
        if interface.gets_id in plan.operations:
            values["expected"] = None if got is None else got.early_start
        if _set_all(interface, values):
            changed.append(interface)
    Interface.objects.unrecorded_save(changed, ("forecast", "expected"))


def _clear_dropped(operations: Collection[int] | None) -> None:
    """Take the dates off operations that will not be made."""
    rows = Operation.objects.filter(state__in=DROPPED)
    if operations is not None:
        rows = rows.filter(pk__in=operations)
    empty = {name: "" if name == "next_milestone" else None for name in PLANNED_FIELDS}
    for operation in rows.exclude(forecast_start=None):
        _set_all(operation, empty)
        Operation.objects.unrecorded_save([operation], PLANNED_FIELDS)
