"""The communes: their list, and a sheet that holds on a phone."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from possibles.apps.contrat.models import Projet
from possibles.apps.gouvernance.models import Instance
from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import (
    Commune,
    ProjetRenouvellement,
    Quartier,
)
from possibles.common.french import fold
from possibles.web.access import PUBLIC, access
from possibles.web.lists import Choice, Column, Filter, Listing, ListSpec, answer, opens

from .geojson import BACKGROUND, answer_geojson, feature, tone_of_count
from .places import find_places, list_most_urgent

_YES_NO = (Choice("oui", "Oui"), Choice("non", "Non"))


def _visible(request: HttpRequest) -> QuerySet[Commune]:
    rows: Any = Commune.objects.visible_to(request.user)
    counted: QuerySet[Commune] = rows.defer("outline").annotate(
        quartiers_count=Count("quartiers_principaux", distinct=True)
    )
    return counted


def _by_text(rows: QuerySet[Commune], values: list[str]) -> QuerySet[Commune]:
    for word in fold(values[0]).split():
        rows = rows.filter(Q(sort_name__contains=word) | Q(code_insee=word))
    return rows


COMMUNES = ListSpec(
    key="communes",
    title="Communes de la métropole",
    noun="commune",
    rows=_visible,
    columns=(
        Column(
            "nom",
            "Commune",
            lambda c: c.name,
            order=["sort_name"],
            url=opens("commune-detail"),
        ),
        Column("insee", "Code Insee", lambda c: c.code_insee, order=["code_insee"]),
        Column(
            "contrat",
            "Contrat de ville",
            lambda c: "Commune du contrat" if c.in_contrat else None,
            order=["-in_contrat", "sort_name"],
            missing="Hors du contrat de ville, d’après nos sources",
        ),
        Column(
            "qpv",
            "Quartiers prioritaires",
            lambda c: c.quartiers_count or None,
            kind="number",
            order=["quartiers_count", "sort_name"],
            missing="Aucun quartier dont elle soit la commune principale",
            has_total=True,
            summed="quartiers_count",
        ),
        Column("siren", "SIREN", lambda c: c.siren, order=["siren"], default=False),
    ),
    filters=(
        Filter("q", "Nom ou code", _by_text),
        Filter(
            "contrat",
            "Du contrat",
            lambda rows, values: rows.filter(in_contrat=values[0] == "oui"),
            lambda _: _YES_NO,
        ),
        Filter(
            "qpv",
            "A un QPV",
            lambda rows, values: rows.filter(has_qpv=values[0] == "oui"),
            lambda _: _YES_NO,
        ),
    ),
    order=["sort_name"],
    per_page=100,
)


@access(PUBLIC)
def commune_list(request: HttpRequest) -> HttpResponse:
    return answer(request, Listing(COMMUNES, request), "territoire/communes.html")


@access(PUBLIC, on=Commune)
def commune_detail(request: HttpRequest, commune: Commune) -> HttpResponse:
    places = find_places(Projet.objects.visible_to(request.user))
    of_commune = places.projets_of_commune(commune.pk)
    quartiers = [
        (q, len(places.projets_of_quartier(q.pk)))
        for q in commune.quartiers.defer("outline").select_related("commune")
    ]
    renouvellements = ProjetRenouvellement.objects.filter(
        quartiers__communes=commune
    ).distinct()
    instances = Instance.objects.visible_to(request.user).filter(commune=commune)
    operations = Operation.objects.visible_to(request.user).in_commune(
        commune.code_insee
    )
    context = {
        "commune": commune,
        "quartiers": quartiers,
        "counts": {
            "quartiers": len(quartiers),
            "projets": len(of_commune),
            "renouvellements": renouvellements.count(),
            "operations": operations.count(),
        },
        "main_count": sum(q.commune_id == commune.pk for q, _ in quartiers),
        "projets": Projet.objects.filter(pk__in=of_commune).select_related(
            "chef_de_file"
        ),
        "without_place": places.without_place,
        "meteos": places.count_meteos(of_commune),
        "renouvellements": renouvellements,
        "operations": list_most_urgent(operations),
        "instances": instances,
        "outlined": sum(q.west is not None for q, _ in quartiers),
    }
    return render(request, "territoire/commune.html", context)


@access(PUBLIC, on=Commune)
def commune_geojson(request: HttpRequest, commune: Commune) -> HttpResponse:
    places = find_places(Projet.objects.visible_to(request.user))
    features = []
    if commune.outline is not None:
        features.append(
            feature(
                commune.outline,
                key=f"c{commune.pk}",
                name=commune.name,
                tone=BACKGROUND,
            )
        )
    for quartier in Quartier.objects.filter(communes=commune, outline__isnull=False):
        count = len(places.projets_of_quartier(quartier.pk))
        features.append(
            feature(
                quartier.outline,
                key=f"q{quartier.pk}",
                layer="quartier",
                name=f"{quartier.name} ({quartier.code})",
                href=reverse("quartier-detail", args=[quartier.pk]),
                tone=tone_of_count(count),
            )
        )
    return answer_geojson(request, features)
