"""The list of cooperation projects: what it shows, what it can be asked."""

from typing import Any

from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from possibles.apps.acteurs.models import Organisation
from possibles.apps.contrat.domain.queries.accueil import filter_by_fiche
from possibles.apps.contrat.domain.queries.manques import MANQUES, filter_by_manque
from possibles.apps.contrat.enums import Meteo, Registre, Statut
from possibles.apps.contrat.models import (
    Agenda,
    Orientation,
    Outil,
    Partenaire,
    Projet,
)
from possibles.apps.territoires.models import Commune, Quartier
from possibles.common.french import fold
from possibles.web.lists import Choice, Column, Filter, ListSpec, choices_of, opens
from possibles.web.params import read_number

UNKNOWN = "inconnu"


def visible_projets(request: HttpRequest) -> QuerySet[Projet]:
    rows: QuerySet[Projet] = Projet.objects.visible_to(request.user)
    return rows


def load_related(rows: QuerySet[Projet]) -> QuerySet[Projet]:
    """Load what the columns read, in a fixed number of queries."""
    return (
        rows.select_related("chef_de_file", "pilote")
        .prefetch_related(
            "orientations",
            # Outlines are heavy, and no column draws them.
            Prefetch("communes", Commune.objects.defer("outline")),
            Prefetch("quartiers", Quartier.objects.defer("outline")),
            "outils",
            Prefetch(
                "partenaires",
                Partenaire.objects.select_related("organisation", "service"),
            ),
        )
        .annotate(
            indicateurs_count=Count("indicateurs", distinct=True),
            next_jalon=Min("jalons__due", filter=Q(jalons__done_on=None)),
        )
    )


def _places(projet: Projet) -> list[str]:
    return [*map(str, projet.communes.all()), *map(str, projet.quartiers.all())]


def _news(projet: Projet) -> Any:
    return projet.last_news_at and timezone.localdate(projet.last_news_at)


COLUMNS = (
    Column(
        "titre",
        "Projet",
        lambda p: p.title,
        order=["sort_title"],
        url=opens("projet-detail"),
    ),
    Column(
        "meteo",
        "Météo",
        lambda p: p.get_meteo_display() or None,
        order=["meteo", "sort_title"],
        kind="meteo",
        attribute="meteo",
        missing="Aucune synthèse publiée",
    ),
    Column(
        "statut",
        "Statut",
        lambda p: p.get_statut_display(),
        order=["statut", "sort_title"],
        attribute="statut",
        edit_route="projet-cell",
        edit_as="le statut",
    ),
    Column(
        "chef",
        "Chef de file",
        lambda p: p.chef_de_file and str(p.chef_de_file),
        order=["chef_de_file__sort_name", "sort_title"],
        missing="Aucun chef de file désigné",
        attribute="chef_de_file",
        edit_route="projet-cell",
        edit_as="le chef de file",
    ),
    Column(
        "orientations",
        "Orientations",
        lambda p: [str(o) for o in p.orientations.all()],
        kind="list",
        missing="Aucune orientation",
    ),
    Column(
        "registre",
        "Registre",
        lambda p: p.get_registre_display() or None,
        order=["registre", "sort_title"],
        missing="Registre non précisé par les documents",
    ),
    Column(
        "lieux",
        "Lieux",
        _places,
        kind="list",
        missing="Aucun lieu précisé",
        default=False,
    ),
    Column(
        "partenaires",
        "Partenaires",
        lambda p: p.partner_names,
        kind="list",
        missing="Aucun partenaire",
        default=False,
    ),
    Column(
        "outils",
        "Mesures mobilisées",
        lambda p: [str(o) for o in p.outils.all()],
        kind="list",
        missing="Aucune mesure rattachée",
        default=False,
    ),
    Column(
        "indicateurs",
        "Indicateurs",
        lambda p: p.indicateurs_count,
        kind="number",
    ),
    Column(
        "jalon",
        "Prochain jalon",
        lambda p: p.next_jalon,
        kind="date",
        missing="Aucun jalon à venir",
        default=False,
    ),
    Column(
        "nouvelle",
        "Dernière nouvelle",
        _news,
        kind="date",
        order=["last_news_at", "sort_title"],
        missing="Aucune nouvelle depuis la création",
    ),
    Column(
        "pilote",
        "Pilote",
        lambda p: p.pilote and str(p.pilote),
        missing="Aucun pilote",
        default=False,
    ),
    Column(
        "debut", "Début", lambda p: p.start, kind="date", order=["start"], default=False
    ),
    Column("fin", "Fin", lambda p: p.end, kind="date", order=["end"], default=False),
)


def _by_text(rows: QuerySet[Projet], values: list[str]) -> QuerySet[Projet]:
    for word in fold(values[0]).split():
        rows = rows.filter(sort_title__contains=word)
    return rows


def _by_meteo(rows: QuerySet[Projet], values: list[str]) -> QuerySet[Projet]:
    return rows.filter(meteo="" if values[0] == UNKNOWN else values[0])


def _by_gap(rows: Any, values: list[str]) -> QuerySet[Projet]:
    kept: QuerySet[Projet] = (
        filter_by_fiche(rows, False)
        if values[0] == "fiche"
        else filter_by_fiche(rows, True)
        if values[0] == "avec-fiche"
        else filter_by_manque(values[0], rows)
    )
    return kept


def _by_commune(rows: Any, values: list[str]) -> QuerySet[Projet]:
    kept: QuerySet[Projet] = rows.in_commune(values[0])
    return kept


def _by_organisation(rows: Any, values: list[str]) -> QuerySet[Projet]:
    kept: QuerySet[Projet] = rows.of_organisation(values[0])
    return kept


def _by_quartier(rows: QuerySet[Projet], values: list[str]) -> QuerySet[Projet]:
    return rows.filter(quartiers__code=values[0])


FILTERS = (
    Filter("q", "Intitulé", _by_text),
    Filter(
        "agenda",
        "Agenda",
        lambda rows, values: rows.filter(
            inscriptions__agenda__year=read_number(values[0]) or 0
        ),
        lambda request: [
            Choice(str(agenda.year), str(agenda.year))
            for agenda in Agenda.objects.visible_to(request.user)
        ],
    ),
    Filter(
        "orientation",
        "Orientation",
        lambda rows, values: rows.filter(orientations__slug=values[0]),
        lambda _: [
            Choice(slug, name)
            for slug, name in Orientation.objects.values_list("slug", "name")
        ],
    ),
    Filter(
        "meteo",
        "Météo",
        _by_meteo,
        lambda _: [*choices_of(Meteo), Choice(UNKNOWN, "Non renseignée")],
    ),
    Filter(
        "statut",
        "Statut",
        lambda rows, values: rows.filter(statut=values[0]),
        lambda _: choices_of(Statut),
    ),
    Filter(
        "registre",
        "Registre",
        lambda rows, values: rows.filter(
            registre="" if values[0] == UNKNOWN else values[0]
        ),
        lambda _: [*choices_of(Registre), Choice(UNKNOWN, "Non précisé")],
    ),
    Filter(
        "commune",
        "Commune",
        _by_commune,
        lambda _: [
            Choice(code, name)
            for code, name in Commune.objects.filter(in_contrat=True).values_list(
                "code_insee", "name"
            )
        ],
    ),
    Filter(
        "quartier",
        "Quartier",
        _by_quartier,
        lambda _: [
            Choice(code, name)
            for code, name in Quartier.objects.values_list("code", "name")
        ],
    ),
    Filter(
        "organisation",
        "Organisation",
        _by_organisation,
        lambda _: [
            Choice(slug, short_name or name)
            for slug, short_name, name in Organisation.objects.values_list(
                "slug", "short_name", "name"
            )
        ],
    ),
    Filter(
        "outil",
        "Mesure",
        lambda rows, values: rows.filter(outils__slug=values[0]),
        lambda _: [
            Choice(slug, f"{number}. {name}")
            for slug, number, name in Outil.objects.values_list(
                "slug", "number", "name"
            )
        ],
    ),
    Filter(
        "manque",
        "Ce qui manque",
        _by_gap,
        lambda _: [
            *(Choice(code, label) for code, (label, _) in MANQUES.items()),
            Choice("fiche", "annoncé sans fiche"),
            Choice("avec-fiche", "décrit par une fiche"),
        ],
    ),
)

PROJETS = ListSpec(
    key="projets",
    title="Projets de coopération",
    noun="projet",
    rows=visible_projets,
    columns=COLUMNS,
    filters=FILTERS,
    order=["sort_title"],
    faces=(Choice("", "Liste"), Choice("tableau", "Tableau"), Choice("frise", "Frise")),
    load=load_related,
)
