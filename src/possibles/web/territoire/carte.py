"""The map of the contract, and the list that says the same."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from possibles.apps.contrat.domain.queries.attendus import list_ecarts
from possibles.apps.territoires.models import Commune, Quartier
from possibles.common.french import plural
from possibles.web.access import PUBLIC, access
from possibles.web.contrat.projets.listing import FILTERS, visible_projets
from possibles.web.lists import Choice, Filter, Listing, ListSpec

from .geojson import (
    BACKGROUND,
    LEGEND,
    METEO_TONES,
    answer_geojson,
    feature,
    tone_of_count,
)
from .places import Places, find_places

MESURES = (
    Choice("qpv", "Quartiers prioritaires"),
    Choice("projets", "Projets"),
    Choice("meteo", "Météo la plus préoccupante"),
)
_SHARED = ("orientation", "statut", "meteo", "registre")
# code of the expected number → label, list that explains it
FIGURES = {
    "quartiers": ("Quartiers prioritaires", "quartier-list", ""),
    "communes": ("Communes connues", "commune-list", "?contrat=oui"),
    "prin": ("PRIN nommés", "renouvellement-list", "?nature=prin&nommes=oui"),
    "prir": ("PRIR nommés", "renouvellement-list", "?nature=prir&nommes=oui"),
}
EXPECTED = tuple(FIGURES)


def _keep_all(rows: Any, values: list[str]) -> Any:
    return rows


# The projects' own filters, and what colours the map: the same address says both.
TERRITOIRE = ListSpec(
    key="territoire",
    title="Territoire",
    noun="projet",
    rows=visible_projets,
    columns=(),
    filters=(
        Filter("mesure", "Couleur", _keep_all, lambda _: MESURES),
        *(f for key in _SHARED for f in FILTERS if f.key == key),
    ),
)


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """A commune of the contract on the map and in its list."""

    commune: Commune
    quartiers: list[Quartier]
    projets: int
    meteo: str

    @property
    def key(self) -> str:
        return f"c{self.commune.pk}"

    @property
    def meteo_tone(self) -> str:
        return METEO_TONES.get(self.meteo, "")

    @property
    def url(self) -> str:
        return reverse("commune-detail", args=[self.commune.pk])

    @property
    def words(self) -> str:
        quartiers = plural(
            len(self.quartiers), "quartier prioritaire", "quartiers prioritaires"
        )
        return f"{quartiers}, {plural(self.projets, 'projet')}"

    def tone(self, mesure: str) -> str:
        if mesure == "meteo":
            return self.meteo_tone
        return tone_of_count(
            self.projets if mesure == "projets" else len(self.quartiers)
        )


@access(PUBLIC)
def territoire_map(request: HttpRequest) -> HttpResponse:
    listing = Listing(TERRITOIRE, request)
    places = find_places(listing.rows)
    mesure = _mesure(listing)
    ecarts = {e.attendu.code: e for e in list_ecarts(request.user)}
    rows = _rows(request, places)
    context = {
        "listing": listing,
        "mesure": mesure,
        "rows": rows,
        "quartiers_count": Quartier.objects.visible_to(request.user).count(),
        "places": places,
        "touched": _touched(),
        "figures": [_figure(code, ecarts[code]) for code in EXPECTED if code in ecarts],
        "expected": ecarts["communes"].attendu.value if "communes" in ecarts else None,
        "notes": _notes(ecarts),
        "legend": LEGEND,
        "geojson": f"{reverse('territoire-geojson')}?{listing.query}",
        "outlined": Quartier.objects.exclude(outline__isnull=True).count(),
        "has_map": Commune.objects.exclude(outline__isnull=True).exists(),
    }
    part = "#territoire" if getattr(request, "htmx", False) else ""
    response = render(request, f"territoire/carte.html{part}", context)
    response.headers["Vary"] = "HX-Request"
    return response


@access(PUBLIC)
def territoire_geojson(request: HttpRequest) -> HttpResponse:
    listing = Listing(TERRITOIRE, request)
    mesure = _mesure(listing)
    places = find_places(listing.rows)
    rows = {row.commune.pk: row for row in _rows(request, places)}
    features = [
        _draw_commune(commune, rows.get(commune.pk), mesure)
        for commune in Commune.objects.exclude(outline__isnull=True)
    ]
    features.sort(key=lambda f: f["properties"]["tone"] != BACKGROUND)
    features += [
        _draw_quartier(quartier, places, mesure)
        for quartier in Quartier.objects.exclude(outline__isnull=True)
    ]
    return answer_geojson(request, features)


def _figure(code: str, ecart: Any) -> dict[str, Any]:
    """Tell what was found, and in a note what was announced."""
    label, route, query = FIGURES[code]
    note = f"{ecart.attendu.value} annoncés"
    if code == "communes":
        note = f"{ecart.attendu.value} attendues"
    if ecart.missing:
        note += f", {ecart.missing} sans nom"
    return {
        "value": ecart.found,
        "label": label,
        "href": reverse(route) + query,
        "note": note,
    }


def _mesure(listing: Listing) -> str:
    asked = listing.params.get("mesure", "")
    return asked if asked in {choice.value for choice in MESURES} else "qpv"


def _rows(request: HttpRequest, places: Places) -> list[CommuneRow]:
    communes: Any = Commune.objects.visible_to(request.user)
    quartiers: dict[int, list[Quartier]] = {}
    for quartier in Quartier.objects.visible_to(request.user).defer("outline"):
        quartiers.setdefault(quartier.commune_id, []).append(quartier)
    return [
        CommuneRow(
            commune,
            quartiers.get(commune.pk, []),
            len(places.projets_of_commune(commune.pk)),
            places.worst(places.projets_of_commune(commune.pk)),
        )
        for commune in communes.du_contrat().defer("outline")
    ]


def _touched() -> list[tuple[Commune, list[Quartier]]]:
    """Return the communes a quarter reaches without being its main one."""
    links: dict[Commune, list[Quartier]] = {}
    rows = Quartier.objects.defer("outline").prefetch_related("communes")
    for quartier in rows:
        for commune in quartier.communes.all():
            if commune.pk != quartier.commune_id and not commune.in_contrat:
                links.setdefault(commune, []).append(quartier)
    return list(links.items())


def _notes(ecarts: dict[str, Any]) -> list[Any]:
    wanted = [code for code in (*EXPECTED, "communes-qpv") if code in ecarts]
    return list(dict.fromkeys(note for code in wanted for note in ecarts[code].notes))


def _draw_commune(
    commune: Commune, row: CommuneRow | None, mesure: str
) -> dict[str, Any]:
    return feature(
        commune.outline,
        key=f"c{commune.pk}",
        name=commune.name,
        href=reverse("commune-detail", args=[commune.pk]) if row else "",
        tone=row.tone(mesure) if row else BACKGROUND,
        text=row.words if row else "Hors du contrat de ville",
    )


def _draw_quartier(quartier: Quartier, places: Places, mesure: str) -> dict[str, Any]:
    projets = places.projets_of_quartier(quartier.pk)
    tones = {
        "qpv": BACKGROUND,
        "projets": tone_of_count(len(projets)),
        "meteo": METEO_TONES.get(places.worst(projets), ""),
    }
    return feature(
        quartier.outline,
        key=f"q{quartier.pk}",
        layer="quartier",
        name=f"{quartier.name} ({quartier.code})",
        href=reverse("quartier-detail", args=[quartier.pk]),
        tone=tones[mesure],
        text=plural(len(projets), "projet"),
    )
