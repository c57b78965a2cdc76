"""The dashboard: gauges by face, early alerts with what could carry the hours."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from possibles.apps.insertion.domain.projection import list_alertes
from possibles.apps.insertion.domain.suivi import Face, Suivi, read_suivi
from possibles.apps.insertion.models import Marche
from possibles.reports.tables import Table, TableColumn
from possibles.web.access import SIGNED_IN, access
from possibles.web.lists.answers import FORMATS

LABELS = {
    Face.CADRE: "Cadre de la charte",
    Face.FAMILLE: "Famille de marchés",
    Face.OWNER: "Maître d’ouvrage",
    Face.COMMUNE: "Commune",
    Face.PROJET: "Projet de renouvellement",
    Face.MARCHE: "Marché",
}
FILTERS = {
    Face.CADRE: "cadre",
    Face.FAMILLE: "famille",
    Face.OWNER: "maitre-ouvrage",
    Face.COMMUNE: "commune",
}


@access(SIGNED_IN)
def dashboard(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    asked = request.GET.get("par", "")
    face = Face(asked) if asked in set(Face) else Face.CADRE
    suivi = read_suivi(user, face)
    if request.GET.get("format") in FORMATS:
        return _export(request, face, suivi)
    alertes = list_alertes(user)
    context = {
        "faces": [(f.value, label, f is face) for f, label in LABELS.items()],
        "face": face.value,
        "face_label": LABELS[face],
        "lignes": [(ligne, line_address(face, ligne.key)) for ligne in suivi.lignes],
        "total": suivi.total,
        "alertes": alertes[:10],
        "alertes_count": len(alertes),
        "missing": sum(a.prevision.shortfall for a in alertes),
        "today": timezone.localdate(),
        "has_exemples": Marche.objects.filter(is_exemple=True).exists(),
    }
    return render(request, "insertion/dashboard.html", context)


def line_address(face: Face, key: str) -> str:
    """Return the list that explains a line, or the contract itself."""
    if not key:
        return ""
    if face is Face.MARCHE:
        return reverse("marche-detail", args=[key])
    name = FILTERS.get(face)
    return f"{reverse('marche-list')}?{name}={key}" if name else ""


def _export(request: HttpRequest, face: Face, suivi: Suivi) -> HttpResponse:
    kind = request.GET["format"]
    write, content_type = FORMATS[kind]
    table = Table(
        title="Heures d’insertion",
        columns=[
            TableColumn(LABELS[face]),
            TableColumn("Marchés", "number"),
            TableColumn("Objectif (h)", "number"),
            TableColumn("Validées (h)", "number"),
            TableColumn("En attente (h)", "number"),
            TableColumn("Reste à faire (h)", "number"),
            TableColumn("Habitants des QPV", "percent"),
            TableColumn("Femmes", "percent"),
            TableColumn("Moins de 26 ans", "percent"),
        ],
        rows=[_cells(ligne) for ligne in suivi.lignes],
        totals=_cells(suivi.total),
        at=timezone.localtime(),
    )
    response = HttpResponse(write(table), content_type=content_type)
    name = f"heures-insertion-{timezone.localdate():%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(ligne: Any) -> list[Any]:
    return [
        ligne.label,
        ligne.marches,
        ligne.objective,
        ligne.validated_hours,
        ligne.declared_hours,
        ligne.remaining_hours,
        ligne.qpv,
        ligne.women,
        ligne.young,
    ]
