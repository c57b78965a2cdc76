"""The history of an object: read it, take a step back."""

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

from possibles.apps.contrat.models import AgendaVerrouilleError
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.domain.restoring import (
    CannotRestoreError,
    find_subject,
    restore_acte,
    undo_change,
)
from possibles.apps.journal.models import Acte, TrackedModel
from possibles.web.access import SIGNED_IN, access

from .stories import tell


@access(SIGNED_IN)
def history_detail(request: HttpRequest, model: str, key: str) -> HttpResponse:
    subject = _visible_subject(request, model, key)
    page = Paginator(history_of(subject), 30).get_page(request.GET.get("page"))
    context = {
        "subject": subject,
        "back": _address_of(subject),
        "page": page,
        "stories": [tell(acte) for acte in page.object_list],
        "can_restore": _may_change(request.user, subject),
    }
    return render(request, "historique/detail.html", context)


@access(SIGNED_IN)
@require_POST
def acte_restore(request: HttpRequest, sequence: int) -> HttpResponse:
    acte = get_object_or_404(Acte, sequence=sequence)
    subject = find_subject(acte)
    if subject is None or not _may_change(request.user, subject):
        raise Http404
    names = set(request.POST.getlist("champ")) or None
    reason = request.POST.get("motif") or "Valeur rétablie depuis l’historique"
    try:
        restore_acte(acte, author=request.user, reason=reason, names=names)
        messages.success(request, "La valeur d’avant est rétablie.")
    except AgendaVerrouilleError as error:
        messages.error(request, f"Rien n’a été rétabli. {error}")
    except CannotRestoreError as error:
        messages.error(
            request, f"Rien n’a été changé : {', '.join(error.labels)} n’existe plus."
        )
    return redirect("history-detail", acte.model, acte.object_id)


@access(SIGNED_IN)
@require_POST
def change_undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take back one's own latest change: the button of the toast."""
    first = Acte.objects.filter(change=key).order_by("sequence").first()
    if first is None or first.author_id != request.user.pk:
        raise Http404
    try:
        undo_change(key, author=request.user)
        messages.success(request, "C’est annulé.")
    except AgendaVerrouilleError as error:
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


def _visible_subject(request: HttpRequest, label: str, key: str) -> TrackedModel:
    try:
        model: Any = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if not hasattr(model._default_manager, "visible_to") or not key.isdigit():
        raise Http404
    found: TrackedModel | None = (
        model._default_manager.visible_to(request.user).filter(pk=key).first()
    )
    if found is None:
        raise Http404
    return found


def _may_change(user: Any, subject: TrackedModel) -> bool:
    meta = subject._meta
    return bool(user.has_perm(f"{meta.app_label}.change_{meta.model_name}", subject))


def _address_of(subject: TrackedModel) -> str:
    return subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else ""


def _back(request: HttpRequest) -> str:
    origin = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(origin, {request.get_host()}):
        return origin
    return reverse("home")
