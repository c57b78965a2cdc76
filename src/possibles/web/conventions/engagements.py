"""Commitments: their list, the sheet that walks the chain, statements, attachments."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.conventions.domain.chaine import attach, list_maillons
from possibles.apps.conventions.domain.mesures import mesures
from possibles.apps.conventions.domain.tenue import read_etats
from possibles.apps.conventions.interfaces.forms.engagement import (
    ConstatForm,
    EngagementForm,
    RattachementForm,
)
from possibles.apps.conventions.models import (
    Constat,
    Convention,
    Engagement,
    LigneRevue,
    Rattachement,
    RevueDeProjet,
)
from possibles.apps.documents.models import Document
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.models import change
from possibles.web.access import PUBLIC, access
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer

from .couverture import read_couverture
from .listing import list_engagements
from .pages import edit_page, form_page
from .parts import next_number, remove, sheet_of

CHANGE = "conventions.change_engagement"


def page_of(engagement_pk: int) -> str:
    return reverse("engagement-detail", args=[engagement_pk])


@access(PUBLIC)
def engagement_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(list_engagements(request), request)
    context = {"couverture": read_couverture(request)}
    return answer(request, listing, "conventions/engagements.html", context)


@access(PUBLIC, on=Engagement)
def engagement_detail(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    user: Any = request.user
    etat = read_etats([engagement], timezone.localdate(), user)[0]
    seen = RevueDeProjet.objects.visible_to(user)
    mesure = mesures().get(engagement.mesure)
    context = {
        "engagement": engagement,
        "convention": engagement.convention,
        "etat": etat,
        "mesure": mesure,
        "maillons": list_maillons(engagement, user),
        "constats": engagement.constats.select_related("author", "document"),
        "lignes": LigneRevue.objects.filter(engagement=engagement, revue__in=seen)
        .select_related("revue__convention", "revue__renouvellement")
        .order_by("-revue__year"),
        "documents": Document.objects.visible_to(user).attached_to(engagement),
        "can_change": user.has_perm(CHANGE, engagement),
        "can_state": user.is_authenticated
        and user.has_perm("conventions.add_constat", engagement),
    }
    if user.is_authenticated:
        context["stories"] = [tell(acte) for acte in history_of(engagement, user)[:6]]
    return render(request, "conventions/engagement.html", context)


@access("conventions.change_convention", on=Convention)
@idempotent
def engagement_create(request: HttpRequest, convention: Convention) -> HttpResponse:
    engagement = Engagement(
        convention=convention, number=next_number(convention.engagements)
    )
    form = EngagementForm(request.POST or None, instance=engagement, user=request.user)
    return edit_page(
        request,
        form,
        convention=convention,
        title="Ajouter un engagement",
        back=sheet_of(convention.pk, "engagements"),
    )


@access(CHANGE, on=Engagement)
def engagement_update(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    form = EngagementForm(request.POST or None, instance=engagement, user=request.user)
    return edit_page(
        request,
        form,
        convention=engagement.convention,
        title="Modifier l’engagement",
        back=page_of(engagement.pk),
        removal=reverse("engagement-delete", args=[engagement.pk]),
    )


@access("conventions.delete_engagement", on=Engagement)
@require_POST
def engagement_delete(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    return remove(
        request, engagement, sheet_of(engagement.convention_id, "engagements")
    )


@access("conventions.add_constat", on=Engagement)
@idempotent
def constat_create(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    user: Any = request.user
    constat = Constat(engagement=engagement, author=user, date=timezone.localdate())
    form = ConstatForm(request.POST or None, instance=constat, user=user)
    return edit_page(
        request,
        form,
        convention=engagement.convention,
        title="Constater où en est l’engagement",
        back=page_of(engagement.pk),
        explain=f"« {engagement.text} »",
    )


@access("conventions.delete_constat", on=Constat)
@require_POST
def constat_delete(request: HttpRequest, constat: Constat) -> HttpResponse:
    return remove(request, constat, page_of(constat.engagement_id))


@access(CHANGE, on=Engagement)
@idempotent
def rattachement_create(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    form = RattachementForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["objet"]
        attach(engagement, target, author=request.user)
        messages.success(request, f"« {target} » porte désormais cet engagement.")
        return redirect(page_of(engagement.pk))
    return form_page(
        request,
        form,
        convention=engagement.convention,
        title="Rattacher ce qui porte l’engagement",
        submit="Rattacher",
        back=page_of(engagement.pk),
        create=True,
        explain=f"« {engagement.text} »",
    )


@access("conventions.delete_rattachement", on=Rattachement)
@require_POST
def rattachement_delete(request: HttpRequest, held: Rattachement) -> HttpResponse:
    back = page_of(held.engagement_id)
    with change(author=request.user, reason="Détacher un porteur de l’engagement"):
        held.delete()
    messages.success(request, "C’est détaché ; l’objet lui-même n’a pas changé.")
    return redirect(back)
