"""What an operation's sheet shows, on screen and on paper."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from possibles.apps.documents.models import Document
from possibles.apps.operations.domain.cycle import list_next
from possibles.apps.operations.domain.financement import by_funder, check_plan
from possibles.apps.operations.domain.planning.limits import read_limits
from possibles.apps.operations.domain.planning.wording import tell_margin, tell_shift
from possibles.apps.operations.domain.semestres import compare_semesters
from possibles.apps.operations.enums import RoleDeTache
from possibles.apps.operations.models import (
    Estimation,
    Interface,
    LigneEstimation,
    LigneReference,
    Operation,
    Reference,
    Tache,
)
from possibles.apps.territoires.models import Quartier
from possibles.common.french import format_euros, format_number
from possibles.web.operations.planning.moving import DecalageForm

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
INTERFACE_FIELDS = (
    *("label", "nature", "state", "promised", "needed", "forecast", "held_on"),
    *(
        f"{side}__{name}"
        for side in ("gives", "gets")
        for name in ("title", "maitre_ouvrage__name", "maitre_ouvrage__short_name")
    ),
)
NAMED = {
    "maitre_ouvrage": ("name", "short_name", "kind"),
    "renouvellement": ("name", "kind", "number"),
    "convention": ("title", "short_title"),
    "commune": ("name",),
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


def with_relations(rows: Any) -> Any:
    """Read with the operation what its sheet names beside it, and no more of it."""
    quartiers = Quartier.objects.defer("outline").order_by("sort_name")
    return (
        rows.select_related(*NAMED)
        .defer("outline", *_unnamed())
        .prefetch_related(Prefetch("quartiers", quartiers))
        .order_by("pk")
    )


@cache
def _unnamed() -> list[str]:
    """List the fields of those beside it that the sheet does not name."""
    found = []
    for relation, kept in NAMED.items():
        beside: Any = Operation._meta.get_field(relation).related_model
        names = {field.name for field in beside._meta.concrete_fields}
        found += [f"{relation}__{name}" for name in sorted(names - {"id", *kept})]
    return found


def sheet(request: Any, operation: Operation) -> dict[str, Any]:
    """Gather the sheet in a fixed number of queries.

    Each asks for its own order: that of the model would join the operation again.
    """
    user: Any = request.user
    taches = list(operation.taches.order_by("position", "pk"))
    items = Prefetch("lignes", LigneEstimation.objects.order_by("pk"))
    estimations = list(
        operation.estimations.order_by("-date", "-pk").prefetch_related(items)
    )
    financements = operation.financements.select_related("financeur")
    plan = list(financements.order_by("year", "pk"))
    limits = read_limits()
    may_change = user.has_perm("operations.change_operation", operation)
    context: dict[str, Any] = {
        "operation": operation,
        "quartiers": list(operation.quartiers.all()),
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
        "paiements": list(
            operation.paiements.select_related("financeur").order_by("asked_on", "pk")
        ),
        "interfaces": _list_interfaces(operation, user),
        "reserves": list(operation.reserves.order_by("asked_on", "pk")),
        "consultations": [
            (held, held.is_late(timezone.localdate()))
            for held in operation.consultations.select_related(
                "relance", "relance_de"
            ).order_by("launched_on", "pk")
        ],
        "documents": list(Document.objects.attached_to(operation).open_to(user)),
        "can_change": may_change,
        "transitions": list_next(operation, user) if may_change else [],
        "planning_url": f"{reverse('planning-detail')}?operation={operation.pk}",
    }
    is_ahead = any(not t.is_started and not t.is_group for t in taches)
    if is_ahead and user.has_perm("operations.add_proposition"):
        context["shift_form"] = DecalageForm(
            user=user, initial={"operation": operation}
        )
    if user.has_perm("operations.view_contact", operation):
        contacts = operation.contacts.select_related("organisation")
        context["contacts"] = list(contacts.order_by("name", "pk"))
    return context


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
    return dict(rows.order_by().values_list("tache_id", "finish"))


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
        .select_related("gives__maitre_ouvrage", "gets__maitre_ouvrage")
        .only(*INTERFACE_FIELDS)
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
