"""Remember a schedule on a day, compare it with now, say who made it slip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from possibles.apps.journal.domain.snapshots import freeze
from possibles.apps.journal.models import change
from possibles.apps.operations.enums import ReferenceKind, RoleDeTache
from possibles.apps.operations.models import (
    LigneReference,
    Operation,
    Reference,
    Tache,
)
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.common.french import NNBSP
from possibles.engine.scheduling.model import Baseline, BaselineEntry

from .calendars import to_day
from .errors import PlanningError
from .loading import Plan, load_plan, task_key
from .wording import quote, tell_cause, tell_shift

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Ecart:
    """How an operation stands against a reference; positive days are late."""

    operation: Operation
    reference_start: date
    reference_finish: date
    start: date
    finish: date
    start_days: int
    finish_days: int

    @property
    def weeks(self) -> int:
        """The delay of the end, in whole weeks, towards zero."""
        return int(self.finish_days / 7)

    @property
    def text(self) -> str:
        return tell_shift(self.finish_days)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What part of a delay one cause makes; parts add up to the delay, exactly."""

    tache: int
    name: str
    operation: int
    operation_title: str
    owner_name: str
    days: int
    text: str


def freeze_reference(
    *,
    kind: ReferenceKind,
    label: str,
    author: Any,
    renouvellement: ProjetRenouvellement | None = None,
    on: date | None = None,
    dates: Mapping[int, tuple[date, date]] | None = None,
    is_exemple: bool = False,
) -> Reference:
    """Keep the present dates of every task of a project, or of the programme.

    Parameters
    ----------
    dates
        Dates by task, when the remembered plan is not the present one (the
        convention's calendar typed afterwards).
    """
    taches = Tache.objects.filter(early_start__isnull=False).select_related("operation")
    if renouvellement is not None:
        taches = taches.filter(operation__renouvellement=renouvellement)
    rows = [
        (tache, *_span(tache, dates))
        for tache in taches.order_by("operation_id", "position", "pk")
        if dates is None or tache.pk in dates
    ]
    if not rows:
        raise PlanningError("Aucune tâche n’a de date\u202f: il n’y a rien à figer.")
    reference = Reference(
        kind=kind,
        label=label,
        date=on or timezone.localdate(),
        renouvellement=renouvellement,
        author=author,
        is_exemple=is_exemple,
    )
    return _keep(reference, rows)


def keep_spans(
    label: str, spans: Mapping[Tache, tuple[date, date]], *, author: Any
) -> Reference:
    """Keep dates brought from elsewhere, on the day they came."""
    projects = {tache.operation.renouvellement for tache in spans}
    reference = Reference(
        kind=ReferenceKind.LIBRE,
        label=label[:160],
        date=timezone.localdate(),
        renouvellement=projects.pop() if len(projects) == 1 else None,
        author=author,
        is_exemple=all(tache.is_exemple for tache in spans),
    )
    return _keep(reference, [(tache, *span) for tache, span in spans.items()])


def _keep(reference: Reference, rows: Sequence[tuple[Tache, date, date]]) -> Reference:
    """Write a reference, its snapshot and its rows."""
    with change(
        author=reference.author,
        origin="planning",
        reason=f"Figer «\u202f{reference.label}\u202f»",
    ):
        reference.save()
        reference.instantane = freeze(
            reference,
            {
                "date": reference.date.isoformat(),
                "taches": [_describe(*row) for row in rows],
            },
            kind="planning",
            title=reference.label,
        )
        reference.save()
        LigneReference.objects.bulk_create(
            [
                LigneReference(reference=reference, tache=t, start=start, finish=finish)
                for t, start, finish in rows
            ],
            batch_size=_BATCH,
        )
    return reference


def _span(
    tache: Any, dates: Mapping[int, tuple[date, date]] | None
) -> tuple[date, date]:
    if dates is not None:
        return dates[tache.pk]
    return tache.early_start, tache.early_finish


def _describe(tache: Tache, start: date, finish: date) -> dict[str, Any]:
    return {
        "cle": tache.pk,
        "operation": tache.operation_id,
        "operation_libelle": tache.operation.title,
        "nom": tache.name,
        "etape": tache.role,
        "debut": start.isoformat(),
        "fin": finish.isoformat(),
    }


def compare(
    reference: Reference, *, operations: Sequence[Operation] | None = None
) -> list[Ecart]:
    """Return how each operation stands against a reference, the latest first.

    Read from stored columns: two queries, whatever the number of operations.
    """
    lines = LigneReference.objects.filter(reference=reference)
    if operations is not None:
        lines = lines.filter(tache__operation__in=operations)
    spans: dict[int, list[Any]] = {}
    for pk, *span in lines.exclude(tache__early_start=None).values_list(
        "tache__operation_id",
        "start",
        "finish",
        "tache__early_start",
        "tache__early_finish",
    ):
        spans.setdefault(pk, []).append(span)
    held = Operation.objects.select_related("maitre_ouvrage").in_bulk(list(spans))
    found = [_compare(held[pk], rows) for pk, rows in spans.items() if pk in held]
    return sorted(found, key=lambda e: (-e.finish_days, e.operation.sort_title))


def _compare(operation: Operation, rows: Sequence[Any]) -> Ecart:
    old_start, old_finish = min(r[0] for r in rows), max(r[1] for r in rows)
    start, finish = min(r[2] for r in rows), max(r[3] for r in rows)
    return Ecart(
        operation,
        old_start,
        old_finish,
        start,
        finish,
        (start - old_start).days,
        (finish - old_finish).days,
    )


def attribute(
    reference: Reference, tache: Tache, *, on: date | None = None
) -> tuple[int, list[Contribution]]:
    """Return a task's delay in days since a reference, shared out among its causes."""
    from possibles.engine.errors import InvalidInput
    from possibles.engine.scheduling.attribution import attribute_variance

    plan = load_plan({tache.operation_id}, on=on)
    baseline = read_baseline(reference, plan)
    key = task_key(tache.pk)
    try:
        found = attribute_variance(baseline, plan.schedule, key)
    except InvalidInput as error:
        raise PlanningError(
            f"{quote(tache)} n’était pas dans «\u202f{reference}\u202f»."
        ) from error
    return found.variance, [_contribute(plan, part) for part in found.contributions]


def read_baseline(reference: Reference, plan: Plan) -> Baseline:
    """Return a reference as the engine knows them, for the tasks of a plan."""
    rows = reference.lignes.filter(tache__in=plan.taches)
    return Baseline(
        f"r{reference.pk}",
        {
            task_key(pk): BaselineEntry(
                to_day(start), to_day(finish), plan.taches[pk].duration_days
            )
            for pk, start, finish in rows.values_list("tache_id", "start", "finish")
        },
    )


def _contribute(plan: Plan, part: Any) -> Contribution:
    from possibles.engine.scheduling.attribution import ContributionKind

    tache = plan.taches[int(part.key[1:])]
    told = {
        ContributionKind.LENGTH: "dure plus longtemps",
        ContributionKind.ADDED: "n’était pas au planning",
    }.get(part.kind, "")
    if not told and part.cause is not None:
        told = tell_cause(plan, part.cause, inside=tache.operation_id)
    return Contribution(
        tache=tache.pk,
        name=tache.name,
        operation=tache.operation_id,
        operation_title=tache.operation.title,
        owner_name=str(tache.operation.maitre_ouvrage),
        days=part.days,
        text=f"{quote(tache)} {told or 'est attendue plus longtemps'}{NNBSP}: "
        f"{tell_shift(part.days)}",
    )


def find_delivery_task(operation: Operation) -> Tache | None:
    """Return the task whose finish is the operation's delivery."""
    rows: list[Tache] = list(
        operation.taches.exclude(kind="groupe").order_by("-early_finish", "pk")
    )
    for role in (RoleDeTache.MISE_EN_SERVICE, RoleDeTache.RECEPTION):
        for tache in rows:
            if tache.role == role:
                return tache
    return next((t for t in rows if t.role != RoleDeTache.SOLDE), None)
