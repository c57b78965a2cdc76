"""Contracts that pool their hours: who hands over, who carries, and that nothing is lost."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from possibles.apps.insertion.domain.objectifs import pool
from possibles.apps.insertion.interfaces.forms.globalisation import GlobalisationForm
from possibles.apps.insertion.models import Globalisation, Marche
from possibles.apps.journal.models import change
from possibles.web.access import PUBLIC, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.idempotence import idempotent

CHANGE = "insertion.change_globalisation"


@dataclass(frozen=True, slots=True)
class Part:
    """A contract of a pool: what it owes alone, what it carries with the others."""

    marche: Marche
    owed: int
    carried: int

    @property
    def moved(self) -> int:
        return self.carried - self.owed


@access(PUBLIC)
def globalisation_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    held = list(Globalisation.objects.visible_to(user))
    parts = {pool.pk: _parts(request, pool) for pool in held}
    context = {
        "rows": [
            (pool, len(parts[pool.pk]), sum(p.owed for p in parts[pool.pk]))
            for pool in held
        ],
        "can_add": user.has_perm(CHANGE),
    }
    return render(request, "insertion/globalisations.html", context)


@access(PUBLIC, on=Globalisation)
def globalisation_detail(request: HttpRequest, held: Globalisation) -> HttpResponse:
    user: Any = request.user
    parts = _parts(request, held)
    context = {
        "held": held,
        "parts": parts,
        "total": sum(part.owed for part in parts),
        "carriers": sum(1 for part in parts if part.carried),
        "can_change": user.has_perm(CHANGE),
    }
    return render(request, "insertion/globalisation.html", context)


@access(CHANGE)
@idempotent
def globalisation_create(request: HttpRequest) -> HttpResponse:
    form = GlobalisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with change(author=request.user, reason="Ouvrir une globalisation"):
            held = form.save()
        messages.success(request, "Globalisation ouverte : les heures se répartissent.")
        return redirect("globalisation-detail", held.pk)
    context = {
        "form": form,
        "title": "Ouvrir une globalisation",
        "where": "Globalisations",
        "back": reverse("globalisation-list"),
        "hint": "De petits marchés cèdent leurs heures aux plus grands ; le total ne bouge pas",
    }
    status = 422 if form.is_bound else 200
    return render(request, "insertion/create.html", context, status=status)


@access(CHANGE, on=Globalisation)
def globalisation_update(request: HttpRequest, held: Globalisation) -> HttpResponse:
    form = GlobalisationForm(request.POST or None, instance=held)
    if request.method == "POST" and form.is_valid():
        asked = save_edit(request, form, reason="Modifier une globalisation")
        if asked is not None:
            return asked
        messages.success(request, "C’est enregistré.")
        return redirect("globalisation-detail", held.pk)
    context = {
        "form": form,
        "held": held,
        "base": edit_state(request, form),
        "back": reverse("globalisation-detail", args=[held.pk]),
    }
    status = 422 if form.is_bound else 200
    return render(
        request, "insertion/globalisation_update.html", context, status=status
    )


def _parts(request: HttpRequest, held: Globalisation) -> list[Part]:
    members = list(
        Marche.objects.visible_to(request.user)
        .filter(globalisation=held)
        .select_related("maitre_ouvrage")
    )
    carried = pool(members, held.minimum)
    return [Part(m, m.objective_hours or 0, carried.get(m.pk, 0)) for m in members]
