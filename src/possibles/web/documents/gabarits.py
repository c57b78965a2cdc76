"""The templates of the house: tried, kept, taken off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from possibles.apps.documents.domain.gabarits import drop_gabarit, set_gabarit
from possibles.apps.documents.enums import ENDINGS, GabaritKind
from possibles.apps.documents.interfaces.forms import GabaritForm
from possibles.apps.documents.models import Gabarit
from possibles.apps.documents.validators import check_upload
from possibles.reports.office.gabarit import find_flaw
from possibles.web.access import access
from possibles.web.historique.views import undo_tag
from possibles.web.idempotence import idempotent

CHANGE = "documents.change_gabarit"


@access(CHANGE)
def gabarit_list(request: HttpRequest) -> HttpResponse:
    held = {g.kind: g for g in Gabarit.objects.select_related("document")}
    rows = [(value, label, held.get(value)) for value, label in GabaritKind.choices]
    return render(request, "documents/gabarits.html", {"rows": rows})


@access(CHANGE)
@idempotent
def gabarit_update(request: HttpRequest, kind: str) -> HttpResponse:
    found = _read_kind(kind)
    form = GabaritForm(
        request.POST or None, request.FILES or None, ending=ENDINGS[found]
    )
    if request.method == "POST" and form.is_valid():
        upload: Any = form.cleaned_data["upload"]
        try:
            _try(found, upload)
            set_gabarit(found, upload, author=request.user)
        except ValidationError as error:
            form.add_error("upload", error)
        else:
            messages.success(
                request, "Votre modèle habille désormais ce que la plateforme écrit."
            )
            return redirect("gabarit-list")
    context = {"form": form, "label": found.label}
    status = 422 if form.is_bound else 200
    return render(request, "documents/gabarit_form.html", context, status=status)


def _try(kind: GabaritKind, upload: Any) -> None:
    """Check the file, then write a document with it."""
    check_upload(str(upload.name), upload)
    flaw = find_flaw(kind, upload.read())
    if flaw:
        raise ValidationError(flaw)


@access(CHANGE)
def gabarit_delete(request: HttpRequest, kind: str) -> HttpResponse:
    gabarit = Gabarit.objects.filter(kind=_read_kind(kind)).first()
    if request.method == "POST" and gabarit is not None:
        key = drop_gabarit(gabarit, author=request.user)
        messages.success(
            request, "Le modèle de la plateforme est revenu.", extra_tags=undo_tag(key)
        )
    return redirect("gabarit-list")


def _read_kind(kind: str) -> GabaritKind:
    if kind not in GabaritKind.values:
        raise Http404
    return GabaritKind(kind)
