"""See what a date moves, then apply it, or ask the owners whose tasks would move."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from possibles.apps.operations.domain.planning.cascade import (
    Cascade,
    apply,
    preview,
    title_of,
)
from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.domain.planning.propositions import propose
from possibles.apps.operations.domain.planning.wording import tell_shift
from possibles.apps.operations.models import Operation, Tache
from possibles.common.french import plural
from possibles.web.access import access
from possibles.web.historique.views import undo_tag
from possibles.web.idempotence import idempotent
from possibles.web.params import read_number

from .moving import Changes, DecalageForm, make_form, read_changes_field

PAGE = "operations/planning/cascade.html"
WEEK = 7  # days: less is what week-ends and holidays make of a shift


@dataclass(frozen=True, slots=True)
class Asked:
    """What a preview page shows: the cascade, or why there is none."""

    changes: Changes
    cascade: Cascade | None
    error: str = ""
    back: str = ""
    wanted: tuple[Operation, int] | None = None  # and by how many days


@access("operations.add_proposition")
@require_POST
def planning_preview(request: HttpRequest) -> HttpResponse:
    """Tell what a date moves. Nothing is written."""
    back = read_back(request)
    if "operation" in request.POST:
        return _preview_shift(request, back)
    tache = _find_tache(request)
    if tache is None:
        error = "Cette tâche n’existe plus : rechargez le planning."
        return _show(request, Asked([], None, error, back), status=422)
    removed = read_number(request.POST.get("retrait"))
    if removed is not None:
        return _preview(request, [{"retrait": removed}], back)
    what = request.POST.get("quoi", "")
    form = make_form(what, tache, request.user, request.POST)
    if not form.is_valid():
        return _show(request, Asked([], None, _errors(form), back), status=422)
    return _preview(request, form.changes(), back)


def _preview_shift(request: HttpRequest, back: str) -> HttpResponse:
    """Tell what moving a whole operation moves, and what does not follow."""
    form = DecalageForm(request.POST, user=request.user)
    if not form.is_valid():
        return _show(request, Asked([], None, _errors(form), back), status=422)
    try:
        changes = form.changes()
    except PlanningError as error:
        return _show(request, Asked([], None, str(error), back), status=422)
    wanted = (form.cleaned_data["operation"], form.cleaned_data["jours"])
    return _preview(request, changes, back, wanted=wanted)


@access("operations.add_proposition")
@require_POST
@idempotent
def planning_apply(request: HttpRequest) -> HttpResponse:
    """Write a cascade that is its author's alone to write."""
    changes, back = read_changes_field(request.POST), read_back(request)
    if changes is None:
        return _refuse(request, back)
    user: Any = request.user
    try:
        cascade = preview(changes, user)
        if cascade.fingerprint != request.POST.get("empreinte"):
            return _show(request, _outdated(changes, cascade, back), status=409)
        key = apply(cascade, author=user, reason=request.POST.get("motif", "").strip())
    except (PlanningError, ValueError, TypeError, KeyError) as error:
        return _show(request, Asked(changes, None, _sentence(error), back), status=422)
    moved = plural(len(cascade.moves), "tâche déplacée", "tâches déplacées")
    messages.success(request, f"C’est fait : {moved}.", extra_tags=undo_tag(key))
    return redirect(back or "planning-detail")


@access("operations.add_proposition")
@require_POST
@idempotent
def planning_propose(request: HttpRequest) -> HttpResponse:
    """Ask the owners concerned; each answers for its own part."""
    changes, back = read_changes_field(request.POST), read_back(request)
    if changes is None:
        return _refuse(request, back)
    user: Any = request.user
    try:
        cascade = preview(changes, user)
        made = propose(cascade, author=user, reason=request.POST.get("motif", ""))
    except (PlanningError, ValueError, TypeError, KeyError) as error:
        return _preview(request, changes, back, error=_sentence(error))
    asked = ", ".join(str(part.organisation) for part in made.parts.all())
    messages.success(
        request, f"La proposition est envoyée à {asked}. Rien ne bouge avant."
    )
    return redirect("proposition-detail", made.pk)


def read_back(request: HttpRequest) -> str:
    """Return the page to come back to, if it is one of ours."""
    address = request.POST.get("retour", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()})
    return address if address.startswith("/") and ours else ""


def _find_tache(request: HttpRequest) -> Tache | None:
    key = read_number(request.POST.get("tache"))
    rows = Tache.objects.visible_to(request.user).select_related(
        "operation__maitre_ouvrage"
    )
    found: Tache | None = rows.filter(pk=key).first()
    return found


def _preview(
    request: HttpRequest,
    changes: Changes,
    back: str,
    *,
    error: str = "",
    wanted: tuple[Operation, int] | None = None,
) -> HttpResponse:
    try:
        cascade = preview(changes, request.user)
    except (PlanningError, ValueError, TypeError, KeyError) as refusal:
        return _show(
            request, Asked(changes, None, _sentence(refusal), back), status=422
        )
    status = 422 if error else 200
    asked = Asked(changes, cascade, error, back, wanted)
    return _show(request, asked, status=status)


def _errors(form: Any) -> str:
    return " ".join(str(text) for texts in form.errors.values() for text in texts)


def _outdated(changes: Changes, cascade: Cascade, back: str) -> Asked:
    return Asked(
        changes,
        cascade,
        "Le planning a changé depuis. Rien n’a été enregistré : voici ce que votre "
        "changement déplace maintenant.",
        back,
    )


def _refuse(request: HttpRequest, back: str) -> HttpResponse:
    error = "Ce changement n’a pas été compris. Recommencez depuis le planning."
    return _show(request, Asked([], None, error, back), status=422)


def _sentence(error: Exception) -> str:
    if isinstance(error, PlanningError):
        return str(error)
    return "Ce changement n’a pas été compris. Recommencez depuis le planning."


def _show(request: HttpRequest, asked: Asked, *, status: int = 200) -> HttpResponse:
    is_part = bool(getattr(request, "htmx", False))
    part = "#cascade" if is_part else ""
    context = {"asked": asked, "is_part": is_part, **_describe(asked)}
    return render(request, f"{PAGE}{part}", context, status=status)


def _describe(asked: Asked) -> dict[str, Any]:
    cascade = asked.cascade
    if cascade is None:
        return {"back": asked.back or reverse("planning-detail"), "title": ""}
    others = [touched for touched in cascade.operations if not touched.mine]
    return {
        "title": _name(cascade, asked.wanted),
        "summary": _summarise(cascade),
        "short_of": _tell_short(cascade, asked.wanted),
        "owners": ", ".join(name for _, name in cascade.owners),
        "mine": [touched for touched in cascade.operations if touched.mine],
        "others": others,
        "moves": {
            f"t{move.tache}": [move.new_start.isoformat(), move.new_finish.isoformat()]
            for move in cascade.moves
        }
        | _operation_moves(cascade),
        "changes": json.dumps(asked.changes),
        "tache": next((row["tache"] for row in asked.changes if "tache" in row), None),
        "back": asked.back or reverse("planning-detail"),
    }


def _operation_moves(cascade: Cascade) -> dict[str, list[str]]:
    """Where each operation would lie: from its moved tasks, for those that are folded."""
    found = {}
    for touched in cascade.operations:
        starts = [
            m.new_start for m in cascade.moves if m.operation == touched.operation
        ]
        found[f"o{touched.operation}"] = [
            min(starts).isoformat(),
            touched.new_finish.isoformat(),
        ]
    return found


def _name(cascade: Cascade, wanted: tuple[Operation, int] | None) -> str:
    if wanted is None:
        return title_of(cascade)
    operation, days = wanted
    return f"Décaler «\u202f{operation}\u202f» de {tell_shift(days)}"


def _tell_short(cascade: Cascade, wanted: tuple[Operation, int] | None) -> str:
    """Say it when an operation does not move as far as it was dragged."""
    if wanted is None:
        return ""
    operation, days = wanted
    moved = [row.shift for row in cascade.operations if row.operation == operation.pk]
    shift = moved[0] if moved else 0
    if abs(shift - days) <= WEEK:
        return ""
    return (
        f"Vous demandiez {tell_shift(days)}\u202f: sa fin bouge de {tell_shift(shift)}. Ce qui "
        "la précède, ou ce qu’elle attend d’ailleurs, fait le reste."
        if shift
        else f"Vous demandiez {tell_shift(days)}\u202f: sa fin ne bouge pas, une autre "
        "attente la tient."
    )


def _summarise(cascade: Cascade) -> str:
    if not cascade.moves:
        return "Rien ne bouge : cette date laisse le planning tel qu’il est."
    told = [plural(len(cascade.moves), "tâche bouge", "tâches bougent")]
    told.append(plural(len(cascade.operations), "opération"))
    owners = {touched.owner for touched in cascade.operations}
    told.append(plural(len(owners), "maître d’ouvrage", "maîtres d’ouvrage"))
    return f"{told[0]}, dans {told[1]}, chez {told[2]}."
