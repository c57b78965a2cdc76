"""A plan → the lines of the import template: what is exported can be imported again."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from possibles.apps.operations.domain.planning.loading import Plan
from possibles.apps.operations.interfaces.imports.columns import COLUMNS
from possibles.apps.operations.interfaces.imports.texts import (
    NONE,
    Attente,
    Spans,
    write_attentes,
    write_spans,
)
from possibles.apps.operations.models import LigneReference, Tache

from .references import find_references


def list_lines(plan: Plan) -> list[list[Any]]:
    """Return a line of cells for each task, in the order of `COLUMNS`."""
    attentes: dict[int, list[Attente]] = defaultdict(list)
    for lien in plan.liens:
        attentes[lien.successor_id].append(
            Attente(
                f"t{lien.predecessor_id}", lien.nature, lien.lag_days, lien.lag_calendar
            )
        )
    spans = _list_spans(plan)
    lines = []
    for tache in plan.taches.values():
        cells = _cells(tache, attentes[tache.pk], spans[tache.pk])
        lines.append([cells.get(column.key) for column in COLUMNS])
    return lines


def _list_spans(plan: Plan) -> dict[int, Spans]:
    spans: dict[int, Spans] = defaultdict(dict)
    references = {r.pk: r for r in find_references(plan)}
    rows = LigneReference.objects.filter(
        reference__in=references, tache__in=plan.taches
    )
    for line in rows.order_by("reference__date", "reference_id"):
        label = references[line.reference_id].label
        name = label.replace(";", ",").replace(":", " ")
        spans[line.tache_id][name] = (line.start, line.finish)
    return spans


def _cells(tache: Tache, attentes: Sequence[Attente], spans: Spans) -> dict[str, Any]:
    operation = tache.operation
    is_placed = not tache.is_group
    return {
        "code": f"t{tache.pk}",
        "operation": operation.idtop or operation.title,
        "parent": f"t{tache.parent_id}" if tache.parent_id else None,
        "name": tache.name,
        "kind": tache.get_kind_display(),
        "role": tache.get_role_display(),
        "duration_days": tache.duration_days,
        "calendar": tache.get_calendar_display(),
        "predecessors": write_attentes(attentes),
        "constraint_kind": tache.get_constraint_kind_display() or NONE
        if is_placed
        else None,
        "constraint_date": tache.constraint_date,
        "deadline": tache.deadline,
        "actual_start": tache.actual_start,
        "actual_finish": tache.actual_finish,
        "percent": tache.percent if tache.is_started else None,
        "remaining_days": tache.remaining_days,
        "responsable": str(tache.responsable) if tache.responsable_id else None,
        "duration_min": tache.duration_min,
        "duration_typ": tache.duration_typ,
        "duration_max": tache.duration_max,
        "references": write_spans(spans) or None,
        "note": tache.note or None,
    }
