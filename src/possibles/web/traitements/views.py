"""My jobs: what I asked for, how far it is, what came out."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from possibles.apps.traitements.domain.launch import cancel
from possibles.apps.traitements.enums import State
from possibles.apps.traitements.models import Traitement
from possibles.web.access import SIGNED_IN, access

PAGE_SIZE = 50
TONES = {
    State.EN_ATTENTE: ("neutral", "clock"),
    State.EN_COURS: ("info", "loader"),
    State.FINI: ("success", "check"),
    State.ECHOUE: ("danger", "alert-triangle"),
    State.ANNULE: ("neutral", "ban"),
}


@access(SIGNED_IN)
@require_GET
def traitement_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    found = Traitement.objects.visible_to(user).select_related("author")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "traitements/list.html",
        {
            "page": page,
            "rows": [describe(traitement) for traitement in page],
            "sees_all": "administrateur" in getattr(request.user, "roles", ()),
        },
    )


@access(SIGNED_IN, on=Traitement)
@require_GET
def traitement_detail(request: HttpRequest, traitement: Traitement) -> HttpResponse:
    """Show one job; htmx asks for the same page again and keeps its moving part."""
    template = "traitements/detail.html"
    if request.headers.get("HX-Request"):
        template += "#state"
    return render(request, template, {"row": describe(traitement)})


@access(SIGNED_IN, on=Traitement)
@require_POST
def traitement_cancel(request: HttpRequest, traitement: Traitement) -> HttpResponse:
    cancel(traitement)
    if traitement.state == State.ANNULE:
        messages.success(request, "Le traitement est annulé.")
    elif traitement.is_open:
        messages.info(request, "Le traitement s’arrêtera à la fin de l’étape en cours.")
    else:
        messages.warning(request, "Le traitement était déjà terminé.")
    return redirect(traitement)


def describe(traitement: Traitement) -> dict[str, Any]:
    """Gather what the row and the sheet of a job show."""
    tone, icon = TONES[State(traitement.state)]
    return {
        "traitement": traitement,
        "tone": tone,
        "icon": icon,
        "url": reverse("traitement-detail", args=[traitement.pk]),
        "cancel_url": reverse("traitement-cancel", args=[traitement.pk])
        if traitement.is_open and not traitement.is_cancel_requested
        else "",
        "step": _tell_step(traitement),
    }


def _tell_step(traitement: Traitement) -> str:
    if traitement.state == State.EN_ATTENTE:
        return "En attente de son tour"
    if traitement.is_cancel_requested and traitement.is_open:
        return "Arrêt demandé"
    if traitement.total and traitement.is_open:
        counted = f"{traitement.done} sur {traitement.total}"
        return f"{traitement.step} ({counted})" if traitement.step else counted
    return traitement.step
