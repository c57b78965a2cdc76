"""The list of operations: what it shows, what it can be asked."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from possibles.apps.acteurs.models import Organisation
from possibles.apps.operations.domain.planning.wording import tell_margin, tell_shift
from possibles.apps.operations.enums import (
    BEFORE_ENGAGEMENT,
    DELIVERED,
    PUBLIC_FACILITIES,
    EtatOperation,
    NatureOperation,
    TypeOperation,
)
from possibles.apps.operations.models import Interface, Operation, Reserve
from possibles.apps.territoires.models import Commune, ProjetRenouvellement, Quartier
from possibles.common.french import fold, format_month
from possibles.web.lists import Choice, Column, Filter, ListSpec, choices_of, opens
from possibles.web.params import read_number

_MONTH = 30
SHORT_STATES = {
    EtatOperation.PROGRAMMEE: "Programmée",
    EtatOperation.PRESENTEE_CE: "Présentée au CE",
    EtatOperation.VALIDEE_CE: "Validée par le CE",
    EtatOperation.INSCRITE: "Inscrite",
    EtatOperation.FAT_DEPOSEE: "FAT déposée",
    EtatOperation.ENGAGEE: "Engagée",
}
"""For a narrow column; the sheet says it in full."""


def visible_operations(request: HttpRequest) -> QuerySet[Operation]:
    rows: QuerySet[Operation] = Operation.objects.visible_to(request.user)
    return rows


def load_related(rows: QuerySet[Operation]) -> QuerySet[Operation]:
    return rows.select_related("maitre_ouvrage", "renouvellement", "commune").defer(
        "outline", "commune__outline", "objectifs", "programme", "conditions"
    )


def _delay(operation: Operation) -> str | None:
    if operation.delay_days is None:
        return None
    return tell_shift(operation.delay_days)


def _short_projet(operation: Operation) -> str:
    """Return « PRIN Saint-Paul… »: the names of projects list their quarters."""
    projet = operation.renouvellement
    first, *others = str(projet).split(" / ")
    return f"{projet.short_kind} {first}{'…' if others else ''}"


def _margin(days: int | None) -> str | None:
    return None if days is None else tell_margin(days)


COLUMNS = (
    Column(
        "libelle",
        "Opération",
        lambda o: o.title,
        order=["sort_title"],
        url=opens("operation-detail"),
    ),
    Column(
        "projet",
        "Projet",
        _short_projet,
        order=["renouvellement__kind", "renouvellement__number", "sort_title"],
    ),
    Column(
        "maitre-ouvrage",
        "Maître d’ouvrage",
        lambda o: str(o.maitre_ouvrage),
        order=["maitre_ouvrage__sort_name", "sort_title"],
    ),
    Column(
        "etat",
        "État",
        lambda o: SHORT_STATES.get(o.state) or o.get_state_display(),
        order=["state", "sort_title"],
    ),
    Column(
        "livraison",
        "Livraison",
        lambda o: o.delivery_forecast and format_month(o.delivery_forecast),
        order=["delivery_forecast", "sort_title"],
        missing="Aucun planning",
    ),
    Column(
        "retard",
        "Retard",
        _delay,
        order=["delay_days", "sort_title"],
        missing="Ni planning, ni calendrier de convention",
    ),
    Column(
        "engagement",
        "Avant la limite",
        lambda o: _margin(o.engagement_margin),
        order=["engagement_margin", "sort_title"],
        missing="Déjà engagée, ou sans planning",
    ),
    Column(
        "cout",
        "Coût HT (€)",
        lambda o: o.cost_ht,
        kind="euros",
        order=["cost_ht", "sort_title"],
        missing="Aucune estimation",
        has_total=True,
        summed="cost_ht",
    ),
    Column(
        "acquis",
        "Financements acquis (€)",
        lambda o: o.secured,
        kind="euros",
        order=["secured", "sort_title"],
        missing="Aucun financement inscrit",
        has_total=True,
        summed="secured",
        default=False,
    ),
    Column(
        "avancement",
        "Avancement",
        lambda o: None if o.progress is None else o.progress / 100,
        kind="percent",
        order=["progress", "sort_title"],
        missing="Aucun planning",
        default=False,
    ),
    Column(
        "jalon",
        "Prochain jalon",
        lambda o: o.next_milestone or None,
        order=["next_milestone_on", "sort_title"],
        missing="Aucun jalon à venir",
        default=False,
    ),
    Column(
        "jalon-le",
        "Prochain jalon le",
        lambda o: o.next_milestone_on,
        kind="date",
        order=["next_milestone_on", "sort_title"],
        missing="Aucun jalon à venir",
        default=False,
    ),
    Column(
        "type",
        "Type",
        lambda o: o.get_kind_display(),
        order=["kind", "sort_title"],
        default=False,
    ),
    Column(
        "nature",
        "Nature",
        lambda o: o.get_nature_display() or None,
        order=["nature", "sort_title"],
        default=False,
    ),
    Column(
        "idtop",
        "Identifiant",
        lambda o: o.idtop or None,
        order=["idtop"],
        missing="Pas encore d’identifiant",
        default=False,
    ),
    Column(
        "maturite",
        "Maturité du coût",
        lambda o: o.get_cost_maturity_display() or None,
        order=["cost_maturity", "sort_title"],
        missing="Aucune estimation",
        default=False,
    ),
    Column(
        "commune",
        "Commune",
        lambda o: o.commune and str(o.commune),
        order=["commune__sort_name", "sort_title"],
        missing="Aucune commune précisée",
        default=False,
    ),
)


def _by_text(rows: QuerySet[Operation], values: list[str]) -> QuerySet[Operation]:
    for word in fold(values[0]).split():
        rows = rows.filter(Q(sort_title__contains=word) | Q(idtop__icontains=word))
    return rows


RISKS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "hors-engagement": (
        "Engagement hors délai",
        lambda rows: rows.filter(engagement_margin__lt=0),
    ),
    "engagement-3": (
        "Moins de 3 mois avant la limite d’engagement",
        lambda rows: rows.filter(
            engagement_margin__gte=0, engagement_margin__lt=3 * _MONTH
        ),
    ),
    "engagement-6": (
        "Moins de 6 mois avant la limite d’engagement",
        lambda rows: rows.filter(
            engagement_margin__gte=0, engagement_margin__lt=6 * _MONTH
        ),
    ),
    "hors-livraison": (
        "Livraison hors délai",
        lambda rows: rows.filter(delivery_margin__lt=0),
    ),
    "retard": (
        "Plus de 6 mois de retard sur la convention",
        lambda rows: rows.filter(delay_days__gt=6 * _MONTH),
    ),
    "interface": (
        "Interface en conflit",
        lambda rows: rows.filter(
            Q(pk__in=Interface.objects.conflicts().order_by().values("gives"))
            | Q(pk__in=Interface.objects.conflicts().order_by().values("gets"))
        ),
    ),
    "cout": (
        "Coût au-delà de la convention",
        lambda rows: rows.filter(cost_ht__gt=F("convention_cost")),
    ),
    "financement": (
        "Plan de financement incomplet",
        lambda rows: rows.filter(
            Q(funded=None)
            | Q(recovers_vat=True, funded__lt=F("cost_ht"))
            | Q(recovers_vat=False, funded__lt=F("cost_ttc"))
        ),
    ),
    "reserve": (
        "Réserve à lever",
        lambda rows: rows.filter(
            pk__in=Reserve.objects.filter(lifted_on=None).order_by().values("operation")
        ),
    ),
    "sans-planning": (
        "Sans planning",
        lambda rows: rows.filter(forecast_start=None),
    ),
}
PHASES = {
    "a-engager": ("À engager", BEFORE_ENGAGEMENT),
    "en-cours": (
        "Engagées, pas encore livrées",
        frozenset({EtatOperation.ENGAGEE, EtatOperation.TRAVAUX}),
    ),
    "livrees": ("Livrées", DELIVERED),
}


def _by_risk(rows: QuerySet[Operation], values: list[str]) -> QuerySet[Operation]:
    if values[0] not in RISKS:
        return rows
    kept: QuerySet[Operation] = RISKS[values[0]][1](rows)
    return kept


def _by_family(rows: QuerySet[Operation], values: list[str]) -> QuerySet[Operation]:
    if values[0] == "equipements":
        return rows.filter(kind__in=PUBLIC_FACILITIES)
    return rows.filter(kind=values[0])


def _by_commune(rows: Any, values: list[str]) -> QuerySet[Operation]:
    kept: QuerySet[Operation] = rows.in_commune(values[0])
    return kept


def _by_state(rows: QuerySet[Operation], values: list[str]) -> QuerySet[Operation]:
    if values[0] in PHASES:
        return rows.filter(state__in=PHASES[values[0]][1])
    return rows.filter(state=values[0])


FILTERS = (
    Filter("q", "Libellé ou identifiant", _by_text),
    Filter(
        "projet",
        "Projet",
        lambda rows, values: rows.filter(renouvellement=read_number(values[0]) or 0),
        lambda _: [
            Choice(str(p.pk), f"{p.short_kind} {p}")
            for p in ProjetRenouvellement.objects.all()
        ],
    ),
    Filter(
        "maitre-ouvrage",
        "Maître d’ouvrage",
        lambda rows, values: rows.filter(maitre_ouvrage__slug=values[0]),
        lambda _: [
            Choice(o.slug, str(o))
            for o in Organisation.objects.filter(
                pk__in=Operation.objects.order_by().values("maitre_ouvrage")
            )
        ],
    ),
    Filter(
        "risque",
        "À surveiller",
        _by_risk,
        lambda _: [Choice(code, label) for code, (label, _) in RISKS.items()],
    ),
    Filter(
        "etat",
        "État",
        _by_state,
        lambda _: [
            *(Choice(code, label) for code, (label, _) in PHASES.items()),
            *choices_of(EtatOperation),
        ],
    ),
    Filter(
        "type",
        "Type",
        _by_family,
        lambda _: [
            Choice("equipements", "Tous les équipements publics"),
            *choices_of(TypeOperation),
        ],
    ),
    Filter(
        "nature",
        "Nature",
        lambda rows, values: rows.filter(nature=values[0]),
        lambda _: choices_of(NatureOperation),
    ),
    Filter(
        "commune",
        "Commune",
        _by_commune,
        lambda _: [
            Choice(code, name)
            for code, name in Commune.objects.filter(
                Q(operations__isnull=False) | Q(quartiers__operations__isnull=False)
            )
            .distinct()
            .values_list("code_insee", "name")
        ],
    ),
    Filter(
        "quartier",
        "Quartier",
        lambda rows, values: rows.filter(quartiers__code=values[0]),
        lambda _: [
            Choice(code, name)
            for code, name in Quartier.objects.filter(
                pk__in=Operation.quartiers.through.objects.order_by().values("quartier")
            ).values_list("code", "name")
        ],
    ),
)

OPERATIONS = ListSpec(
    key="operations",
    title="Opérations",
    noun="opération",
    rows=visible_operations,
    columns=COLUMNS,
    filters=FILTERS,
    order=["sort_title"],
    per_page=25,
    faces=(Choice("", "Liste"), Choice("carte", "Carte")),
    load=load_related,
)
