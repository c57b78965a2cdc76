"""The parts of a sheet: each is added, changed and taken away the same way."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.journal.models import change
from possibles.apps.operations.interfaces.forms.parts import (
    ConsultationForm,
    ContactForm,
    EstimationForm,
    FinancementForm,
    PaiementForm,
    ReserveForm,
)
from possibles.apps.operations.models import (
    Consultation,
    Contact,
    Estimation,
    Financement,
    Operation,
    Paiement,
    Reserve,
)
from possibles.web.access import access
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.views import undo_tag
from possibles.web.idempotence import idempotent

CHANGE = "operations.change_operation"
View = Callable[..., HttpResponse]


def _adder(model: Any, form_class: Any, title: str, anchor: str) -> View:
    """Return the view that adds a part to an operation."""

    @access(CHANGE, on=Operation)
    @idempotent
    def add(request: HttpRequest, operation: Operation) -> HttpResponse:
        part = model(operation=operation)
        if hasattr(part, "author_id"):
            part.author = request.user
        initial = {"date": timezone.localdate()} if hasattr(part, "maturite") else {}
        form = form_class(request.POST or None, instance=part, initial=initial)
        if request.method == "POST" and form.is_valid():
            with change(author=request.user, reason=title):
                form.save()
            messages.success(request, "C’est ajouté.")
            return _back(operation.pk, anchor)
        return _show(request, form, operation, title, anchor)

    return add


def _changer(model: Any, form_class: Any, title: str, anchor: str) -> View:
    """Return the view that changes a part."""

    @access(CHANGE, on=model)
    def update(request: HttpRequest, part: Any) -> HttpResponse:
        form = form_class(request.POST or None, instance=part)
        if request.method == "POST" and form.is_valid():
            asked = save_edit(request, form, reason=title)
            if asked is not None:
                return asked
            messages.success(request, "C’est enregistré.")
            return _back(part.operation_id, anchor)
        removal = reverse(f"{model._meta.model_name}-delete", args=[part.pk])
        return _show(request, form, part.operation, title, anchor, removal)

    return update


def _remover(model: Any, title: str, anchor: str) -> View:
    """Return the view that takes a part away; one click takes it back."""

    @access(CHANGE, on=model)
    @require_POST
    def delete(request: HttpRequest, part: Any) -> HttpResponse:
        operation = part.operation_id
        with change(author=request.user, reason=title) as made:
            part.delete()
        messages.success(request, "C’est retiré.", extra_tags=undo_tag(made.key))
        return _back(operation, anchor)

    return delete


def _show(
    request: HttpRequest,
    form: Any,
    operation: Operation,
    title: str,
    anchor: str,
    removal: str = "",
) -> HttpResponse:
    is_new = form.instance.pk is None
    context = {
        "form": form,
        "operation": operation,
        "title": title,
        "back": f"{reverse('operation-detail', args=[operation.pk])}#{anchor}",
        "removal": removal,
        "create": is_new,
        "base": {} if is_new else edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "operations/fiches/part.html", context, status=status)


def _back(operation: int, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('operation-detail', args=[operation])}#{anchor}")


_COSTS, _PLAN, _CE, _PEOPLE = "couts", "financement", "reserves", "contacts"
_MARKET = "consultations"

estimation_create = _adder(Estimation, EstimationForm, "Ajouter une estimation", _COSTS)
estimation_update = _changer(
    Estimation, EstimationForm, "Modifier l’estimation", _COSTS
)
estimation_delete = _remover(Estimation, "Retirer une estimation", _COSTS)
financement_create = _adder(
    Financement, FinancementForm, "Ajouter un financement", _PLAN
)
financement_update = _changer(
    Financement, FinancementForm, "Modifier le financement", _PLAN
)
financement_delete = _remover(Financement, "Retirer un financement", _PLAN)
paiement_create = _adder(Paiement, PaiementForm, "Ajouter un paiement", _PLAN)
paiement_update = _changer(Paiement, PaiementForm, "Modifier le paiement", _PLAN)
paiement_delete = _remover(Paiement, "Retirer un paiement", _PLAN)
reserve_create = _adder(Reserve, ReserveForm, "Ajouter une réserve", _CE)
reserve_update = _changer(Reserve, ReserveForm, "Modifier la réserve", _CE)
reserve_delete = _remover(Reserve, "Retirer une réserve", _CE)
consultation_create = _adder(
    Consultation, ConsultationForm, "Ajouter une consultation", _MARKET
)
consultation_update = _changer(
    Consultation, ConsultationForm, "Modifier la consultation", _MARKET
)
consultation_delete = _remover(Consultation, "Retirer une consultation", _MARKET)
contact_create = _adder(Contact, ContactForm, "Ajouter un contact", _PEOPLE)
contact_update = _changer(Contact, ContactForm, "Modifier le contact", _PEOPLE)
contact_delete = _remover(Contact, "Retirer un contact", _PEOPLE)
