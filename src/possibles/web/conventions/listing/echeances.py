"""The list of dates computed from what happened to each convention."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from possibles.apps.conventions.enums import (
    EcheanceKind,
)
from possibles.apps.conventions.models import (
    Convention,
    Echeance,
)
from possibles.web.lists import Choice, Column, Filter, ListSpec, choices_of, opens


def _echeances(request: HttpRequest) -> QuerySet[Echeance]:
    rows: QuerySet[Echeance] = Echeance.objects.visible_to(request.user)
    return rows


def _when(rows: QuerySet[Echeance], values: list[str]) -> QuerySet[Echeance]:
    today = timezone.localdate()
    if values[0] == "retard":
        return rows.filter(done_on=None, due__lt=today)
    return rows.filter(done_on=None, due__gte=today)


def _late(echeance: Echeance) -> str | None:
    days = (timezone.localdate() - echeance.due).days
    if echeance.done_on or days <= 0:
        return None
    return f"{days} jour{'s' if days > 1 else ''} de retard"


ECHEANCES = ListSpec(
    key="echeances",
    title="Échéances",
    noun="échéance",
    rows=_echeances,
    order=["due"],
    load=lambda rows: rows.select_related("convention"),
    columns=(
        Column("date", "Date", lambda e: e.due, kind="date", order=["due"]),
        Column("libelle", "Échéance", lambda e: e.label, order=["label"]),
        Column(
            "convention",
            "Convention",
            lambda e: str(e.convention),
            url=opens("convention-detail", "convention_id"),
        ),
        Column(
            "nature", "Nature", lambda e: e.get_kind_display(), order=["kind", "due"]
        ),
        Column("retard", "Retard", _late, missing="À temps"),
        Column("regle", "Règle", lambda e: e.rule or None, missing="Date saisie"),
        Column(
            "tenue",
            "Tenue le",
            lambda e: e.done_on,
            kind="date",
            missing="Pas encore tenue",
        ),
    ),
    filters=(
        Filter(
            "quand",
            "Quand",
            _when,
            lambda _: [Choice("retard", "En retard"), Choice("venir", "À venir")],
        ),
        Filter(
            "nature",
            "Nature",
            lambda rows, values: rows.filter(kind=values[0]),
            lambda _: choices_of(EcheanceKind),
        ),
        Filter(
            "tenue",
            "État",
            lambda rows, values: rows.filter(done_on__isnull=values[0] == "non"),
            lambda _: [Choice("non", "À venir ou en retard"), Choice("oui", "Tenues")],
        ),
        Filter(
            "convention",
            "Convention",
            lambda rows, values: rows.filter(convention__slug=values[0]),
            lambda request: [
                Choice(c.slug, str(c))
                for c in Convention.objects.visible_to(request.user)
            ],
        ),
    ),
)
