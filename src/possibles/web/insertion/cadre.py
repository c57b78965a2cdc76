"""The frame of insertion: levels, pilot structure, obligations, commitments, charter."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from possibles.apps.insertion.domain.cadre import count_recrutements, current_structure
from possibles.apps.insertion.interfaces.forms.cadre import (
    CadreForm,
    CharteForm,
    EngagementForm,
    NiveauForm,
    ObligationForm,
    SeminaireForm,
    StructureForm,
)
from possibles.apps.insertion.models import (
    CharteLocale,
    EngagementInsertion,
    NiveauDInsertion,
    ObligationAnru,
    Seminaire,
    StructurePilote,
)
from possibles.apps.journal.models import change
from possibles.web.access import access
from possibles.web.editing import edit_state, save_edit
from possibles.web.idempotence import idempotent

VIEW, CHANGE = "insertion.view_cadre", "insertion.change_cadre"
ENGAGE = "insertion.change_engagement"


@access(VIEW)
def cadre_detail(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    obligations = list(
        ObligationAnru.objects.visible_to(user).select_related(
            "document", "article__convention", "avenant__convention"
        )
    )
    context = {
        "niveaux": NiveauDInsertion.objects.visible_to(user).prefetch_related(
            "instances"
        ),
        "structure": current_structure(user),
        "obligations": obligations,
        "met": sum(obligation.is_met for obligation in obligations),
        "carried": sum(obligation.is_carried for obligation in obligations),
        "seminaires": Seminaire.objects.visible_to(user).prefetch_related(
            "familles", "organisations", "hypotheses__famille"
        ),
        "chartes": CharteLocale.objects.visible_to(user)
        .select_related("article__convention", "document")
        .prefetch_related("signataires"),
        "can_change": user.has_perm(CHANGE),
    }
    return render(request, "insertion/cadre.html", context)


@access(VIEW)
def engagement_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    rows = EngagementInsertion.objects.visible_to(user).select_related(
        "organisation", "engagement__convention", "document"
    )
    context = {
        "engagements": [(e, user.has_perm(ENGAGE, e)) for e in rows],
        "totals": count_recrutements(user),
        "can_add": user.has_perm("insertion.add_engagement"),
    }
    return render(request, "insertion/engagements.html", context)


@access(CHANGE, on=NiveauDInsertion)
def niveau_update(request: HttpRequest, niveau: NiveauDInsertion) -> HttpResponse:
    return _update(request, NiveauForm, niveau, "Modifier le niveau", "insertion-cadre")


@access(CHANGE)
@idempotent
def structure_create(request: HttpRequest) -> HttpResponse:
    return _create(
        request,
        StructureForm,
        StructurePilote(),
        "Désigner la structure pilote",
        "insertion-cadre",
    )


@access(CHANGE, on=StructurePilote)
def structure_update(request: HttpRequest, held: StructurePilote) -> HttpResponse:
    return _update(
        request, StructureForm, held, "Modifier la structure pilote", "insertion-cadre"
    )


@access(CHANGE, on=ObligationAnru)
def obligation_update(request: HttpRequest, held: ObligationAnru) -> HttpResponse:
    return _update(
        request, ObligationForm, held, "Renseigner l’obligation", "insertion-cadre"
    )


@access(CHANGE)
@idempotent
def seminaire_create(request: HttpRequest) -> HttpResponse:
    return _create(
        request, SeminaireForm, Seminaire(), "Ajouter un séminaire", "insertion-cadre"
    )


@access(CHANGE, on=Seminaire)
def seminaire_update(request: HttpRequest, held: Seminaire) -> HttpResponse:
    return _update(
        request, SeminaireForm, held, "Modifier le séminaire", "insertion-cadre"
    )


@access(CHANGE)
@idempotent
def charte_create(request: HttpRequest) -> HttpResponse:
    return _create(
        request, CharteForm, CharteLocale(), "Ajouter une charte", "insertion-cadre"
    )


@access(CHANGE, on=CharteLocale)
def charte_update(request: HttpRequest, held: CharteLocale) -> HttpResponse:
    return _update(request, CharteForm, held, "Modifier la charte", "insertion-cadre")


@access("insertion.add_engagement")
@idempotent
def engagement_create(request: HttpRequest) -> HttpResponse:
    """Add a commitment; an owner adds its own only."""
    return _create(
        request,
        EngagementForm,
        EngagementInsertion(),
        "Ajouter un engagement",
        "engagement-insertion-list",
        asked="insertion.change_engagement",
    )


@access(ENGAGE, on=EngagementInsertion)
def engagement_update(request: HttpRequest, held: EngagementInsertion) -> HttpResponse:
    return _update(
        request,
        EngagementForm,
        held,
        "Modifier l’engagement",
        "engagement-insertion-list",
        asked="insertion.change_engagement",
    )


def _create(
    request: HttpRequest,
    form_class: type[CadreForm],
    instance: Any,
    title: str,
    back: str,
    *,
    asked: str = "",
) -> HttpResponse:
    form = form_class(request.POST or None, instance=instance, user=request.user)
    if request.method == "POST" and form.is_valid() and _may(request, form, asked):
        with change(author=request.user, reason=form.cleaned_data["motif"] or title):
            form.save()
        messages.success(request, "C’est enregistré.")
        return redirect(back)
    context = {
        "form": form,
        "title": title,
        "submit": title,
        "back": reverse(back),
        "where": _WHERE[back],
        "hint": "Tout le monde qui a un compte pourra le lire.",
    }
    status = 422 if form.is_bound else 200
    return render(request, "insertion/act.html", context, status=status)


def _update(
    request: HttpRequest,
    form_class: type[CadreForm],
    held: Any,
    title: str,
    back: str,
    *,
    asked: str = "",
) -> HttpResponse:
    form = form_class(request.POST or None, instance=held, user=request.user)
    if request.method == "POST" and form.is_valid() and _may(request, form, asked):
        answer = save_edit(request, form, reason=form.cleaned_data["motif"] or title)
        if answer is not None:
            return answer
        messages.success(request, "C’est enregistré.")
        return redirect(back)
    context = {
        "form": form,
        "held": type(held).objects.get(pk=held.pk),
        "title": title,
        "back": reverse(back),
        "where": _WHERE[back],
        "base": edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "insertion/edit.html", context, status=status)


_WHERE = {
    "insertion-cadre": "Gouvernance et obligations",
    "engagement-insertion-list": "Embauches et qualité",
}


def _may(request: HttpRequest, form: CadreForm, asked: str) -> bool:
    """Tell whether the object as typed is still this person's to write."""
    user: Any = request.user
    if not asked or user.has_perm(asked, form.instance):
        return True
    form.add_error("organisation", "Choisissez une organisation que vous représentez.")
    return False
