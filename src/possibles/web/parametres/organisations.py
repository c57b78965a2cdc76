"""Organisations and their services."""

from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from possibles.apps.acteurs.models import Organisation, Personne, Service
from possibles.apps.journal.models import change
from possibles.web.access import access, is_allowed
from possibles.web.editing import edit_state, save_edit
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer

from .forms import OrganisationForm, ServiceForm
from .lists import ORGANISATIONS


@access("acteurs.view_organisation")
def organisation_list(request: HttpRequest) -> HttpResponse:
    may_add = is_allowed(request.user, "acteurs.add_organisation")
    return answer(
        request,
        Listing(ORGANISATIONS, request),
        "parametres/organisation_list.html",
        {"may_add": may_add},
    )


@access("acteurs.view_organisation", on=Organisation)
def organisation_detail(
    request: HttpRequest, organisation: Organisation
) -> HttpResponse:
    people = Personne.objects.visible_to(request.user).filter(
        organisation=organisation, is_active=True
    )
    context = {
        "organisation": organisation,
        "services": organisation.services.all(),
        "people": people,
        "may_change": is_allowed(
            request.user, "acteurs.change_organisation", organisation
        ),
        "form": ServiceForm(),
    }
    return render(request, "parametres/organisation_detail.html", context)


@access("acteurs.add_organisation")
@idempotent
def organisation_create(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with change(author=request.user, reason="Organisation ajoutée"):
            organisation = form.save()
        messages.success(request, f"{organisation} est dans la liste.")
        return redirect("organisation-detail", organisation.pk)
    context: dict[str, Any] = {"form": form}
    status = 422 if form.errors else 200
    return render(
        request, "parametres/organisation_create.html", context, status=status
    )


@access("acteurs.change_organisation", on=Organisation)
def organisation_update(
    request: HttpRequest, organisation: Organisation
) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        conflict = save_edit(request, form, reason="Fiche corrigée")
        if conflict is not None:
            return conflict
        messages.success(request, "La fiche est enregistrée.")
        return redirect("organisation-detail", organisation.pk)
    context = {
        "form": form,
        "base": edit_state(request, form),
        "organisation": organisation,
    }
    status = 422 if form.errors else 200
    return render(
        request, "parametres/organisation_update.html", context, status=status
    )


@access("acteurs.change_organisation", on=Organisation)
@require_POST
@idempotent
def service_create(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = ServiceForm(request.POST, instance=Service(organisation=organisation))
    if form.is_valid():
        with change(author=request.user, reason="Service ajouté"):
            form.save()
        messages.success(request, f"Le service « {form.instance} » est ajouté.")
    else:
        messages.error(
            request, " ".join(str(e) for errors in form.errors.values() for e in errors)
        )
    return redirect("organisation-detail", organisation.pk)


@access("acteurs.change_organisation", on=Service)
@require_POST
def service_delete(request: HttpRequest, service: Service) -> HttpResponse:
    try:
        with change(author=request.user, reason="Service retiré"):
            service.delete()
    except ProtectedError:
        messages.error(
            request,
            f"« {service} » est cité par des projets ou des documents : retirez-le "
            "d’abord de ces fiches.",
        )
    else:
        messages.success(request, f"Le service « {service} » est retiré.")
    return redirect("organisation-detail", service.organisation_id)
