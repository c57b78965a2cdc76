"""The attendance sheet: one row a seat, kept as it is filled."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from possibles.apps.gouvernance.domain.quorum import compute_quorum
from possibles.apps.gouvernance.domain.seances import (
    add_guest,
    list_seats,
    mark_presence,
)
from possibles.apps.gouvernance.enums import PresenceState
from possibles.apps.gouvernance.models import Presence, Seance, SeanceFigeeError
from possibles.apps.journal.models import change
from possibles.web.access import access
from possibles.web.historique.views import undo_tag
from possibles.web.idempotence import idempotent

from .pages import refused


@access("gouvernance.change_seance", on=Seance)
def presence_update(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Show the sheet; a POST keeps the rows that were changed, and those alone."""
    problems: dict[int, str] = {}
    if request.method == "POST":
        try:
            problems = _receive(request, seance)
        except SeanceFigeeError as error:
            return refused(request, seance, error)
        if not problems and not request.headers.get("HX-Request"):
            messages.success(request, "La feuille de présence est enregistrée.")
            return redirect("seance-detail", seance.pk)
    context = _read(seance, problems)
    template = "gouvernance/presences.html"
    if request.headers.get("HX-Request"):
        return render(request, f"{template}#sheet", context)
    status = 422 if problems else 200
    return render(request, template, context, status=status)


def _receive(request: HttpRequest, seance: Seance) -> dict[int, str]:
    """Keep each row whose answer differs from the one it was drawn with.

    Two people may fill the sheet at once: a row nobody touched here is left as it is.
    """
    problems = {}
    for mandat in list_seats(seance):
        state = request.POST.get(f"presence-{mandat.pk}", "")
        by = request.POST.get(f"par-{mandat.pk}", "").strip()[:160]
        before = request.POST.get(f"avant-{mandat.pk}", "")
        if f"{state}|{by}" == before or (state and state not in PresenceState.values):
            continue
        try:
            mark_presence(seance, mandat, author=request.user, state=state, by=by)
        except ValidationError as error:
            problems[mandat.pk] = " ".join(error.messages)
    return problems


def _read(seance: Seance, problems: dict[int, str]) -> dict[str, Any]:
    noted = {p.mandat_id: p for p in seance.presences.all()}
    rows = []
    for mandat in list_seats(seance):
        held = noted.get(mandat.pk)
        state, by = (held.state, held.by) if held else ("", "")
        rows.append(
            {
                "mandat": mandat,
                "state": state,
                "by": by,
                "before": f"{state}|{by}",
                "problem": problems.get(mandat.pk, ""),
            }
        )
    return {
        "seance": seance,
        "rows": rows,
        "guests": [p for p in noted.values() if p.guest]
        or seance.presences.exclude(guest=""),
        "states": PresenceState.choices,
        "quorum": compute_quorum(seance),
    }


@access("gouvernance.change_seance", on=Seance)
@require_POST
@idempotent
def guest_create(request: HttpRequest, seance: Seance) -> HttpResponse:
    name = request.POST.get("guest", "").strip()[:200]
    if not name:
        messages.error(request, "Écrivez le nom de l’invité.")
        return redirect("presence-update", seance.pk)
    try:
        add_guest(seance, name, author=request.user)
    except SeanceFigeeError as error:
        return refused(request, seance, error)
    messages.success(request, "L’invité est noté.")
    return redirect("presence-update", seance.pk)


@access("gouvernance.change_seance", on=Presence)
@require_POST
def presence_delete(request: HttpRequest, presence: Presence) -> HttpResponse:
    try:
        with change(author=request.user, reason="Retirer une présence") as made:
            presence.delete()
    except SeanceFigeeError as error:
        return refused(request, presence.seance, error)
    messages.success(request, "C’est retiré.", extra_tags=undo_tag(made.key))
    return redirect("presence-update", presence.seance_id)
