"""From operations to an engine project: where the two languages meet."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone

from possibles.apps.operations.enums import (
    DROPPED,
    CalendrierDeTache,
    ContrainteKind,
    DelaiDeLien,
    NatureLien,
    TacheKind,
)
from possibles.apps.operations.models import Lien, Operation, Tache
from possibles.engine.errors import CycleError, InvalidInput
from possibles.engine.scheduling.model import (
    Constraint,
    ConstraintType,
    LagUnit,
    Link,
    LinkType,
    Progress,
    Project,
    Task,
    TaskKind,
)

from .calendars import ORIGIN, get_calendars, to_day
from .errors import PlanningError
from .limits import Limits, read_limits

if TYPE_CHECKING:
    from possibles.engine.scheduling.schedule import Schedule

CONSTRAINTS = {
    ContrainteKind.DEBUT_PAS_AVANT: ConstraintType.START_NO_EARLIER,
    ContrainteKind.DEBUT_PAS_APRES: ConstraintType.START_NO_LATER,
    ContrainteKind.FIN_PAS_AVANT: ConstraintType.FINISH_NO_EARLIER,
    ContrainteKind.FIN_PAS_APRES: ConstraintType.FINISH_NO_LATER,
    ContrainteKind.DEBUT_IMPOSE: ConstraintType.MUST_START,
    ContrainteKind.FIN_IMPOSEE: ConstraintType.MUST_FINISH,
    ContrainteKind.AU_PLUS_TARD: ConstraintType.AS_LATE_AS_POSSIBLE,
}
LINKS = {
    NatureLien.FD: LinkType.FS,
    NatureLien.DD: LinkType.SS,
    NatureLien.FF: LinkType.FF,
    NatureLien.DF: LinkType.SF,
}
LAGS = {
    DelaiDeLien.OUVRE: LagUnit.WORKING,
    DelaiDeLien.CALENDAIRE: LagUnit.CALENDAR,
}
KINDS = {
    TacheKind.TACHE: TaskKind.TASK,
    TacheKind.JALON: TaskKind.MILESTONE,
    TacheKind.GROUPE: TaskKind.SUMMARY,
}


def task_key(pk: int) -> str:
    return f"t{pk}"


def operation_key(pk: int) -> str:
    return f"o{pk}"


def key_pk(key: str) -> int:
    return int(key[1:])


@dataclass
class Plan:
    """Operations bound together, what is known of them, and their schedule.

    `schedule` is computed when first asked; a plan is read, never changed.
    """

    on: date
    limits: Limits
    operations: Mapping[int, Operation]
    taches: Mapping[int, Tache]
    liens: Sequence[Lien]
    project: Project = field(repr=False)

    @cached_property
    def schedule(self) -> "Schedule":
        from possibles.engine.scheduling.schedule import compute_schedule

        try:
            return compute_schedule(self.project)
        except CycleError as error:
            names = [self.name(key) for key in error.keys]
            raise PlanningError(
                "Ces tâches s’attendent en rond\u202f: "
                f"{' → '.join([*names, names[0]])}. Retirez l’un de leurs liens."
            ) from error
        except InvalidInput as error:
            raise PlanningError(
                "Ce planning se contredit\u202f: "
                f"{', '.join(self.name(k) for k in error.keys) or error}."
            ) from error

    def tache(self, key: str) -> Tache | None:
        return self.taches.get(key_pk(key)) if key.startswith("t") else None

    def operation(self, key: str) -> Operation:
        """Return the operation a key tells of, or belongs to."""
        tache = self.tache(key)
        pk = key_pk(key) if tache is None else tache.operation_id
        return self.operations[pk]

    def name(self, key: str) -> str:
        tache = self.tache(key)
        return str(self.operation(key) if tache is None else tache)


def load_plan(
    operations: Collection[int] | None = None, *, on: date | None = None
) -> Plan:
    """Read a plan: these operations and all that is bound to them, or everything.

    Three queries and one for each step outwards; dropped operations are left out.
    """
    day = on or timezone.localdate()
    scope = None if operations is None else find_bound(operations)
    alive = Operation.objects.exclude(state__in=DROPPED).select_related(
        "maitre_ouvrage", "renouvellement"
    )
    if scope is not None:
        alive = alive.filter(pk__in=scope)
    held = {operation.pk: operation for operation in alive}
    taches = Tache.objects.order_by("operation_id", "position", "pk")
    liens = Lien.objects.order_by("pk")
    if scope is not None:
        taches = taches.filter(operation_id__in=scope)
        liens = liens.filter(successor__operation_id__in=scope)
    return make_plan(held.values(), taches, liens, on=day, limits=read_limits(day))


def make_plan(
    operations: Iterable[Operation],
    taches: Iterable[Tache],
    liens: Iterable[Lien],
    *,
    on: date,
    limits: Limits,
) -> Plan:
    """Turn objects already read into a plan; reads nothing itself."""
    held = {operation.pk: operation for operation in operations}
    kept = {t.pk: t for t in taches if t.operation_id in held}
    for tache in kept.values():
        tache.operation = held[tache.operation_id]
    bound = [
        lien
        for lien in liens
        if lien.predecessor_id in kept and lien.successor_id in kept
    ]
    tasks = [
        *(_make_summary(operation) for operation in held.values()),
        *(_make_task(tache, limits) for tache in kept.values()),
    ]
    project = Project(
        origin=ORIGIN,
        tasks=tuple(tasks),
        links=tuple(make_link(lien) for lien in bound),
        calendars=get_calendars({t.calendar for t in kept.values()}),
        calendar=CalendrierDeTache.OUVRE,
        finish=None if limits.balance is None else to_day(limits.balance),
        status_date=to_day(on),
    )
    return Plan(on, limits, held, kept, bound, project)


def find_bound(operations: Collection[int]) -> set[int]:
    """Return these operations and those their schedule is bound to, step by step."""
    found: set[int] = set()
    fresh = set(operations)
    across = Lien.objects.exclude(predecessor__operation=F("successor__operation"))
    while fresh:
        found |= fresh
        pairs = across.filter(
            Q(predecessor__operation__in=fresh) | Q(successor__operation__in=fresh)
        ).values_list("predecessor__operation_id", "successor__operation_id")
        fresh = {pk for pair in pairs for pk in pair} - found
    return found


def _make_summary(operation: Operation) -> Task:
    return Task(
        key=operation_key(operation.pk),
        kind=TaskKind.SUMMARY,
        owner=str(operation.maitre_ouvrage_id),
        name=operation.title,
    )


def _make_task(tache: Tache, limits: Limits) -> Task:
    operation = tache.operation
    parent = tache.parent_id
    is_group = tache.is_group
    return Task(
        key=task_key(tache.pk),
        duration=tache.duration_days,
        kind=KINDS[TacheKind(tache.kind)],
        parent=operation_key(operation.pk) if parent is None else task_key(parent),
        calendar=tache.calendar if tache.duration_days else None,
        constraints=() if is_group else make_constraints(tache),
        deadline=None if is_group else make_deadline(tache, limits),
        progress=None if is_group else make_progress(tache),
        owner=str(tache.responsable_id or operation.maitre_ouvrage_id),
        name=tache.name,
    )


def make_constraints(tache: Tache) -> tuple[Constraint, ...]:
    if not tache.constraint_kind:
        return ()
    type_ = CONSTRAINTS[ContrainteKind(tache.constraint_kind)]
    day = tache.constraint_date
    return (Constraint(type_, None if day is None else to_day(day)),)


def find_deadline(tache: Tache, limits: Limits) -> date | None:
    """Return the first of the task's own deadline and of its step's limit."""
    wanted = [tache.deadline, limits.of_role(tache.operation, tache.role)]
    return min((day for day in wanted if day is not None), default=None)


def make_deadline(tache: Tache, limits: Limits) -> int | None:
    found = find_deadline(tache, limits)
    return None if found is None else to_day(found)


def make_progress(tache: Tache) -> Progress | None:
    if tache.actual_start is None:
        return None
    finish = tache.actual_finish
    return Progress(
        actual_start=to_day(tache.actual_start),
        actual_finish=None if finish is None else to_day(finish),
        remaining=tache.remaining_days,
        percent=tache.percent,
    )


def make_link(lien: Lien) -> Link:
    return Link(
        task_key(lien.predecessor_id),
        task_key(lien.successor_id),
        LINKS[NatureLien(lien.nature)],
        lien.lag_days,
        LAGS[DelaiDeLien(lien.lag_calendar)],
    )
