"""Files with proof value: deposit, describe, download, check."""

from math import ceil
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from possibles.apps.documents.domain.deposit import deposit, withdraw
from possibles.apps.documents.enums import DocumentKind, Visibility
from possibles.apps.documents.interfaces.forms import DepositForm, DocumentForm
from possibles.apps.documents.models import ATTACHABLE, Document
from possibles.apps.journal.domain.queries import history_of
from possibles.common.forms import given_to
from possibles.web.access import PUBLIC, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.stories import tell
from possibles.web.historique.views import undo_tag
from possibles.web.idempotence import idempotent
from possibles.web.lists import (
    Column,
    Filter,
    Listing,
    ListSpec,
    answer,
    choices_of,
    match_text,
    opens,
)
from possibles.web.params import read_number

from .classement import send_file


def _documents(request: HttpRequest) -> QuerySet[Document]:
    rows: QuerySet[Document] = Document.objects.visible_to(request.user)
    return rows


DOCUMENTS = ListSpec(
    key="documents",
    title="Documents",
    noun="document",
    rows=_documents,
    order=["-created_at"],
    load=lambda rows: rows.select_related("author", "subject_type").prefetch_related(
        "subject"
    ),
    columns=(
        Column(
            "titre",
            "Document",
            lambda d: d.title,
            order=["title"],
            url=opens("document-detail"),
        ),
        Column(
            "nature", "Nature", lambda d: d.get_kind_display(), order=["kind", "title"]
        ),
        Column(
            "objet",
            "Rattaché à",
            lambda d: d.subject and str(d.subject),
            missing="Rattaché à aucun objet",
        ),
        Column(
            "date", "Date", lambda d: d.day, kind="date", order=["date", "created_at"]
        ),
        Column(
            "lecture",
            "Lisible par",
            lambda d: d.get_visibility_display(),
            order=["visibility"],
        ),
        Column(
            "taille",
            "Taille (ko)",
            lambda d: ceil(d.size / 1000),
            kind="number",
            order=["size"],
        ),
    ),
    filters=(
        Filter("q", "Titre", lambda rows, values: match_text(rows, "title", values[0])),
        Filter(
            "nature",
            "Nature",
            lambda rows, values: rows.filter(kind=values[0]),
            lambda _: choices_of(DocumentKind),
        ),
        Filter(
            "lecture",
            "Lisible par",
            lambda rows, values: rows.filter(visibility=values[0]),
            lambda _: choices_of(Visibility),
        ),
    ),
)


@access(PUBLIC)
def document_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    context = {
        "can_add": user.has_perm("documents.add_document"),
        "can_dress": user.has_perm("documents.change_gabarit"),
        "empty_template": "documents/_empty.html",
    }
    return answer(request, Listing(DOCUMENTS, request), "documents/list.html", context)


@access("documents.add_document")
@idempotent
def document_create(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    subject = _subject(request)
    form = given_to(DepositForm, user)(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in DocumentForm.Meta.fields}
        try:
            document = deposit(
                form.cleaned_data["upload"], author=user, subject=subject, **fields
            )
        except ValidationError as error:
            form.add_error("upload", error)
        else:
            messages.success(request, f"« {document.title} » est déposé.")
            return redirect("document-detail", document.pk)
    context = {"form": form, "subject": subject}
    status = 422 if form.is_bound else 200
    return render(request, "documents/create.html", context, status=status)


@access(PUBLIC, on=Document)
def document_detail(request: HttpRequest, document: Document) -> HttpResponse:
    user: Any = request.user
    context: dict[str, Any] = {
        "document": document,
        "is_intact": document.is_intact(),
        "can_change": user.has_perm("documents.change_document", document),
        "can_delete": user.has_perm("documents.delete_document", document),
    }
    if user.is_authenticated:
        context["stories"] = [tell(acte) for acte in history_of(document, user)[:8]]
    return render(request, "documents/detail.html", context)


@access(PUBLIC, on=Document)
def document_download(request: HttpRequest, document: Document) -> Any:
    sent = send_file(document)
    if sent is None:
        raise Http404
    return sent


@access("documents.change_document", on=Document)
def document_update(request: HttpRequest, document: Document) -> HttpResponse:
    form = given_to(DocumentForm, request.user)(request.POST or None, instance=document)
    if request.method == "POST" and form.is_valid():
        asked = save_edit(request, form, reason="Description du document modifiée")
        if asked is not None:
            return asked
        messages.success(request, "La description est enregistrée.")
        return redirect("document-detail", document.pk)
    stored = Document.objects.get(pk=document.pk)
    context = {
        "form": form,
        "document": stored,
        "base": edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "documents/update.html", context, status=status)


@access("documents.delete_document", on=Document)
@require_POST
def document_delete(request: HttpRequest, document: Document) -> HttpResponse:
    user: Any = request.user
    key = withdraw(document, author=user, reason="Document retiré")
    messages.success(
        request, f"« {document.title} » est retiré.", extra_tags=undo_tag(key)
    )
    return redirect("document-list")


def _subject(request: HttpRequest) -> models.Model | None:
    """Return what the document is deposited on, if the person sees it."""
    label, key = request.GET.get("objet", ""), read_number(request.GET.get("cle"))
    if not label:
        return None
    if label not in ATTACHABLE or key is None:
        raise Http404
    model: Any = apps.get_model(label)
    found: models.Model | None = (
        model.objects.visible_to(request.user).filter(pk=key).first()
    )
    if found is None:
        raise Http404
    return found
