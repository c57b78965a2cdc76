"""The frame of urban renewal, as announced: what is not named keeps its place."""

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from possibles.apps.operations.models import Operation
from possibles.apps.territoires.enums import RenouvellementKind
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.web.access import PUBLIC, access


@access(PUBLIC)
def renouvellement_list(request: HttpRequest) -> HttpResponse:
    projets = ProjetRenouvellement.objects.visible_to(request.user)
    nature = request.GET.get("nature", "")
    if nature in RenouvellementKind.values:
        projets = projets.filter(kind=nature)
    if request.GET.get("nommes") == "oui":
        projets = projets.exclude(name="")
    if commune := request.GET.get("commune", ""):
        projets = projets.filter(quartiers__communes__code_insee=commune).distinct()
    rows = list(projets.prefetch_related("quartiers__commune"))
    operations = Operation.objects.visible_to(request.user)
    count_operations(rows, operations)
    groups = [
        (kind.label, [p for p in rows if p.kind == kind]) for kind in RenouvellementKind
    ]
    context = {
        "groups": [(label, group) for label, group in groups if group],
        "is_filtered": bool(request.GET),
        "total": len(rows),
        "named": sum(bool(p.name) for p in rows),
        "sources": sorted({p.source for p in rows if p.source}),
    }
    return render(request, "territoire/renouvellements.html", context)


@access(PUBLIC, on=ProjetRenouvellement)
def renouvellement_detail(
    request: HttpRequest, projet: ProjetRenouvellement
) -> HttpResponse:
    quartiers = projet.quartiers.select_related("commune").defer("outline")
    operations = Operation.objects.visible_to(request.user).filter(
        renouvellement=projet
    )
    context = {
        "projet": projet,
        "quartiers": quartiers,
        "operations": operations.select_related("maitre_ouvrage"),
    }
    return render(request, "territoire/renouvellement.html", context)


def count_operations(
    projets: list[ProjetRenouvellement], operations: QuerySet[Operation]
) -> None:
    """Tell each project how many operations the person sees in it."""
    rows = operations.order_by().values_list("renouvellement").annotate(Count("pk"))
    counts = dict(rows)
    for projet in projets:
        projet.operations_count = counts.get(projet.pk, 0)  # type: ignore[attr-defined]
