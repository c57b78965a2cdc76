"""Bodies that steer the contract, their sittings, what they decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from possibles.apps.documents.models import Document
from possibles.apps.gouvernance.domain.seances import call_seance, record_decision
from possibles.apps.gouvernance.enums import InstanceLevel
from possibles.apps.gouvernance.interfaces.forms import (
    ConvocationForm,
    DecisionForm,
    InstanceForm,
    SeanceForm,
)
from possibles.apps.gouvernance.models import Decision, Instance, Seance
from possibles.apps.journal.domain.queries import history_of
from possibles.web.access import PUBLIC, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer

from .listing import DECISIONS, SEANCES


@access(PUBLIC)
def instance_list(request: HttpRequest) -> HttpResponse:
    instances = Instance.objects.visible_to(request.user).select_related("commune")
    levels = [
        (label, [i for i in instances if i.level == value])
        for value, label in InstanceLevel.choices
    ]
    context = {
        "levels": [(label, found) for label, found in levels if found],
        "count": len(instances),
        "upcoming": Seance.objects.visible_to(request.user)
        .upcoming(on=timezone.localdate())
        .select_related("instance")[:5],
    }
    return render(request, "gouvernance/instances.html", context)


@access(PUBLIC, on=Instance)
def instance_detail(request: HttpRequest, instance: Instance) -> HttpResponse:
    user: Any = request.user
    seances = Seance.objects.visible_to(user).filter(instance=instance)
    context: dict[str, Any] = {
        "instance": instance,
        "members": instance.members.all(),
        "seances": seances.prefetch_related("decisions"),
        "documents": Document.objects.visible_to(user).attached_to(instance),
        "can_change": user.has_perm("gouvernance.change_instance", instance),
        "can_plan": user.has_perm("gouvernance.add_seance", instance),
    }
    if user.is_authenticated:
        context["stories"] = [tell(acte) for acte in history_of(instance, user)[:6]]
    return render(request, "gouvernance/instance.html", context)


@access("gouvernance.change_instance", on=Instance)
def instance_update(request: HttpRequest, instance: Instance) -> HttpResponse:
    form = InstanceForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["motif"] or "Modification de l’instance"
        asked = save_edit(request, form, reason=reason)
        if asked is not None:
            return asked
        messages.success(request, "L’instance est enregistrée.")
        return redirect("instance-detail", instance.pk)
    stored = Instance.objects.get(pk=instance.pk)
    context = {
        "form": form,
        "instance": stored,
        "title": "Modifier l’instance",
        "base": edit_state(request, form),
    }
    return _form_page(request, form, context)


@access("gouvernance.add_seance", on=Instance)
@idempotent
def seance_create(request: HttpRequest, instance: Instance) -> HttpResponse:
    form = ConvocationForm(request.POST or None, instance=Seance(instance=instance))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        seance = call_seance(
            instance,
            author=request.user,
            on=data["date"],
            at=data["time"],
            place=data["place"],
            ordre_du_jour=data["ordre_du_jour"],
        )
        messages.success(request, "La séance est prévue.")
        return redirect("seance-detail", seance.pk)
    context = {"form": form, "instance": instance, "title": "Prévoir une séance"}
    return _form_page(request, form, context)


@access("gouvernance.view_seance")
def seance_list(request: HttpRequest) -> HttpResponse:
    return answer(request, Listing(SEANCES, request), "gouvernance/list.html")


@access("gouvernance.view_seance")
def decision_list(request: HttpRequest) -> HttpResponse:
    return answer(request, Listing(DECISIONS, request), "gouvernance/list.html")


@access("gouvernance.view_seance", on=Seance)
def seance_detail(request: HttpRequest, seance: Seance) -> HttpResponse:
    user: Any = request.user
    context = {
        "seance": seance,
        "decisions": seance.decisions.all(),
        "documents": Document.objects.visible_to(user).attached_to(seance),
        "can_change": user.has_perm("gouvernance.change_seance", seance),
        "stories": [tell(acte) for acte in history_of(seance, user)[:6]],
    }
    return render(request, "gouvernance/seance.html", context)


@access("gouvernance.change_seance", on=Seance)
def seance_update(request: HttpRequest, seance: Seance) -> HttpResponse:
    form = SeanceForm(request.POST or None, instance=seance)
    if request.method == "POST" and form.is_valid():
        asked = save_edit(request, form, reason="Modification de la séance")
        if asked is not None:
            return asked
        messages.success(request, "La séance est enregistrée.")
        return redirect("seance-detail", seance.pk)
    stored = Seance.objects.get(pk=seance.pk)
    context = {
        "form": form,
        "instance": stored.instance,
        "seance": stored,
        "title": "Modifier la séance",
        "base": edit_state(request, form),
    }
    return _form_page(request, form, context)


@access("gouvernance.add_decision", on=Seance)
@idempotent
def decision_create(request: HttpRequest, seance: Seance) -> HttpResponse:
    form = DecisionForm(request.POST or None, instance=Decision(seance=seance))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        record_decision(
            seance, author=request.user, text=data["text"], kind=data["kind"]
        )
        messages.success(request, "La décision est consignée.")
        return redirect("seance-detail", seance.pk)
    context = {
        "form": form,
        "instance": seance.instance,
        "seance": seance,
        "title": "Consigner une décision",
    }
    return _form_page(request, form, context)


def _form_page(
    request: HttpRequest, form: Any, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "gouvernance/form.html", context, status=status)
