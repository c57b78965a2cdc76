"""A task’s page: why this date, what it would take to gain a month, and moving it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.domain.planning.limits import read_limits
from possibles.apps.operations.models import Interface, Lien, LigneReference, Tache
from possibles.web.access import PUBLIC, access
from possibles.web.params import read_number

from .data import operation_address
from .moving import DeplacementForm, make_form

GAINS = (7, 14, 30, 60, 90, 180)


@access(PUBLIC, on=Tache)
@require_GET
def tache_detail(request: HttpRequest, tache: Tache) -> HttpResponse:
    # The engine’s passes import numpy: only those who ask why load it.
    from possibles.apps.operations.domain.planning.explaining import explain

    user: Any = request.user
    operation = tache.operation
    asked = read_number(request.GET.get("jours")) or 30
    days = asked if asked in GAINS else 30
    try:
        explication, error = explain(tache, days=days), ""
    except PlanningError as refusal:
        explication, error = None, str(refusal)
    context: dict[str, Any] = {
        "tache": tache,
        "operation": operation,
        "operation_url": operation_address(operation.pk),
        "explication": explication,
        "error": error,
        "days": days,
        "gains": GAINS,
        "limits": read_limits(),
        "before": _links(request).filter(successor=tache),
        "after": _links(request).filter(predecessor=tache),
        "interfaces": _interfaces(request, tache),
        "references": LigneReference.objects.visible_to(user)
        .filter(tache=tache)
        .select_related("reference")
        .order_by("-reference__date"),
        "can_move": user.has_perm("operations.change_tache", tache),
        "forms": _list_forms(tache, user) if explication else [],
        "can_ask": user.has_perm("operations.add_proposition"),
    }
    return render(request, "operations/planning/tache.html", context)


def _list_forms(tache: Tache, user: Any) -> list[dict[str, Any]]:
    """Return what this person may ask of the task, each with its own form."""
    if tache.is_group or not user.has_perm("operations.add_proposition"):
        return []
    found: list[tuple[str, str, Any]] = []
    if not tache.is_finished:
        dates = {"debut": tache.early_start, "fin": tache.early_finish}
        move = DeplacementForm(tache=tache, initial=dates)
        found = [
            ("", "Changer une date", move),
            ("choix", "Durée et contraintes", None),
            ("lien", "Ajouter un lien", None),
        ]
    if user.has_perm("operations.report_tache", tache):
        found.append(("fait", "Dire où elle en est", None))
    return [
        {
            "what": what,
            "title": title,
            "form": form or make_form(what, tache, user),
        }
        for what, title, form in found
    ]


def _links(request: HttpRequest) -> Any:
    return (
        Lien.objects.visible_to(request.user)
        .select_related("predecessor__operation", "successor__operation")
        .order_by("pk")
    )


def _interfaces(request: HttpRequest, tache: Tache) -> Any:
    rows = Interface.objects.visible_to(request.user)
    own = rows.filter(gives_tache=tache) | rows.filter(gets_tache=tache)
    return own.order_by("needed", "pk")
