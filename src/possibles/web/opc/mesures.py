"""Corrective measures: tried on the schedule, adopted, applied, measured."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.journal.models import change
from possibles.apps.opc.domain.mesures import (
    MESURES as CYCLE,
)
from possibles.apps.opc.domain.mesures import (
    apply_mesure,
    move_mesure,
    propose_mesure,
    simulate,
    tell_observed,
    tell_simulation,
    try_again,
)
from possibles.apps.opc.enums import EtatMesure
from possibles.apps.opc.interfaces.forms import MesureForm, RealisationForm
from possibles.apps.opc.models import Alerte, MesureCorrective
from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.models import Operation
from possibles.web.access import access
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer
from possibles.web.params import read_next_page, read_number

from .listing import MESURES

TRY = "essayer"


@access("opc.view_mesure")
def mesure_list(request: HttpRequest) -> HttpResponse:
    context = {"empty_template": "opc/_empty_mesures.html"}
    return answer(request, Listing(MESURES, request), "opc/mesures.html", context)


@access("opc.add_mesure", on=Operation)
@idempotent
def mesure_create(request: HttpRequest, operation: Operation) -> HttpResponse:
    """Try a measure on the schedule as often as wanted, then propose it."""
    alertes = _alertes(request, operation)
    mesure = MesureCorrective(
        operation=operation, renouvellement=operation.renouvellement
    )
    initial = {"responsable": operation.maitre_ouvrage_id}
    form = MesureForm(
        request.POST or None, instance=mesure, operation=operation, initial=initial
    )
    sentences: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            if TRY in request.POST:
                sentences = _try(request, form, operation)
            else:
                made = form.save(commit=False)
                made.changes = form.changes
                propose_mesure(made, alertes, author=request.user)
                messages.success(request, "Mesure proposée, avec son effet simulé.")
                return redirect("mesure-detail", made.pk)
        except PlanningError as error:
            form.add_error("tache", error.sentence)
    context = {
        "form": form,
        "operation": operation,
        "alertes": alertes,
        "sentences": sentences,
        "try_name": TRY,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "opc/mesure_create.html", context, status=status)


def _try(request: HttpRequest, form: MesureForm, operation: Operation) -> list[str]:
    if not form.changes:
        form.add_error("tache", "Choisissez la tâche à changer pour simuler.")
        return []
    return tell_simulation(simulate(form.changes, operation, request.user))


def _alertes(request: HttpRequest, operation: Operation) -> list[Alerte]:
    """Return the alerts asked for that touch the operation, on either side."""
    asked = [read_number(value) for value in request.GET.getlist("alerte")]
    rows = Alerte.objects.visible_to(request.user).filter(
        Q(operation=operation) | Q(interface__gives=operation)
    )
    return list(rows.filter(pk__in=[pk for pk in asked if pk]))


@access("opc.view_mesure", on=MesureCorrective)
def mesure_detail(request: HttpRequest, mesure: MesureCorrective) -> HttpResponse:
    user: Any = request.user
    simple = {"adopt"}
    transitions = CYCLE.list_open(mesure, user)
    names = {t.name for t in transitions}
    context = {
        "mesure": mesure,
        "alertes": mesure.alertes.all(),
        "sentences": tell_simulation(mesure.simulation)
        if "gained_days" in mesure.simulation
        else [],
        "observed": tell_observed(mesure.observed_days)
        if mesure.state == EtatMesure.REALISEE
        else "",
        "transitions": [t for t in transitions if t.name in simple],
        "can_complete": "complete" in names,
        "can_abandon": "abandon" in names,
        "can_change": mesure.is_open and user.has_perm("opc.change_mesure", mesure),
        "can_apply": mesure.state == EtatMesure.ADOPTEE
        and bool(mesure.changes)
        and user.has_perm("opc.change_mesure", mesure),
        "stories": [tell(acte) for acte in history_of(mesure, user)[:8]],
    }
    return render(request, "opc/mesure.html", context)


@access("opc.change_mesure", on=MesureCorrective)
def mesure_update(request: HttpRequest, mesure: MesureCorrective) -> HttpResponse:
    form = _UpdateForm(request.POST or None, instance=mesure)
    if request.method == "POST" and form.is_valid():
        asked = save_edit(request, form, reason="Modifier la mesure")
        if asked is not None:
            return asked
        fresh = MesureCorrective.objects.get(pk=mesure.pk)
        try:
            with change(author=request.user, reason="Simuler de nouveau la mesure"):
                try_again(fresh, request.user)
                fresh.save()
        except PlanningError as error:
            messages.error(request, error.sentence)
        messages.success(request, "C’est enregistré.")
        return redirect("mesure-detail", mesure.pk)
    context = {
        "form": form,
        "mesure": mesure,
        "title": "Modifier la mesure",
        "base": edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "opc/mesure_form.html", context, status=status)


class _UpdateForm(MesureForm):
    """The words, the person in charge and the date; the simulated change stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, operation=None, **kwargs)


@access("opc.view_mesure", on=MesureCorrective)
@require_POST
def mesure_transition(
    request: HttpRequest, mesure: MesureCorrective, name: str
) -> HttpResponse:
    if name not in {t.name for t in CYCLE.list_open(mesure, request.user)}:
        raise Http404
    try:
        move_mesure(
            mesure, name, author=request.user, reason=request.POST.get("motif", "")
        )
    except TransitionRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Mesure {mesure.get_state_display().lower()}.")
    return redirect(
        read_next_page(request) or reverse("mesure-detail", args=[mesure.pk])
    )


@access("opc.report_mesure", on=MesureCorrective)
def mesure_complete(request: HttpRequest, mesure: MesureCorrective) -> HttpResponse:
    form = RealisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            move_mesure(mesure, "complete", author=request.user, **form.cleaned_data)
        except TransitionRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, tell_observed(mesure.observed_days))
            return redirect("mesure-detail", mesure.pk)
    context = {
        "form": form,
        "mesure": mesure,
        "title": "Déclarer la mesure réalisée",
        "base": {},
    }
    status = 422 if form.is_bound else 200
    return render(request, "opc/mesure_form.html", context, status=status)


@access("opc.change_mesure", on=MesureCorrective)
@require_POST
@idempotent
def mesure_apply(request: HttpRequest, mesure: MesureCorrective) -> HttpResponse:
    """Write the measure in the schedule, or send it to the owners it moves."""
    try:
        sent = apply_mesure(mesure, author=request.user)
    except PlanningError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(
            request,
            "Le planning est modifié."
            if sent is None
            else "La proposition est partie aux maîtres d’ouvrage concernés : "
            "le planning changera quand chacun aura accepté sa part.",
        )
    return redirect(reverse("mesure-detail", args=[mesure.pk]))
