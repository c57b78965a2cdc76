"""The history of an object: read it, take a step back."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from possibles.apps.contrat.domain.avenants import edit_commitments
from possibles.apps.contrat.models import AgendaVerrouilleError, SynthesePublieeError
from possibles.apps.gouvernance.models import SeanceFigeeError
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.domain.restoring import (
    CannotRestoreError,
    restore_acte,
    undo_change,
)
from possibles.apps.journal.models import Acte, TrackedModel, Verb
from possibles.apps.journal.signals import RefusedChangeError
from possibles.web.access import SIGNED_IN, access
from possibles.web.params import read_number

from .rights import list_restorable, may_take_back
from .stories import tell

# What is frozen, or could not be (a schedule in circles), says so and what to do instead.
REFUSALS = (
    AgendaVerrouilleError,
    SynthesePublieeError,
    SeanceFigeeError,
    RefusedChangeError,
)
RESTORABLE = {Verb.UPDATE, Verb.DELETE}
AMENDING = "avenant"


@access(SIGNED_IN)
def history_detail(request: HttpRequest, model: str, key: str) -> HttpResponse:
    subject = find_visible_subject(request, model, key)
    told = history_of(subject, request.user)
    page = Paginator(told, 30).get_page(request.GET.get("page"))
    restorable = list_restorable(request.user, page.object_list)
    context = {
        "subject": subject,
        "back": _address_of(subject),
        "page": page,
        "stories": [
            tell(acte, may_restore=acte.sequence in restorable)
            for acte in page.object_list
        ],
    }
    return render(request, "historique/detail.html", context)


@access(SIGNED_IN)
@require_POST
def acte_restore(request: HttpRequest, sequence: int) -> HttpResponse:
    acte = get_object_or_404(Acte, sequence=sequence)
    if acte.verb not in RESTORABLE or not may_take_back(request.user, acte):
        raise Http404
    names = set(request.POST.getlist("champ")) or None
    motif = request.POST.get("motif", "").strip()
    reason = motif or "Valeur rétablie depuis l’historique"
    try:
        with _amending_with(request, motif):
            restore_acte(acte, author=request.user, reason=reason, names=names)
        messages.success(request, "La valeur d’avant est rétablie.")
    except AgendaVerrouilleError as error:
        return _offer_amendment(request, acte, names or set(), error)
    except REFUSALS as error:
        messages.error(request, f"Rien n’a été rétabli. {error}")
    except CannotRestoreError as error:
        messages.error(
            request,
            f"Rien n’a été changé : {', '.join(error.labels)} n’existe plus "
            "ou a trop changé depuis.",
        )
    return redirect(_back(request))


def _amending_with(request: HttpRequest, motif: str) -> AbstractContextManager[None]:
    """Open the agendas in force to the person who gave the reason of an amendment."""
    if AMENDING not in request.POST or not motif:
        return nullcontext()
    return edit_commitments(author=request.user, reason=motif)


def _offer_amendment(
    request: HttpRequest, acte: Acte, names: set[str], error: AgendaVerrouilleError
) -> HttpResponse:
    context = {
        "acte": acte,
        "names": sorted(names),
        "error": error,
        "amending": AMENDING,
        "asked": AMENDING in request.POST,
        "back": _back(request),
    }
    return render(request, "historique/amend.html", context, status=409)


@access(SIGNED_IN)
@require_POST
def change_undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take back one's own latest change: the button of the toast."""
    actes = list(Acte.objects.filter(change=key, author=request.user.pk))
    undoable = [acte for acte in actes if acte.verb != Verb.EVENT]
    if not actes or not all(may_take_back(request.user, acte) for acte in undoable):
        raise Http404
    try:
        undo_change(key, author=request.user)
        messages.success(request, "C’est annulé.")
    except REFUSALS as error:
        messages.error(request, f"Rien n’a été annulé. {error}")
    except CannotRestoreError as error:
        fields = ", ".join(error.labels)
        messages.error(
            request,
            f"Rien n’a été annulé : quelqu’un a modifié {fields} depuis. "
            "Ouvrez l’historique pour choisir la valeur à rétablir.",
        )
    return redirect(_back(request))


def undo_tag(change_key: UUID) -> str:
    """Return the `extra_tags` that put an undo button in a message."""
    return f"undo:{reverse('change-undo', args=[change_key])}"


def find_visible_subject(request: HttpRequest, label: str, key: str) -> TrackedModel:
    """Return the object of any kind this person sees; 404 without."""
    try:
        model: Any = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    number = read_number(key)
    if not hasattr(model._default_manager, "visible_to") or number is None:
        raise Http404
    found: TrackedModel | None = (
        model._default_manager.visible_to(request.user).filter(pk=number).first()
    )
    if found is None:
        raise Http404
    return found


def _address_of(subject: TrackedModel) -> str:
    return subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else ""


def _back(request: HttpRequest) -> str:
    origin = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(origin, {request.get_host()}):
        return origin
    return reverse("home")
