"""Projection: where the hours will be at the end, when objectives are met, on the map."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from possibles.apps.insertion.domain.pilotage import Pilotage, read_pilotage
from possibles.apps.insertion.domain.projection import list_alertes
from possibles.apps.insertion.domain.suivi import Face, read_suivi
from possibles.apps.insertion.models import Marche
from possibles.apps.territoires.models import Commune
from possibles.common.french import format_month, format_number, format_percent
from possibles.reports.tables import Table, TableColumn
from possibles.web.access import SIGNED_IN, access
from possibles.web.lists.answers import FORMATS
from possibles.web.territoire.geojson import BACKGROUND, answer_geojson, feature

from .tableau import LABELS, line_address

STEPS = ((0.25, "1"), (0.5, "2"), (0.75, "3"), (1.0, "4"))
LEGEND = (
    ("1", "moins de 25 %"),
    ("2", "25 à 50 %"),
    ("3", "50 à 75 %"),
    ("4", "75 à 100 %"),
    ("5", "objectif atteint"),
)


@access(SIGNED_IN)
def projection(request: HttpRequest) -> HttpResponse:
    """Show the end: by line and month by month, with the contracts that could help."""
    user: Any = request.user
    asked = request.GET.get("par", "")
    face = Face(asked) if asked in set(Face) else Face.CADRE
    pilotage = read_pilotage(user, face)
    if request.GET.get("format") in FORMATS:
        return _export(request, face, pilotage)
    alertes = list_alertes(user)
    context = {
        "faces": [(f.value, label, f is face) for f, label in LABELS.items()],
        "face": face.value,
        "face_label": LABELS[face],
        "lignes": [(ligne, line_address(face, ligne.key)) for ligne in pilotage.lignes],
        "total": pilotage.total,
        "mois": pilotage.mois,
        "serie": _serie(pilotage),
        "alertes": alertes[:10],
        "alertes_count": len(alertes),
        "today": pilotage.on,
        "has_exemples": Marche.objects.filter(is_exemple=True).exists(),
    }
    return render(request, "insertion/projection.html", context)


def _serie(pilotage: Pilotage) -> dict[str, Any]:
    mois = pilotage.mois
    return {
        "labels": [format_month(m.month) for m in mois],
        "series": [
            {"name": "Validées", "values": [m.done for m in mois]},
            {"name": "Attendues", "values": [m.expected for m in mois]},
        ],
        "target": {
            "name": "Objectif",
            "values": [pilotage.total.objective for _ in mois],
        },
    }


def _export(request: HttpRequest, face: Face, pilotage: Pilotage) -> HttpResponse:
    kind = request.GET["format"]
    write, content_type = FORMATS[kind]
    table = Table(
        title="Projection des heures d’insertion",
        columns=[
            TableColumn(LABELS[face]),
            TableColumn("Objectif (h)", "number"),
            TableColumn("Validées dans la limite de l’objectif (h)", "number"),
            TableColumn("Au terme (h)", "number"),
            TableColumn("Manque (h)", "number"),
            TableColumn("Objectif atteint en", "date"),
            TableColumn("Pénalités simulées (€)", "euros"),
        ],
        rows=[_cells(ligne) for ligne in pilotage.lignes],
        totals=_cells(pilotage.total),
        at=timezone.localtime(),
    )
    response = HttpResponse(write(table), content_type=content_type)
    name = f"projection-insertion-{pilotage.on:%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(ligne: Any) -> list[Any]:
    return [
        ligne.label,
        ligne.objective,
        ligne.done,
        ligne.final,
        ligne.shortfall,
        ligne.met_on,
        ligne.penalty,
    ]


@access(SIGNED_IN)
def carte(request: HttpRequest) -> HttpResponse:
    """Show the communes by how far their contracts are; the table says the same."""
    suivi = read_suivi(request.user, Face.COMMUNE)
    keys = {c.code_insee: c.pk for c in Commune.objects.filter(in_contrat=True)}
    context = {
        "lignes": [(ligne, keys.get(ligne.key)) for ligne in suivi.lignes],
        "total": suivi.total,
        "legend": LEGEND,
        "today": timezone.localdate(),
        "has_exemples": Marche.objects.filter(is_exemple=True).exists(),
    }
    return render(request, "insertion/carte.html", context)


@access(SIGNED_IN)
def carte_geojson(request: HttpRequest) -> HttpResponse:
    lignes = {x.key: x for x in read_suivi(request.user, Face.COMMUNE).lignes}
    features = []
    for commune in Commune.objects.filter(in_contrat=True, outline__isnull=False):
        ligne = lignes.get(commune.code_insee)
        rate = None if ligne is None else ligne.rate
        text = "aucun objectif"
        if ligne is not None and rate is not None:
            text = (
                f"{format_percent(rate)} : {format_number(ligne.validated_hours, 0)} h "
                f"sur {format_number(ligne.objective)} h"
            )
        features.append(
            feature(
                commune.outline,
                key=f"c{commune.pk}",
                name=commune.name,
                tone=BACKGROUND if rate is None else tone_of(rate),
                text=text,
            )
        )
    return answer_geojson(request, features)


def tone_of(rate: float) -> str:
    """Return the class of a progress, five of them."""
    return next((tone for limit, tone in STEPS if rate < limit), "5")
