"""Alerts: their list, their evidence, what people do with them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.opc.domain.alertes.regles import REGLES
from possibles.apps.opc.domain.alertes.vie import ALERTES as CYCLE
from possibles.apps.opc.domain.alertes.vie import move_alerte, raise_alerte
from possibles.apps.opc.interfaces.forms import AlerteForm
from possibles.apps.opc.models import Alerte
from possibles.apps.operations.models import Interface, Operation
from possibles.web.access import access
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer
from possibles.web.params import read_next_page, read_number

from .listing import ALERTES, mark_gravite


@access("opc.view_alerte")
def alerte_list(request: HttpRequest) -> HttpResponse:
    context = {
        "can_add": request.user.has_perm("opc.add_alerte"),
        "empty_template": "opc/_empty_alertes.html",
    }
    return answer(request, Listing(ALERTES, request), "opc/alertes.html", context)


@access("opc.view_alerte", on=Alerte)
def alerte_detail(request: HttpRequest, alerte: Alerte) -> HttpResponse:
    user: Any = request.user
    rule = REGLES.get(alerte.rule)
    transitions = CYCLE.list_open(alerte, user)
    if alerte.is_computed and alerte.is_present:
        transitions = [t for t in transitions if t.name != "close"]
    context = {
        "alerte": alerte,
        "gravite": mark_gravite(alerte.gravite),
        "rule": rule,
        "transitions": transitions,
        "mesures": alerte.mesures.select_related("responsable"),
        "can_measure": alerte.operation is not None
        and user.has_perm("opc.add_mesure", alerte.operation),
        "stories": [tell(acte) for acte in history_of(alerte, user)[:8]],
    }
    return render(request, "opc/alerte.html", context)


@access("opc.view_alerte", on=Alerte)
@require_POST
def alerte_transition(request: HttpRequest, alerte: Alerte, name: str) -> HttpResponse:
    """Make a transition; its own right is asked by the machine."""
    if name not in {t.name for t in CYCLE.list_open(alerte, request.user)}:
        raise Http404
    reason = request.POST.get("motif", "")
    try:
        move_alerte(alerte, name, author=request.user, reason=reason)
    except TransitionRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"« {alerte.title} » : {alerte.get_state_display().lower()}."
        )
    return redirect(read_next_page(request) or alerte_address(alerte))


def alerte_address(alerte: Alerte) -> str:
    return redirect("alerte-detail", alerte.pk).url


def _chosen(request: HttpRequest, model: Any) -> Any:
    """Return the object the address names, if the person sees it."""
    pk = read_number(request.GET.get(model._meta.model_name, "")) or 0
    return model.objects.visible_to(request.user).filter(pk=pk).first()


@access("opc.add_alerte")
@idempotent
def alerte_create(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    operation = _chosen(request, Operation)
    interface = _chosen(request, Interface)
    initial = {
        "operation": interface.gets_id if interface else operation,
        "interface": interface,
        "famille": "interface" if interface else "marche",
    }
    form = AlerteForm(request.POST or None, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        # An owner raises alerts on its own operations, and no other's.
        if user.has_perm("opc.add_alerte", form.cleaned_data["operation"]):
            alerte = raise_alerte(form.save(commit=False), author=user)
            messages.success(request, "Alerte signalée : elle est ouverte.")
            return redirect("alerte-detail", alerte.pk)
        form.add_error(
            "operation",
            "Vous ne suivez pas cette opération : choisissez l’une des vôtres, ou "
            "prévenez la direction du projet.",
        )
    status = 422 if form.is_bound else 200
    return render(request, "opc/alerte_create.html", {"form": form}, status=status)
