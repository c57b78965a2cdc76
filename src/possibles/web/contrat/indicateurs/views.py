"""Indicators: their list, a sheet with chart and twin table, their definition."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from possibles.apps.contrat.domain.indicateurs import create_indicateur
from possibles.apps.contrat.domain.queries.indicateurs import (
    Evolution,
    count_places,
    read_evolution,
    read_saisies,
    with_series,
)
from possibles.apps.contrat.domain.releves import set_cible
from possibles.apps.contrat.domain.trajectoire import TENDANCE_LABELS
from possibles.apps.contrat.enums import Maille
from possibles.apps.contrat.interfaces.forms.indicateur import (
    CibleForm,
    IndicateurForm,
    NewIndicateurForm,
)
from possibles.apps.contrat.models import AgendaVerrouilleError, Indicateur, Projet
from possibles.apps.journal.domain.queries import history_of
from possibles.web.access import PUBLIC, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer
from possibles.web.params import read_number

from .listing import INDICATEURS, number


@access(PUBLIC)
def indicateur_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    context = {
        "can_add": user.has_perm("contrat.add_indicateur"),
        "empty_template": "contrat/indicateurs/_empty.html",
    }
    return answer(
        request, Listing(INDICATEURS, request), "contrat/indicateurs/list.html", context
    )


@access(PUBLIC, on=Indicateur)
def indicateur_detail(request: HttpRequest, indicateur: Indicateur) -> HttpResponse:
    user: Any = request.user
    loaded = with_series(Indicateur.objects.filter(pk=indicateur.pk)).get()
    evolution = read_evolution(loaded, count_places())
    year = timezone.localdate().year - 1
    period = evolution.last.period if evolution.last else str(year)
    series = draw_series(evolution)
    context: dict[str, Any] = {
        "indicateur": loaded,
        "evolution": evolution,
        "series": series,
        "told": {
            "values": [loaded.tell(value) for value in series["series"][0]["values"]],
            "hoped": [loaded.tell(value) for value in series["target"]["values"]],
        },
        "tendance": TENDANCE_LABELS[evolution.tendance],
        "last_told": loaded.tell(evolution.last.value) if evolution.last else "",
        "last_value": evolution.last and number(evolution.last.value),
        "year_target": number(
            evolution.trajectoire.expected(timezone.localdate().year)
        ),
        "final_target": _final(evolution),
        "minimum": number(loaded.baseline) or 0,
        "saisies": read_saisies(loaded, period),
        "period": period,
        "by_place": _by_place(loaded),
        "can_change": user.has_perm("contrat.change_indicateur", loaded),
        "can_enter": user.has_perm("contrat.add_releve", loaded),
    }
    if user.is_authenticated:
        context["stories"] = [tell(acte) for acte in history_of(loaded, user)[:8]]
    return render(request, "contrat/indicateurs/detail.html", context)


def draw_series(evolution: Evolution) -> dict[str, Any]:
    """Return what the chart and its twin table show: values, and the hoped-for line."""
    values = {total.period: number(total.value) for total in evolution.totals}
    years = {str(year) for year, _ in evolution.trajectoire.points}
    labels = sorted({*values, *years})
    hoped = [number(evolution.trajectoire.expected(int(label[:4]))) for label in labels]
    return {
        "labels": labels,
        "series": [
            {"name": "Valeur", "values": [values.get(label) for label in labels]}
        ],
        "target": {"name": "Trajectoire visée", "values": hoped},
    }


def _final(evolution: Evolution) -> Any:
    targets = list(evolution.indicateur.cibles.all())
    return number(targets[-1].value) if targets else None


def _by_place(indicateur: Indicateur) -> list[Any]:
    if indicateur.maille == Maille.CONTRAT:
        return []
    return list(
        indicateur.releves.select_related("commune", "quartier", "author").order_by(
            "-period", "quartier__sort_name", "commune__sort_name"
        )
    )


@access("contrat.add_indicateur")
@idempotent
def indicateur_create(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    projets = Projet.objects.visible_to(user)
    asked = read_number(request.GET.get("projet"))
    initial = {"projet": projets.filter(pk=asked).first()}
    form = NewIndicateurForm(request.POST or None, projets=projets, initial=initial)
    if request.method == "POST" and form.is_valid():
        projet = form.cleaned_data["projet"]
        if not user.has_perm("contrat.add_indicateur", projet):
            form.add_error("projet", "Ce projet est hors de votre périmètre.")
        else:
            indicateur = create_indicateur(
                form.save(commit=False),
                projet=projet,
                author=user,
                reason=form.cleaned_data["motif"],
            )
            messages.success(request, "L’indicateur est ajouté.")
            return redirect("indicateur-detail", indicateur.pk)
    return _form_page(request, form, {"title": "Ajouter un indicateur"})


@access("contrat.change_indicateur", on=Indicateur)
def indicateur_update(request: HttpRequest, indicateur: Indicateur) -> HttpResponse:
    form = IndicateurForm(request.POST or None, instance=indicateur)
    if request.method == "POST" and form.is_valid():
        asked = save_edit(request, form, reason=form.cleaned_data["motif"])
        if asked is not None:
            return asked
        messages.success(request, "L’indicateur est enregistré.")
        return redirect("indicateur-detail", indicateur.pk)
    stored = Indicateur.objects.get(pk=indicateur.pk)
    context = {
        "title": "Modifier l’indicateur",
        "indicateur": stored,
        "base": edit_state(request, form),
    }
    return _form_page(request, form, context)


@access("contrat.change_cible", on=Indicateur)
def cible_update(request: HttpRequest, indicateur: Indicateur) -> HttpResponse:
    """Set the target of a year."""
    year = timezone.localdate().year
    form = CibleForm(request.POST or None, initial={"year": year})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            set_cible(
                indicateur,
                data["year"],
                data["value"],
                author=request.user,
                reason=data["motif"],
            )
        except AgendaVerrouilleError as error:
            form.add_error("motif", str(error))
        except ValidationError as error:
            form.add_error("value", error)
        else:
            messages.success(request, f"La cible {data['year']} est fixée.")
            return redirect("indicateur-detail", indicateur.pk)
    context = {"title": "Fixer une cible", "indicateur": indicateur, "base": {}}
    return _form_page(request, form, context)


def _form_page(
    request: HttpRequest, form: Any, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(
        request,
        "contrat/indicateurs/form.html",
        {"form": form, **context},
        status=status,
    )
