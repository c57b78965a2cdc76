"""Follow-up at 6 and 12 months: who is due, what was found."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from possibles.apps.insertion.domain.accompagnement import (
    Rappel,
    list_rappels,
    list_rappels_of,
    read_sorties,
    record_suivi,
)
from possibles.apps.insertion.interfaces.forms.suivi import PointDeSuiviForm
from possibles.apps.insertion.models import Beneficiaire
from possibles.web.access import access

FACES = {"a-faire": "À faire", "a-venir": "À venir", "faits": "Faits"}
SHOWN = 200


@access("insertion.view_suivi")
def suivi_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    asked = request.GET.get("voir", "")
    face = asked if asked in FACES else "a-faire"
    groups: dict[str, list[Rappel]] = {name: [] for name in FACES}
    for rappel in list_rappels(request.user, today):
        groups[_face_of(rappel, today)].append(rappel)
    rappels = groups[face][::-1] if face == "faits" else groups[face]
    context = {
        "faces": [
            (name, label, len(groups[name]), name == face)
            for name, label in FACES.items()
        ],
        "face": face,
        "rappels": [(r, r.is_late(today)) for r in rappels[:SHOWN]],
        "more": max(0, len(rappels) - SHOWN),
        "due_count": len(groups["a-faire"]),
        "sorties": _sorties_rows(),
        "today": today,
    }
    return render(request, "insertion/suivis.html", context)


def _face_of(rappel: Rappel, today: Any) -> str:
    if rappel.done is not None:
        return "faits"
    return "a-faire" if rappel.is_due(today) else "a-venir"


def _sorties_rows() -> dict[str, Any]:
    sorties = read_sorties()
    return {
        "months": sorties.months,
        "rows": [
            (s.label, [(m, counts[m]) for m in sorties.months])
            for s, counts in sorties.counts.items()
        ],
        "totals": [(m, sorties.totals[m]) for m in sorties.months],
        "positive": [(m, sorties.positive[m]) for m in sorties.months],
    }


@access("insertion.change_beneficiaire", on=Beneficiaire)
def suivi_record(
    request: HttpRequest, person: Beneficiaire, months: int
) -> HttpResponse:
    """Write where a person is; opened again, correct it."""
    found = [r for r in list_rappels_of(person) if r.months == months]
    if not found:
        raise Http404
    (rappel,) = found
    initial = {
        "done_on": rappel.done.done_on if rappel.done else timezone.localdate(),
        "situation": rappel.done.situation if rappel.done else "",
    }
    form = PointDeSuiviForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        record_suivi(
            person,
            months,
            situation=form.cleaned_data["situation"],
            done_on=form.cleaned_data["done_on"],
            author=request.user,
        )
        messages.success(request, f"Suivi à {months} mois enregistré.")
        return redirect("suivi-list")
    context = {
        "form": form,
        "title": f"Suivi à {months} mois",
        "back": reverse("suivi-list"),
        "where": "Suivi",
        "hint": f"{person.code} : une situation et une date, rien d’autre n’est gardé.",
        "submit": "Enregistrer le suivi",
    }
    status = 422 if form.is_bound else 200
    return render(request, "insertion/act.html", context, status=status)
