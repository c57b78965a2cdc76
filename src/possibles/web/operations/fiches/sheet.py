"""What an operation's sheet shows, on screen and on paper."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from possibles.apps.documents.models import Document
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.operations.domain.cycle import list_next
from possibles.apps.operations.domain.financement import by_funder, check_plan
from possibles.apps.operations.domain.planning.limits import read_limits
from possibles.apps.operations.domain.planning.wording import tell_margin, tell_shift
from possibles.apps.operations.domain.semestres import compare_semesters
from possibles.apps.operations.enums import RoleDeTache
from possibles.apps.operations.interfaces.forms.parts import CommentaireForm
from possibles.apps.operations.models import (
    Estimation,
    Interface,
    LigneReference,
    Operation,
    Reference,
    Tache,
)
from possibles.common.french import format_euros, format_number
from possibles.web.historique.stories import tell

STEPS = (
    RoleDeTache.DEPOT_FAT,
    RoleDeTache.DCE,
    RoleDeTache.DAS,
    RoleDeTache.NOTIFICATION,
    RoleDeTache.OS_TRAVAUX,
    RoleDeTache.RECEPTION,
    RoleDeTache.MISE_EN_SERVICE,
    RoleDeTache.SOLDE,
)
TONES = {
    "tenu": ("success", "check"),
    "a_verifier": ("warning", "alert-circle"),
    "bloquant": ("danger", "alert-triangle"),
    "non_fait": ("neutral", "minus"),
}


@dataclass(frozen=True, slots=True)
class Echeance:
    """A step of the schedule: the convention's date, today's, what slipped."""

    tache: Tache
    contract: date | None
    now: date | None
    slip: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Remise:
    """An interface as the operation lives it: it gives, or it gets."""

    interface: Interface
    gives: bool
    other: Operation
    margin: str
    tone: str


def sheet(request: Any, operation: Operation) -> dict[str, Any]:
    """Gather the sheet in a fixed number of queries."""
    user: Any = request.user
    operation = _with_relations(operation)
    taches = list(operation.taches.select_related("responsable"))
    estimations = list(
        operation.estimations.select_related("author").prefetch_related("lignes")
    )
    plan = list(operation.financements.select_related("financeur"))
    limits = read_limits()
    may_change = user.has_perm("operations.change_operation", operation)
    context: dict[str, Any] = {
        "operation": operation,
        "quartiers": list(operation.quartiers.defer("outline")),
        "facts": _list_facts(operation),
        "taches": taches,
        "steps": _list_steps(operation, taches),
        "semesters": compare_semesters(operation),
        "delay": _tell(operation.delay_days, tell_shift),
        "engagement_limit": limits.engagement_of(operation),
        "engagement_margin": _tell(operation.engagement_margin, tell_margin),
        "delivery_limit": limits.delivery_of(operation),
        "delivery_margin": _tell(operation.delivery_margin, tell_margin),
        "estimations": estimations,
        "current": estimations[0] if estimations else None,
        "drift": _drift(operation, estimations),
        "plan": plan,
        "years": sorted({line.year for line in plan if line.year is not None}),
        "funders": _table(plan),
        "has_loose": any(line.year is None for line in plan),
        "checks": [(c, *TONES[c.gravite.value]) for c in check_plan(operation, plan)],
        "paiements": list(operation.paiements.select_related("financeur")),
        "interfaces": _list_interfaces(operation, user),
        "reserves": list(operation.reserves.all()),
        "documents": list(Document.objects.visible_to(user).attached_to(operation)),
        "can_change": may_change,
        "transitions": list_next(operation, user) if may_change else [],
        "planning_url": f"{reverse('planning-detail')}?operation={operation.pk}",
    }
    if user.has_perm("operations.view_contact", operation):
        context["contacts"] = list(operation.contacts.select_related("organisation"))
        context["commentaires"] = list(
            operation.commentaires.select_related("author__organisation")
        )
        context["comment_form"] = CommentaireForm()
        context["stories"] = [tell(acte) for acte in history_of(operation, user)[:8]]
    return context


def _with_relations(operation: Operation) -> Operation:
    """Read again what the sheet names beside it, in one query and without outlines."""
    rows = Operation.objects.select_related(
        "maitre_ouvrage", "renouvellement", "convention", "commune"
    )
    found: Operation = rows.defer("outline", "commune__outline").get(pk=operation.pk)
    return found


def _list_facts(operation: Operation) -> list[tuple[str, str]]:
    """Return what the programme says in plain words, empty where nobody said."""
    capacity = ""
    if operation.capacity:
        unit = operation.get_capacity_unit_display()
        capacity = f"{format_number(operation.capacity)} {unit}"
    area, hours = operation.floor_area, operation.insertion_hours
    cost, staff = operation.running_cost, operation.staff
    return [
        ("Nature", operation.get_nature_display()),
        ("Travaux", operation.get_works_display()),
        ("Capacité", capacity),
        ("Surface de plancher", f"{format_number(area)} m²" if area else ""),
        ("Conditions et phasage", operation.conditions),
        ("Environnement", operation.environment),
        ("Habitants", operation.participation),
        (
            "Fonctionnement annuel",
            "" if cost is None else format_euros(cost, short=True),
        ),
        (
            "Emplois après livraison",
            "" if staff is None else f"{format_number(staff)} ETP",
        ),
        ("Heures d’insertion prévues", f"{format_number(hours)} h" if hours else ""),
        ("Adresse", operation.address),
        ("Parcelles", operation.parcels),
    ]


def _tell(days: int | None, words: Any) -> str:
    return "" if days is None else words(days)


def _list_steps(operation: Operation, taches: list[Tache]) -> list[Echeance]:
    """Set the steps the rules look at beside the convention's calendar."""
    contract = _contract_dates(operation)
    wanted = [t for role in STEPS for t in taches if t.role == role]
    found = []
    for tache in wanted:
        now = tache.actual_finish or tache.early_finish
        then = contract.get(tache.pk)
        slip = (now - then).days if now and then else None
        found.append(
            Echeance(tache, then, now, _tell(slip, tell_shift), (slip or 0) > 31)
        )
    return found


def _contract_dates(operation: Operation) -> dict[int, date]:
    """Return the finishes the latest reference of the convention gives."""
    latest = (
        Reference.objects.filter(kind="convention")
        .filter(Q(renouvellement=operation.renouvellement_id) | Q(renouvellement=None))
        .order_by("-date", "-pk")
        .values("pk")[:1]
    )
    rows = LigneReference.objects.filter(
        reference__in=latest, tache__operation=operation
    )
    return dict(rows.values_list("tache_id", "finish"))


def _drift(operation: Operation, estimations: list[Estimation]) -> int | None:
    """Return by how much the current cost passes the convention's, in centimes."""
    if not estimations or operation.convention_cost is None:
        return None
    return estimations[0].total_ht - operation.convention_cost


def _table(plan: list[Any]) -> list[dict[str, Any]]:
    """Return a row for each funder: its amounts by year, its sum."""
    years = sorted({line.year for line in plan if line.year is not None})
    rows = []
    for who, amounts, total in by_funder(plan):
        rows.append(
            {
                "who": who,
                "amounts": [(year, amounts.get(year)) for year in years],
                "loose": amounts.get(None),
                "total": total,
            }
        )
    return rows


def _list_interfaces(operation: Operation, user: Any) -> list[Remise]:
    rows = (
        Interface.objects.visible_to(user)
        .filter(Q(gives=operation) | Q(gets=operation))
        .select_related("gives__maitre_ouvrage", "gets__maitre_ouvrage", "responsable")
        .order_by(F("needed").asc(nulls_last=True), "pk")
    )
    return [_hand_over(interface, operation) for interface in rows]


def _hand_over(interface: Interface, operation: Operation) -> Remise:
    gives = interface.gives_id == operation.pk
    days = interface.forecast_margin_days
    if days is None:
        days = interface.margin_days
    tone = "neutral"
    if interface.is_open and days is not None:
        tone = "danger" if interface.is_conflict else "success"
    return Remise(
        interface=interface,
        gives=gives,
        other=interface.gets if gives else interface.gives,
        margin="" if not interface.is_open else _tell(days, tell_margin),
        tone=tone,
    )
