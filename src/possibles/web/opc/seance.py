"""The session of a point: one operation a screen, for a projector and the arrow keys."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.opc.domain.points.lecture import LigneLue, read_point
from possibles.apps.opc.domain.points.seance import add_decision, move_point
from possibles.apps.opc.enums import EtatPoint
from possibles.apps.opc.interfaces.forms import DecisionForm, LigneForm
from possibles.apps.opc.models import DecisionDePoint, LignePoint, PointMensuel
from possibles.web.access import access
from possibles.web.idempotence import idempotent
from possibles.web.params import read_number

STEP = "ecran"
ALL = "tout"


@access("opc.change_point", on=PointMensuel)
@require_POST
def point_hold(request: HttpRequest, point: PointMensuel) -> HttpResponse:
    """Open the session, then show its first screen."""
    if point.state == EtatPoint.PREPARE:
        try:
            move_point(point, "hold", author=request.user)
        except TransitionRefusedError as error:
            messages.error(request, str(error))
            return redirect("point-mensuel-detail", point.pk)
    return redirect("point-mensuel-session", point.pk)


@access("opc.view_point", on=PointMensuel)
def point_session(request: HttpRequest, point: PointMensuel) -> HttpResponse:
    """Show one screen: the summary first, then what changed, then the decisions."""
    user: Any = request.user
    lu = read_point(point)
    is_all = ALL in request.GET
    lignes = list(lu.lignes) if is_all else lu.changed
    last = len(lignes) + 1
    step = min(max(read_number(request.GET.get(STEP, "")) or 0, 0), last)
    shown: LigneLue | None = lignes[step - 1] if 0 < step < last else None
    can_change = not point.is_frozen and user.has_perm("opc.change_point", point)
    context = {
        "point": point,
        "lu": lu,
        "shown": shown,
        "step": step,
        "count": len(lignes),
        "is_first": step == 0,
        "is_last": step == last,
        "before": _address(point, step - 1, is_all) if step else "",
        "after": _address(point, step + 1, is_all) if step < last else "",
        "all_url": _address(point, 0, True),
        "is_all": is_all,
        "here": request.get_full_path(),
        "can_change": can_change,
        "can_adopt": can_change and user.has_perm("opc.change_mesure", point),
        **_forms(shown, can_change),
    }
    return render(request, "opc/seance.html", context)


def _forms(shown: LigneLue | None, can_change: bool) -> dict[str, Any]:
    if not can_change:
        return {"form": None, "ligne": None, "decision_form": None}
    ligne = None
    if shown is not None and shown.ligne is not None:
        ligne = LignePoint.objects.get(pk=shown.ligne)
    return {
        "ligne": ligne,
        "form": None if ligne is None else LigneForm(instance=ligne),
        "decision_form": DecisionForm(),
    }


def _address(point: PointMensuel, step: int, is_all: bool) -> str:
    extra = f"&{ALL}" if is_all else ""
    return f"{reverse('point-mensuel-session', args=[point.pk])}?{STEP}={step}{extra}"


@access("opc.change_point", on=PointMensuel)
@require_POST
@idempotent
def decision_point_create(request: HttpRequest, point: PointMensuel) -> HttpResponse:
    """Write a decision while it is being taken, and stay on the same screen."""
    back = request.POST.get("suite", "")
    if not back.startswith(reverse("point-mensuel-session", args=[point.pk])):
        back = reverse("point-mensuel-detail", args=[point.pk])
    if point.is_frozen:
        messages.error(request, f"Le point {point.of_month} est figé.")
        return redirect(back)
    decision = DecisionDePoint(point=point)
    wanted = read_number(request.POST.get("operation", ""))
    ligne = point.lignes.filter(operation=wanted or 0).first()
    if ligne is not None:
        decision.operation = ligne.operation
    form = DecisionForm(request.POST, instance=decision)
    if form.is_valid():
        add_decision(form.save(commit=False), author=request.user)
        messages.success(request, f"Décision {decision.number} notée.")
    else:
        messages.error(request, "Écrivez la décision avant de l’enregistrer.")
    return redirect(back)
