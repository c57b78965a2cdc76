"""Privacy: the register of the processing, how long files live, the rights of people."""

import json
import logging
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.insertion.domain.vie_privee import (
    KEPT,
    collect,
    erase,
    list_conservations,
    log,
)
from possibles.apps.insertion.enums import Droit
from possibles.apps.insertion.interfaces.forms.personne import MONTHS
from possibles.apps.insertion.interfaces.forms.suivi import DemandeForm, EffacementForm
from possibles.apps.insertion.models import Beneficiaire, DemandeDeDroit
from possibles.apps.insertion.tasks import RETENTION
from possibles.apps.referentiel.domain.parametres import find_parametres
from possibles.apps.traitements.domain.launch import launch
from possibles.web.access import PUBLIC, access
from possibles.web.idempotence import idempotent

logger = logging.getLogger("possibles.security")


@access(PUBLIC)
def registre(request: HttpRequest) -> HttpResponse:
    """Tell everyone what is kept about people, why, how long, and whom to ask."""
    user: Any = request.user
    known = find_parametres([MONTHS, KEPT])
    context: dict[str, Any] = {
        "eligibility": known.get(MONTHS),
        "kept": known.get(KEPT),
        "can_run": user.has_perm("insertion.run_retention"),
        "today": timezone.localdate(),
    }
    if context["can_run"]:
        today = timezone.localdate()
        conservations = list_conservations(Beneficiaire.objects.visible_to(user))
        context |= {
            "expired": sum(c.is_over(today) for c in conservations),
            "next": next((c for c in conservations if not c.is_over(today)), None),
            "named_count": len(conservations),
            "anonymous_count": Beneficiaire.objects.exclude(anonymised_on=None).count(),
            "demandes": DemandeDeDroit.objects.visible_to(user).select_related(
                "handled_by"
            )[:50],
        }
    return render(request, "insertion/registre.html", context)


@access("insertion.run_retention")
@require_POST
@idempotent
def retention_run(request: HttpRequest) -> HttpResponse:
    """Ask the worker to make anonymous the files whose time is over."""
    user: Any = request.user
    return redirect(launch(RETENTION, author=user))


@access("insertion.view_beneficiaire", on=Beneficiaire)
def droits(request: HttpRequest, person: Beneficiaire) -> HttpResponse:
    """Show what is held about a person, and answer what they ask."""
    logger.info("consulted beneficiaire=%s user=%s", person.code, request.user.pk)
    held = list_conservations(Beneficiaire.objects.filter(pk=person.pk))
    context = {
        "person": person,
        "held": collect(person),
        "until": held[0].until if held else None,
        "demandes": DemandeDeDroit.objects.filter(code=person.code),
    }
    return render(request, "insertion/droits.html", context)


@access("insertion.change_beneficiaire", on=Beneficiaire)
@require_POST
def droits_export(request: HttpRequest, person: Beneficiaire) -> HttpResponse:
    """Hand over everything held about a person; the answer is logged."""
    content = json.dumps(collect(person), ensure_ascii=False, indent=2)
    log(
        Droit.ACCES,
        person.code,
        "Copie de tout ce qui est gardé remise à la personne.",
        author=request.user,
    )
    logger.info("exported beneficiaire=%s user=%s", person.code, request.user.pk)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="donnees-{person.code}.json"'
    )
    return response


@access("insertion.change_beneficiaire", on=Beneficiaire)
@idempotent
def droits_log(request: HttpRequest, person: Beneficiaire) -> HttpResponse:
    form = DemandeForm(
        request.POST or None, initial={"received_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        log(
            data["kind"],
            person.code,
            data["outcome"],
            author=request.user,
            received_on=data["received_on"],
        )
        messages.success(request, "La demande et sa réponse sont au registre.")
        return redirect("beneficiaire-droits", person.pk)
    return _act(
        request,
        form,
        person,
        title="Inscrire une demande",
        hint="Rectification : corrigez d’abord la fiche, puis inscrivez la demande ici.",
        submit="Inscrire au registre",
    )


@access("insertion.erase_beneficiaire", on=Beneficiaire)
@idempotent
def droits_erase(request: HttpRequest, person: Beneficiaire) -> HttpResponse:
    form = EffacementForm(
        request.POST or None,
        initial={"received_on": timezone.localdate()},
        expected=person.code,
    )
    if request.method == "POST" and form.is_valid():
        outcome = erase(
            person, author=request.user, received_on=form.cleaned_data["received_on"]
        )
        messages.success(request, outcome)
        return redirect("beneficiaire-list")
    return _act(
        request,
        form,
        person,
        title="Effacer cette personne",
        hint="Ses heures validées restent comptées, sans elle ; le reste disparaît.",
        submit="Effacer définitivement",
    )


def _act(
    request: HttpRequest, form: Any, person: Beneficiaire, **words: str
) -> HttpResponse:
    context = {
        "form": form,
        "back": reverse("beneficiaire-droits", args=[person.pk]),
        "where": person.code,
        **words,
    }
    status = 422 if form.is_bound else 200
    return render(request, "insertion/act.html", context, status=status)
