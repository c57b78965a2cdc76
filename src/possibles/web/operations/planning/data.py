"""What the Gantt draws, on screen and on paper, in a fixed number of queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from possibles.apps.operations.domain.planning.limits import Limits, read_limits
from possibles.apps.operations.domain.semestres import contract_span
from possibles.apps.operations.enums import (
    DELIVERED,
    OPEN_INTERFACES,
    RoleDeTache,
    TacheKind,
    TypeOperation,
)
from possibles.apps.operations.models import (
    Interface,
    Lien,
    LigneReference,
    Operation,
    Reference,
    Tache,
)
from possibles.apps.territoires.models import ProjetRenouvellement

MOST = 600
"""How many operations one drawing takes: beyond, one filters."""

SHOWN_ROLES = (
    RoleDeTache.DEPOT_FAT,
    RoleDeTache.DAS,
    RoleDeTache.OS_TRAVAUX,
    RoleDeTache.RECEPTION,
    RoleDeTache.MISE_EN_SERVICE,
)
Row = dict[str, Any]
NO_TASK: Row = {"all": 0, "begun": 0, "to_begin": 0}


@dataclass(frozen=True, slots=True)
class Question:
    """Which operations, how they are grouped, and what they are compared with."""

    operations: QuerySet[Operation]
    group: str = "projet"
    reference: Reference | None = None


def build_plan(question: Question, user: Any) -> dict[str, Any]:
    """Return the operations as the Gantt reads them; tasks come when one is unfolded."""
    limits = read_limits()
    held = _read_operations(question.operations)
    keys = [row["pk"] for row in held]
    ghosts = _read_ghosts(question.reference, keys)
    marks = _read_marks(keys)
    interfaces = _read_interfaces(keys, user)
    counts = _count_tasks(keys)
    may_move = user.has_perm("operations.add_proposition")
    conflicts = {
        pk for i in interfaces if i.is_conflict for pk in (i.gives_id, i.gets_id)
    }
    rows = [
        _operation_row(row, limits)
        | {
            "tasks": counts.get(row["pk"], NO_TASK)["all"],
            "milestones": marks.get(row["pk"], []),
            "conflict": row["pk"] in conflicts,
        }
        | _ghost(row, question.reference, ghosts)
        | (_handle(row, counts.get(row["pk"], NO_TASK)) if may_move else {})
        for row in held
    ]
    return {
        "today": timezone.localdate().isoformat(),
        "span": _span(rows, limits),
        "groups": _group(held, question.group, keys),
        "rows": rows,
        "links": [*_interface_links(interfaces), *_read_links(keys)],
    }


def build_tasks(
    operations: Iterable[Operation], reference: Reference | None, user: Any
) -> dict[str, Any]:
    """Return the tasks of some operations and the links between them."""
    held = {operation.pk: operation for operation in operations}
    mine = {
        pk: bool(user.has_perm("operations.add_proposition"))
        or bool(user.has_perm("operations.move_operation", operation))
        for pk, operation in held.items()
    }
    taches = list(
        Tache.objects.filter(operation__in=held).order_by(
            "operation_id", "position", "pk"
        )
    )
    ghosts = _read_task_ghosts(reference, held)
    rows = [_task_row(tache, ghosts.get(tache.pk), mine) for tache in _in_order(taches)]
    inside = Q(predecessor__operation__in=held) & Q(successor__operation__in=held)
    critical = {tache.pk for tache in taches if tache.is_critical}
    return {"rows": rows, "links": _links(Lien.objects.filter(inside), critical)}


# --- Operations -------------------------------------------------------------------------


def _read_operations(operations: QuerySet[Operation]) -> list[Row]:
    rows: Any = operations.values(
        "pk",
        "title",
        "kind",
        "state",
        "maitre_ouvrage_id",
        "renouvellement_id",
        "forecast_start",
        "forecast_finish",
        "engagement_forecast",
        "delivery_forecast",
        "engagement_limit",
        "delivery_limit",
        "lancement_year",
        "lancement_semester",
        "duree_semestres",
        "delay_days",
        "total_float",
        "progress",
        "is_exemple",
        owner=F("maitre_ouvrage__name"),
        owner_short=F("maitre_ouvrage__short_name"),
        projet_name=F("renouvellement__name"),
        projet_kind=F("renouvellement__kind"),
        projet_number=F("renouvellement__number"),
    )
    return list(rows[:MOST])


def _operation_row(row: Row, limits: Limits) -> Row:
    start, finish = row["forecast_start"], row["forecast_finish"]
    margin = row["total_float"]
    is_open = row["state"] not in DELIVERED
    return {
        "id": f"o{row['pk']}",
        "key": row["pk"],
        "kind": "operation",
        "label": row["title"],
        "owner": row["owner_short"] or row["owner"],
        "url": operation_address(row["pk"]),
        "start": _text(start),
        "finish": _text(finish),
        "progress": row["progress"],
        "float": margin,
        "until": _text(_after(finish, margin)),
        "critical": is_open and margin is not None and margin <= 0,
        "delay": row["delay_days"],
        "deadlines": _deadlines(row, limits) if is_open and finish else [],
    }


def _after(finish: date | None, working_days: int | None) -> date | None:
    """Return where a float ends, near enough to be drawn."""
    if finish is None or not working_days or working_days < 0:
        return None
    return finish + timedelta(days=working_days * 7 // 5)


def _deadlines(row: Row, limits: Limits) -> list[Row]:
    pairs = (
        ("engagement", row["engagement_limit"] or limits.engagement),
        ("livraison", row["delivery_limit"] or limits.delivery),
    )
    forecasts = {
        "engagement": row["engagement_forecast"],
        "livraison": row["delivery_forecast"],
    }
    return [
        {
            "date": day.isoformat(),
            "kind": kind,
            "at": _text(forecasts[kind]) or day.isoformat(),
        }
        for kind, day in pairs
        if day is not None
    ]


def _ghost(row: Row, reference: Reference | None, ghosts: Mapping[int, Any]) -> Row:
    """Return the reference chosen, or the calendar of the convention."""
    if reference is not None:
        found = ghosts.get(row["pk"])
        return {"delay": None} | (
            {"baseline": [_text(day) for day in found]} if found else {}
        )
    year, semester = row["lancement_year"], row["lancement_semester"]
    if year is None or semester is None or row["duree_semestres"] is None:
        return {}
    first, last = contract_span(year, semester, row["duree_semestres"])
    return {"baseline": [_text(first), _text(last)]}


def _read_ghosts(
    reference: Reference | None, keys: Sequence[int]
) -> dict[int, tuple[date, date]]:
    if reference is None:
        return {}
    lines = LigneReference.objects.filter(
        reference=reference, tache__operation__in=keys
    )
    spans = (
        lines.order_by()
        .values("tache__operation")
        .annotate(first=Min("start"), last=Max("finish"))
    )
    return {row["tache__operation"]: (row["first"], row["last"]) for row in spans}


def _read_marks(keys: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    rows = Tache.objects.filter(
        operation__in=keys, kind=TacheKind.JALON, early_finish__isnull=False
    )
    # The roles are chosen here: by them the database would read the whole programme.
    for pk, operation, name, day, role in rows.order_by(
        "early_finish", "pk"
    ).values_list("pk", "operation_id", "name", "early_finish", "role"):
        if role not in SHOWN_ROLES:
            continue
        mark = {"id": f"t{pk}", "date": _text(day), "label": name, "role": role}
        found.setdefault(operation, []).append(mark)
    return found


def _count_tasks(keys: Sequence[int]) -> dict[int, Row]:
    """Count the tasks of each operation: all, those begun, those still to begin."""
    rows = Tache.objects.filter(operation__in=keys).order_by().values("operation")
    is_begun = Q(actual_start__isnull=False)
    to_begin = Q(actual_start=None, early_start__isnull=False)
    counted = rows.annotate(
        all=Count("pk"),
        begun=Count("pk", filter=is_begun),
        to_begin=Count("pk", filter=to_begin & ~Q(kind=TacheKind.GROUPE)),
    )
    return {row["operation"]: row for row in counted}


def _handle(row: Row, counts: Row) -> Row:
    """Tell how a bar may be taken: whole, or by its end once the work has begun."""
    if row["state"] in DELIVERED or not counts["to_begin"]:
        return {}
    return {"editable": True} | ({"fixed": True} if counts["begun"] else {})


def _read_interfaces(keys: Sequence[int], user: Any) -> list[Interface]:
    rows: QuerySet[Interface] = Interface.objects.visible_to(user).filter(
        state__in=OPEN_INTERFACES, gives__in=keys, gets__in=keys
    )
    return list(rows.order_by("pk"))


def _interface_links(interfaces: Iterable[Interface]) -> list[Row]:
    return [
        {
            "from": f"t{i.gives_tache_id}" if i.gives_tache_id else f"o{i.gives_id}",
            "to": f"t{i.gets_tache_id}" if i.gets_tache_id else f"o{i.gets_id}",
            "over": [f"o{i.gives_id}", f"o{i.gets_id}"],
            "at": [_text(i.forecast or i.promised), _text(i.needed or i.expected)],
            "nature": "FD",
            "interface": True,
            "conflict": i.is_conflict,
        }
        for i in interfaces
    ]


def _read_links(keys: Sequence[int]) -> list[Row]:
    """Return the links between two operations in sight."""
    across = Lien.objects.across().filter(
        predecessor__operation__in=keys, successor__operation__in=keys
    )
    return _links(across, None)


def _links(liens: QuerySet[Lien], critical: set[int] | None) -> list[Row]:
    rows = liens.order_by("pk").values_list(
        "predecessor_id",
        "successor_id",
        "nature",
        "predecessor__operation_id",
        "successor__operation_id",
        "predecessor__is_critical",
        "successor__is_critical",
    )
    return [
        {
            "from": f"t{a}",
            "to": f"t{b}",
            "over": [f"o{over_a}", f"o{over_b}"],
            "nature": nature.upper(),
            "critical": critical_a and critical_b,
        }
        for a, b, nature, over_a, over_b, critical_a, critical_b in rows
    ]


def _group(held: Sequence[Row], group: str, keys: Sequence[int]) -> list[Row]:
    if group == "aucun":
        return [{"id": "g", "label": "", "rows": [f"o{pk}" for pk in keys]}]
    if group == "quartier":
        return _group_by_quartier(keys)
    types = dict(TypeOperation.choices)
    name: Callable[[Row], tuple[Any, str]] = {
        "maitre_ouvrage": lambda row: (
            row["maitre_ouvrage_id"],
            row["owner_short"] or row["owner"],
        ),
        "type": lambda row: (row["kind"], str(types.get(row["kind"], row["kind"]))),
    }.get(group, lambda row: (row["renouvellement_id"], _projet(row)))
    found: dict[Any, Row] = {}
    for row in held:
        key, label = name(row)
        held_group = found.setdefault(
            key, {"id": f"g{key}", "label": label, "rows": []}
        )
        held_group["rows"].append(f"o{row['pk']}")
    return sorted(found.values(), key=lambda one: one["label"])


def _projet(row: Row) -> str:
    return str(
        ProjetRenouvellement(
            name=row["projet_name"],
            kind=row["projet_kind"],
            number=row["projet_number"],
        )
    )


def _group_by_quartier(keys: Sequence[int]) -> list[Row]:
    through = Operation.quartiers.through
    pairs = through.objects.filter(operation__in=keys).order_by("quartier__name")
    found: dict[int, Row] = {}
    placed: set[int] = set()
    rank = {pk: at for at, pk in enumerate(keys)}
    rows = pairs.values_list("quartier_id", "quartier__name", "operation_id")
    for key, label, operation in sorted(rows, key=lambda row: (row[1], rank[row[2]])):
        group = found.setdefault(key, {"id": f"g{key}", "label": label, "rows": []})
        group["rows"].append(f"o{operation}")
        placed.add(operation)
    rest = [f"o{pk}" for pk in keys if pk not in placed]
    if rest:
        found[0] = {"id": "g0", "label": "Sans quartier précisé", "rows": rest}
    return list(found.values())


def _span(rows: Sequence[Row], limits: Limits) -> list[str]:
    today = timezone.localdate()
    days = [row[name] for row in rows for name in ("start", "finish") if row[name]]
    days += [day for row in rows for day in row.get("baseline", ())]
    days += [today.isoformat()]
    days += [limit.isoformat() for limit in (limits.delivery,) if limit and rows]
    return [min(days), max(days)]


# --- Tasks ------------------------------------------------------------------------------


def _in_order(taches: Sequence[Tache]) -> list[Tache]:
    """Put each group before what it holds, whatever the ranks."""
    parts: dict[Any, list[Tache]] = {}
    for tache in taches:
        key = tache.parent_id or f"o{tache.operation_id}"
        parts.setdefault(key, []).append(tache)
    found: list[Tache] = []

    def put(key: Any) -> None:
        for tache in parts.get(key, []):
            found.append(tache)
            put(tache.pk)

    for operation in dict.fromkeys(t.operation_id for t in taches):
        put(f"o{operation}")
    return found


def _task_row(
    tache: Tache, ghost: tuple[date, date] | None, mine: Mapping[int, bool]
) -> Row:
    kinds = {TacheKind.JALON: "milestone", TacheKind.GROUPE: "phase"}
    row: Row = {
        "id": f"t{tache.pk}",
        "key": tache.pk,
        "parent": f"t{tache.parent_id}"
        if tache.parent_id
        else f"o{tache.operation_id}",
        "kind": kinds.get(TacheKind(tache.kind), "task"),
        "label": tache.name,
        "url": reverse("tache-detail", args=[tache.pk]),
        "start": _text(tache.early_start),
        "finish": _text(tache.early_finish),
        "progress": 100 if tache.is_finished else tache.percent,
        "float": None if tache.is_finished else tache.total_float,
        "until": None if tache.is_finished else _text(tache.late_finish),
        "critical": tache.is_critical and not tache.is_finished,
        "editable": mine[tache.operation_id]
        and not tache.is_finished
        and not tache.is_group,
    }
    if tache.is_started and not tache.is_finished:
        row["fixed"] = True  # what began stays where it began: its end alone moves
    if tache.deadline:
        row["deadlines"] = [{"date": _text(tache.deadline), "kind": "autre"}]
    if ghost is not None:
        row["baseline"] = [_text(day) for day in ghost]
    return row


def _read_task_ghosts(
    reference: Reference | None, operations: Mapping[int, Operation]
) -> dict[int, tuple[date, date]]:
    if reference is None:
        return {}
    lines = LigneReference.objects.filter(
        reference=reference, tache__operation__in=operations
    ).order_by()
    return {
        pk: (start, finish)
        for pk, start, finish in lines.values_list("tache_id", "start", "finish")
    }


def operation_address(pk: int) -> str:
    """Return the address of a sheet; the resolver is asked once, not five hundred times."""
    return _addresses().replace("/0/", f"/{pk}/")


@cache
def _addresses() -> str:
    return reverse("operation-detail", args=[0])


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
