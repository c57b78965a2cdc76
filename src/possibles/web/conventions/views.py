"""Agreements: their lists, a sheet that reads like the text, their commitments."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from possibles.apps.conventions.interfaces.forms import ConventionForm, EngagementForm
from possibles.apps.conventions.models import Convention, Engagement
from possibles.apps.documents.models import Document
from possibles.apps.journal.domain.queries import history_of
from possibles.web.access import PUBLIC, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.stories import tell
from possibles.web.lists import Listing, answer

from .listing import CONVENTIONS, ECHEANCES, ENGAGEMENTS


@access(PUBLIC)
def convention_list(request: HttpRequest) -> HttpResponse:
    return answer(request, Listing(CONVENTIONS, request), "conventions/list.html")


@access(PUBLIC)
def engagement_list(request: HttpRequest) -> HttpResponse:
    return answer(request, Listing(ENGAGEMENTS, request), "conventions/list.html")


@access(PUBLIC)
def echeance_list(request: HttpRequest) -> HttpResponse:
    return answer(request, Listing(ECHEANCES, request), "conventions/list.html")


@access(PUBLIC, on=Convention)
def convention_detail(request: HttpRequest, convention: Convention) -> HttpResponse:
    user: Any = request.user
    declinaisons = Convention.objects.visible_to(user).filter(parent=convention)
    context = {
        "convention": convention,
        "parties": convention.parties.select_related("organisation"),
        "articles": convention.articles.prefetch_related("engagements"),
        "engagements": convention.engagements.select_related("organisation", "article"),
        "versements": convention.versements.all(),
        "echeances": convention.echeances.all(),
        "avenants": convention.avenants.all(),
        "declinaisons": declinaisons,
        "documents": Document.objects.visible_to(user).attached_to(convention),
        "can_change": user.has_perm("conventions.change_convention", convention),
    }
    if user.is_authenticated:
        context["stories"] = [tell(acte) for acte in history_of(convention, user)[:8]]
    return render(request, "conventions/detail.html", context)


@access("conventions.change_convention", on=Convention)
def convention_update(request: HttpRequest, convention: Convention) -> HttpResponse:
    form = ConventionForm(request.POST or None, instance=convention)
    return _edit(request, form, convention, "Modifier la convention")


@access("conventions.change_engagement", on=Engagement)
def engagement_update(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    form = EngagementForm(request.POST or None, instance=engagement)
    return _edit(request, form, engagement.convention, "Modifier l’engagement")


def _edit(
    request: HttpRequest, form: forms.ModelForm[Any], convention: Convention, title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        asked = save_edit(request, form, reason=form.cleaned_data["motif"] or title)
        if asked is not None:
            return asked
        messages.success(request, "C’est enregistré.")
        return redirect("convention-detail", convention.pk)
    context = {
        "form": form,
        "convention": convention,
        "title": title,
        "base": edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "conventions/update.html", context, status=status)
