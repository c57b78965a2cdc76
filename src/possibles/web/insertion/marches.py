"""Contracts: their list, a sheet that shows how the objective was reached, their parts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.documents.models import Document
from possibles.apps.insertion.domain.objectifs import (
    objective_of,
    objective_of_lot,
    pool,
    refresh,
)
from possibles.apps.insertion.domain.obligation import Duty, judge
from possibles.apps.insertion.domain.projection import project
from possibles.apps.insertion.domain.suivi import read_lots, read_marche
from possibles.apps.insertion.interfaces.forms.marche import (
    IntervenantForm,
    LotForm,
    MarcheForm,
)
from possibles.apps.insertion.models import Intervenant, Lot, Marche
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.models import change
from possibles.apps.operations.models import Operation
from possibles.web.access import PUBLIC, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer

from .listing import MARCHES

CHANGE = "insertion.change_marche"
TONES = {
    Duty.MET: "success",
    Duty.NOT_CONCERNED: "neutral",
    Duty.WAIVED: "warning",
    Duty.BROKEN: "danger",
    Duty.UNKNOWN: "neutral",
}
LABELS = {
    Duty.MET: "Obligation respectée",
    Duty.NOT_CONCERNED: "Clause facultative",
    Duty.WAIVED: "Dérogation motivée",
    Duty.BROKEN: "Clause obligatoire absente",
    Duty.UNKNOWN: "Obligation non vérifiée",
}


@access(PUBLIC)
def marche_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    context = {
        "can_add": user.has_perm("insertion.add_marche"),
        "empty_template": "insertion/_empty.html",
    }
    listing = Listing(MARCHES, request)
    return answer(request, listing, "insertion/marches.html", context)


@access(PUBLIC, on=Marche)
def marche_detail(request: HttpRequest, marche: Marche) -> HttpResponse:
    user: Any = request.user
    lots = list(marche.lots.select_related("famille", "hypothese", "titulaire"))
    verdict = judge(marche)
    context: dict[str, Any] = {
        "marche": marche,
        "objectif": objective_of(marche, lots),
        "lots": _lots(user, marche, lots),
        "intervenants": marche.intervenants.select_related("organisation"),
        "operation": _operation(user, marche),
        "verdict": verdict,
        "verdict_label": LABELS[verdict.duty],
        "verdict_tone": TONES[verdict.duty],
        "documents": Document.objects.visible_to(user).attached_to(marche),
        "can_change": user.has_perm(CHANGE, marche),
        **_hours(user, marche),
        **_pooling(request, marche),
    }
    if user.is_authenticated:
        context["stories"] = [tell(acte) for acte in history_of(marche, user)[:8]]
    return render(request, "insertion/marche.html", context)


def _operation(user: Any, marche: Marche) -> Operation | None:
    """Return the operation the contract hangs on, to those who may see it."""
    rows = Operation.objects.visible_to(user).filter(pk=marche.operation_id or 0)
    found: Operation | None = rows.first()
    return found


def _lots(user: Any, marche: Marche, lots: list[Lot]) -> list[tuple[Any, ...]]:
    """Return each lot, its objective, and its hours for those who have an account."""
    hours = read_lots(marche) if lots and user.is_authenticated else {}
    told = []
    for lot in lots:
        done, waiting = hours.get(lot.pk, (None, None))
        told.append(
            (
                lot,
                objective_of_lot(marche, lot),
                None if done is None else done / 100,
                None if waiting is None else waiting / 100,
            )
        )
    return told


def _hours(user: Any, marche: Marche) -> dict[str, Any]:
    """Tell where the hours are, to those who have an account."""
    if not user.is_authenticated:
        return {}
    ligne = read_marche(marche)
    return {
        "ligne": ligne,
        "prevision": project(marche, ligne.validated),
        "today": timezone.localdate(),
        "can_enter": user.has_perm("insertion.change_heures", marche),
    }


def _pooling(request: HttpRequest, marche: Marche) -> dict[str, Any]:
    """Tell what the contract carries once its pool has shared its hours."""
    held = marche.globalisation
    if held is None:
        return {}
    members = Marche.objects.visible_to(request.user).filter(globalisation=held)
    members = members.select_related("maitre_ouvrage")
    carried = pool(members, held.minimum)
    return {
        "pool": [(member, carried.get(member.pk)) for member in members],
        "carried": carried.get(marche.pk),
        "pool_total": sum(carried.values()),
    }


@access("insertion.add_marche")
@idempotent
def marche_create(request: HttpRequest) -> HttpResponse:
    form = MarcheForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # An owner adds its own contracts, and no other's.
        if request.user.has_perm(CHANGE, form.instance):
            with change(author=request.user, reason="Ajouter un marché"):
                marche = form.save()
            messages.success(request, "Marché ajouté : son objectif est calculé.")
            return redirect("marche-detail", marche.pk)
        form.add_error(
            "maitre_ouvrage",
            "Vous ne gérez pas les marchés de ce maître d’ouvrage : choisissez le vôtre.",
        )
    status = 422 if form.is_bound else 200
    return render(
        request, "insertion/marche_create.html", {"form": form}, status=status
    )


@access(CHANGE, on=Marche)
def marche_update(request: HttpRequest, marche: Marche) -> HttpResponse:
    form = MarcheForm(request.POST or None, instance=marche)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and not request.user.has_perm(CHANGE, form.instance):
        form.add_error(
            "maitre_ouvrage", "Vous ne gérez pas les marchés de ce maître d’ouvrage."
        )
    return _edit(request, form, marche, "Modifier le marché")


@access(CHANGE, on=Marche)
@idempotent
def lot_create(request: HttpRequest, marche: Marche) -> HttpResponse:
    numbers = list(marche.lots.values_list("number", flat=True))
    lot = Lot(marche=marche, famille=marche.famille)
    initial = {"number": max(numbers, default=0) + 1, "famille": marche.famille_id}
    form = LotForm(request.POST or None, instance=lot, initial=initial)
    return _add(request, form, marche, "Ajouter un lot")


@access(CHANGE, on=Lot)
def lot_update(request: HttpRequest, lot: Lot) -> HttpResponse:
    form = LotForm(request.POST or None, instance=lot)
    return _edit(request, form, lot.marche, "Modifier le lot")


@access(CHANGE, on=Lot)
@require_POST
def lot_delete(request: HttpRequest, lot: Lot) -> HttpResponse:
    marche = lot.marche
    with change(author=request.user, reason="Retirer un lot"):
        lot.delete()
        refresh(marche)
    messages.success(request, "Lot retiré : l’objectif du marché est recalculé.")
    return redirect("marche-detail", marche.pk)


@access(CHANGE, on=Marche)
@idempotent
def intervenant_create(request: HttpRequest, marche: Marche) -> HttpResponse:
    form = IntervenantForm(request.POST or None, instance=Intervenant(marche=marche))
    return _add(request, form, marche, "Ajouter un intervenant")


@access(CHANGE, on=Intervenant)
@require_POST
def intervenant_delete(request: HttpRequest, held: Intervenant) -> HttpResponse:
    with change(author=request.user, reason="Retirer un intervenant"):
        held.delete()
    messages.success(request, "Intervenant retiré.")
    return redirect("marche-detail", held.marche_id)


def _add(
    request: HttpRequest, form: forms.ModelForm[Any], marche: Marche, title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with change(author=request.user, reason=title):
            form.save()
        messages.success(request, "C’est ajouté.")
        return redirect("marche-detail", marche.pk)
    context = {"form": form, "marche": marche, "title": title}
    status = 422 if form.is_bound else 200
    return render(request, "insertion/part_create.html", context, status=status)


def _edit(
    request: HttpRequest, form: forms.ModelForm[Any], marche: Marche, title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        asked = save_edit(request, form, reason=form.cleaned_data["motif"] or title)
        if asked is not None:
            return asked
        messages.success(request, "C’est enregistré.")
        return redirect("marche-detail", marche.pk)
    context = {
        "form": form,
        "marche": type(marche)._base_manager.get(pk=marche.pk),
        "title": title,
        "base": edit_state(request, form),
        "back": reverse("marche-detail", args=[marche.pk]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "insertion/part_update.html", context, status=status)
