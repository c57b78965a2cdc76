"""The master schedule as a list: its questions, its groups, its twin table."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from possibles.apps.acteurs.models import Organisation
from possibles.apps.operations.enums import EtatOperation, TypeOperation
from possibles.apps.operations.models import Interface, Operation, Reference
from possibles.apps.territoires.models import ProjetRenouvellement, Quartier
from possibles.common.french import fold
from possibles.web.lists import Choice, Column, Filter, ListSpec, choices_of
from possibles.web.params import read_number

from .data import operation_address

GROUPS = (
    Choice("maitre_ouvrage", "Par maître d’ouvrage"),
    Choice("quartier", "Par quartier"),
    Choice("type", "Par type d’opération"),
    Choice("aucun", "Sans regroupement"),
)
ZOOMS = ("annee", "semestre", "trimestre", "mois")


def visible_operations(request: HttpRequest) -> QuerySet[Operation]:
    rows: QuerySet[Operation] = Operation.objects.visible_to(request.user).alive()
    return rows


def load_related(rows: QuerySet[Operation]) -> QuerySet[Operation]:
    return rows.select_related("maitre_ouvrage", "renouvellement").defer("outline")


def _by_text(rows: QuerySet[Operation], values: list[str]) -> QuerySet[Operation]:
    for word in fold(values[0]).split():
        rows = rows.filter(sort_title__contains=word)
    return rows


def _by_key(field: str) -> Any:
    def apply(rows: QuerySet[Operation], values: list[str]) -> QuerySet[Operation]:
        return rows.filter(**{field: read_number(values[0]) or 0})

    return apply


def _keep_all(rows: QuerySet[Operation], _: list[str]) -> QuerySet[Operation]:
    """Change how rows are shown, not which."""
    return rows


def _by_point(rows: QuerySet[Operation], values: list[str]) -> QuerySet[Operation]:
    """Keep the operations that need somebody’s eye."""
    open_conflicts = Interface.objects.conflicts().order_by()
    questions = {
        "engagement": Q(engagement_margin__lt=0),
        "livraison": Q(delivery_margin__lt=0),
        "retard": Q(delay_days__gt=0),
        "interface": Q(pk__in=open_conflicts.values("gives"))
        | Q(pk__in=open_conflicts.values("gets")),
        "sans_date": Q(forecast_start=None),
    }
    return rows.filter(questions.get(values[0], Q()))


def _choices_of(model: Any) -> Any:
    """Offer those that have operations."""

    def list_choices(_: HttpRequest) -> Sequence[Choice]:
        holding = Operation.objects.order_by().values(_FIELDS[model])
        return [
            Choice(str(held.pk), str(held))
            for held in model.objects.filter(pk__in=holding)
        ]

    return list_choices


_FIELDS = {ProjetRenouvellement: "renouvellement", Organisation: "maitre_ouvrage"}


POINTS = (
    Choice("engagement", "Engagement après la date limite"),
    Choice("livraison", "Livraison après la date limite"),
    Choice("retard", "En retard sur la convention"),
    Choice("interface", "Interface en conflit"),
    Choice("sans_date", "Sans planning"),
)

FILTERS = (
    Filter("q", "Libellé", _by_text),
    Filter(
        "projet",
        "Projet",
        _by_key("renouvellement"),
        _choices_of(ProjetRenouvellement),
    ),
    Filter(
        "maitre_ouvrage",
        "Maître d’ouvrage",
        _by_key("maitre_ouvrage"),
        _choices_of(Organisation),
    ),
    Filter("groupe", "Regrouper", _keep_all, lambda _: GROUPS, blank="Par projet"),
    Filter("point", "Points d’attention", _by_point, lambda _: POINTS, blank="Toutes"),
    Filter(
        "reference",
        "Comparer avec",
        _keep_all,
        lambda request: [
            Choice(str(one.pk), str(one))
            for one in Reference.objects.visible_to(request.user)
        ],
        blank="La convention",
    ),
    Filter(
        "type",
        "Type",
        lambda rows, values: rows.filter(kind__in=values),
        lambda _: choices_of(TypeOperation),
    ),
    Filter(
        "etat",
        "État",
        lambda rows, values: rows.filter(state__in=values),
        lambda _: choices_of(EtatOperation),
    ),
    Filter(
        "quartier",
        "Quartier",
        lambda rows, values: rows.filter(quartiers__code=values[0]),
        lambda _: [
            Choice(code, name)
            for code, name in Quartier.objects.filter(operations__isnull=False)
            .distinct()
            .values_list("code", "name")
        ],
    ),
)


def _margin(name: str) -> Any:
    return lambda operation: getattr(operation, name)


COLUMNS = (
    Column(
        "operation",
        "Opération",
        lambda o: o.title,
        order=["sort_title"],
        url=lambda o: operation_address(o.pk),
    ),
    Column(
        "projet",
        "Projet",
        lambda o: str(o.renouvellement),
        order=["renouvellement__kind", "renouvellement__number", "sort_title"],
    ),
    Column(
        "maitre_ouvrage",
        "Maître d’ouvrage",
        lambda o: str(o.maitre_ouvrage),
        order=["maitre_ouvrage__sort_name", "sort_title"],
    ),
    Column(
        "debut",
        "Début",
        lambda o: o.forecast_start,
        kind="date",
        order=["forecast_start"],
        missing="Aucune tâche n’est planifiée",
    ),
    Column(
        "fin",
        "Fin",
        lambda o: o.forecast_finish,
        kind="date",
        order=["forecast_finish"],
        missing="Aucune tâche n’est planifiée",
    ),
    Column(
        "avancement",
        "Avancement (%)",
        lambda o: o.progress,
        kind="number",
        order=["progress"],
    ),
    Column(
        "engagement",
        "Engagement",
        lambda o: o.engagement_forecast,
        kind="date",
        order=["engagement_forecast"],
        missing="Aucune étape ne le donne",
    ),
    Column(
        "marge_engagement",
        "Marge d’engagement (jours)",
        _margin("engagement_margin"),
        kind="number",
        order=["engagement_margin"],
        missing="Sans objet, ou sans date",
    ),
    Column(
        "livraison",
        "Livraison",
        lambda o: o.delivery_forecast,
        kind="date",
        order=["delivery_forecast"],
        missing="Aucune étape ne la donne",
    ),
    Column(
        "marge_livraison",
        "Marge de livraison (jours)",
        _margin("delivery_margin"),
        kind="number",
        order=["delivery_margin"],
        missing="Sans objet, ou sans date",
        default=False,
    ),
    Column(
        "retard",
        "Retard sur la convention (jours)",
        _margin("delay_days"),
        kind="number",
        order=["delay_days"],
        missing="Aucun calendrier de convention",
    ),
    Column(
        "marge",
        "Marge du planning (jours ouvrés)",
        _margin("total_float"),
        kind="number",
        order=["total_float"],
        default=False,
    ),
    Column(
        "jalon",
        "Prochain jalon",
        lambda o: o.next_milestone or None,
        order=["next_milestone_on"],
        missing="Aucun jalon à venir",
    ),
    Column(
        "jalon_le",
        "Le",
        lambda o: o.next_milestone_on,
        kind="date",
        order=["next_milestone_on"],
        missing="Aucun jalon à venir",
    ),
)

PLANNING = ListSpec(
    key="planning",
    title="Planning directeur",
    noun="opération",
    rows=visible_operations,
    columns=COLUMNS,
    filters=FILTERS,
    order=[
        "renouvellement__kind",
        "renouvellement__number",
        "forecast_start",
        "sort_title",
    ],
    load=load_related,
    kept=["zoom"],
)
