"""The priority quarters: their list and their sheet."""

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from possibles.apps.contrat.models import Projet
from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import Arrondissement, Commune, Quartier
from possibles.common.french import fold
from possibles.web.access import PUBLIC, access, is_allowed
from possibles.web.lists import Choice, Column, Filter, Listing, ListSpec, answer, opens

from .geojson import BACKGROUND, answer_geojson, feature
from .places import find_places, list_most_urgent

_YES_NO = (Choice("oui", "Oui"), Choice("non", "Non"))
SUFFIXES = {
    "I": "identique au quartier de 2015",
    "M": "modifié depuis 2015",
    "N": "nouveau en 2024",
    "C": "de contour changé depuis 2015",
}


def _visible(request: HttpRequest) -> QuerySet[Quartier]:
    rows: QuerySet[Quartier] = Quartier.objects.visible_to(request.user)
    return rows.defer("outline")


def _load(rows: QuerySet[Quartier]) -> QuerySet[Quartier]:
    return (
        rows.select_related("commune")
        .defer("outline", "commune__outline")
        .prefetch_related(
            # Outlines are heavy, and no column draws them.
            Prefetch("communes", Commune.objects.defer("outline")),
            Prefetch("arrondissements", Arrondissement.objects.defer("outline")),
            "projets_renouvellement",
        )
    )


def _by_text(rows: QuerySet[Quartier], values: list[str]) -> QuerySet[Quartier]:
    for word in fold(values[0]).split():
        rows = rows.filter(Q(sort_name__contains=word) | Q(code=word.upper()))
    return rows


QUARTIERS = ListSpec(
    key="quartiers",
    title="Quartiers prioritaires",
    noun="quartier prioritaire,quartiers prioritaires",
    rows=_visible,
    columns=(
        Column(
            "nom",
            "Quartier",
            lambda q: q.name,
            order=["sort_name"],
            url=opens("quartier-detail"),
        ),
        Column("code", "Code", lambda q: q.code, order=["code"]),
        Column(
            "commune",
            "Commune principale",
            lambda q: q.commune.name,
            order=["commune__sort_name", "sort_name"],
            url=opens("commune-detail", "commune_id"),
        ),
        Column(
            "communes",
            "Communes",
            lambda q: [c.name for c in q.communes.all()],
            kind="list",
            default=False,
        ),
        Column(
            "arrondissements",
            "Arrondissements",
            lambda q: [str(a.number) for a in q.arrondissements.all()],
            kind="list",
            missing="Arrondissement inconnu de nos sources, ou commune sans arrondissement",
            default=False,
        ),
        Column(
            "renouvellement",
            "Renouvellement urbain",
            lambda q: [
                f"{p.short_kind} {p.name}" for p in q.projets_renouvellement.all()
            ],
            kind="list",
            missing="Aucun rapprochement connu avec un PRIN ou un PRIR",
        ),
        Column(
            "population",
            "Population",
            lambda q: q.population,
            kind="number",
            order=["population"],
            missing="Aucune source importée ne la donne",
            has_total=True,
            summed="population",
        ),
        Column(
            "contour",
            "Contour",
            lambda q: "Connu" if q.west is not None else None,
            missing="Contour officiel pas encore importé",
        ),
    ),
    filters=(
        Filter("q", "Nom ou code", _by_text),
        Filter(
            "commune",
            "Commune",
            lambda rows, values: rows.filter(
                pk__in=Quartier.objects.filter(communes__code_insee=values[0])
                .order_by()
                .values("pk")
            ),
            lambda _: [
                Choice(c.code_insee, c.name)
                for c in Commune.objects.filter(quartiers__isnull=False)
                .defer("outline")
                .distinct()
            ],
        ),
        Filter(
            "arrondissement",
            "Arrondissement",
            lambda rows, values: rows.filter(arrondissements__code_insee=values[0]),
            lambda _: [
                Choice(a.code_insee, str(a))
                for a in Arrondissement.objects.filter(quartiers__isnull=False)
                .select_related("commune")
                .defer("outline", "commune__outline")
                .distinct()
            ],
        ),
        Filter(
            "renouvellement",
            "Renouvellement urbain",
            lambda rows, values: rows.filter(
                projets_renouvellement__kind=values[0]
            ).distinct(),
            lambda _: (Choice("prin", "PRIN"), Choice("prir", "PRIR")),
        ),
        Filter(
            "contour",
            "Contour connu",
            lambda rows, values: rows.filter(west__isnull=values[0] != "oui"),
            lambda _: _YES_NO,
        ),
    ),
    order=["sort_name"],
    per_page=100,
    load=_load,
)


@access(PUBLIC)
def quartier_list(request: HttpRequest) -> HttpResponse:
    context = {
        "can_import": is_allowed(request.user, "territoires.import_quartier"),
        "outlined": Quartier.objects.filter(west__isnull=False).count(),
    }
    return answer(
        request, Listing(QUARTIERS, request), "territoire/quartiers.html", context
    )


@access(PUBLIC, on=Quartier)
def quartier_detail(request: HttpRequest, quartier: Quartier) -> HttpResponse:
    places = find_places(Projet.objects.visible_to(request.user))
    here = places.projets_of_quartier(quartier.pk)
    operations = Operation.objects.visible_to(request.user).filter(quartiers=quartier)
    context = {
        "quartier": quartier,
        "suffix": SUFFIXES.get(quartier.code[-1], ""),
        "projets": Projet.objects.filter(pk__in=here).select_related("chef_de_file"),
        "count": len(here),
        "around": len(places.projets_of_commune(quartier.commune_id)),
        "operations": list_most_urgent(operations),
        "operations_count": operations.count(),
        "without_place": places.without_place,
        "meteos": places.count_meteos(here),
        "renouvellements": quartier.projets_renouvellement.all(),
    }
    return render(request, "territoire/quartier.html", context)


@access(PUBLIC, on=Quartier)
def quartier_geojson(request: HttpRequest, quartier: Quartier) -> HttpResponse:
    """Draw the quarter where it is known, its communes behind."""
    features = [
        feature(c.outline, key=f"c{c.pk}", name=c.name, tone=BACKGROUND)
        for c in quartier.communes.exclude(outline__isnull=True)
    ]
    if quartier.outline is not None:
        features.append(
            feature(
                quartier.outline,
                key=f"q{quartier.pk}",
                layer="quartier",
                name=quartier.name,
                tone="4",
            )
        )
    return answer_geojson(request, features)
