"""Amendments: their list, before and after article by article, their signature."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.conventions.domain.avenants import (
    AVENANT_CYCLE,
    open_avenant,
    suggest_avenants,
    usual_kind,
)
from possibles.apps.conventions.domain.texte import compare_avenant, read_text
from possibles.apps.conventions.enums import AVENANT_MEANINGS, AvenantKind
from possibles.apps.conventions.interfaces.forms.avenant import (
    AvenantForm,
    ModificationForm,
)
from possibles.apps.conventions.interfaces.forms.convention import TransitionForm
from possibles.apps.conventions.models import (
    Avenant,
    Convention,
    ModificationArticle,
)
from possibles.apps.journal.domain.queries import history_of
from possibles.web.access import PUBLIC, access
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer

from .listing import AVENANTS
from .pages import edit_page, transition_page
from .parts import remove, sheet_of


def page_of(avenant_pk: int) -> str:
    return reverse("avenant-detail", args=[avenant_pk])


@access(PUBLIC)
def avenant_list(request: HttpRequest) -> HttpResponse:
    """Show the amendments; the facts that call for another come first."""
    user: Any = request.user
    running = Convention.objects.visible_to(user).running()
    today = timezone.localdate()
    suggestions = []
    if user.has_perm("conventions.add_avenant"):
        rows = running.prefetch_related(
            "versements", "engagements", "communes", "avenants"
        )
        for convention in rows:
            if user.has_perm("conventions.change_convention", convention):
                suggestions += suggest_avenants(convention, today)
    listing = Listing(AVENANTS, request)
    context = {"suggestions": suggestions}
    return answer(request, listing, "conventions/avenants.html", context)


@access(PUBLIC, on=Avenant)
def avenant_detail(request: HttpRequest, avenant: Avenant) -> HttpResponse:
    user: Any = request.user
    context = {
        "avenant": avenant,
        "convention": avenant.convention,
        "meaning": AVENANT_MEANINGS[AvenantKind(avenant.kind)],
        "comparaisons": zip(
            avenant.modifications.all(), compare_avenant(avenant), strict=True
        ),
        "can_change": user.has_perm("conventions.change_avenant", avenant),
        "transitions": AVENANT_CYCLE.list_open(avenant, user),
        "lignes": avenant.lignes_de_revue.select_related("revue", "engagement"),
    }
    if user.is_authenticated:
        context["stories"] = [tell(acte) for acte in history_of(avenant, user)[:6]]
    return render(request, "conventions/avenant.html", context)


@access("conventions.change_convention", on=Convention)
@idempotent
def avenant_create(request: HttpRequest, convention: Convention) -> HttpResponse:
    avenant = Avenant(
        convention=convention,
        kind=usual_kind(convention),
        objet=request.GET.get("objet", "")[:300],
        motif=request.GET.get("motif", "")[:500],
    )
    asked = request.GET.get("type", "")
    if asked in AvenantKind.values:
        avenant.kind = asked
    form = AvenantForm(request.POST or None, instance=avenant)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = open_avenant(convention, author=request.user, **data)
        messages.success(request, "L’avenant rejoint la liste de ceux à préparer.")
        return redirect(page_of(made.pk))
    return edit_page(
        request,
        form,
        convention=convention,
        title="Préparer un avenant",
        back=sheet_of(convention.pk, "avenants"),
    )


@access("conventions.change_avenant", on=Avenant)
def avenant_update(request: HttpRequest, avenant: Avenant) -> HttpResponse:
    form = AvenantForm(request.POST or None, instance=avenant)
    return edit_page(
        request,
        form,
        convention=avenant.convention,
        title="Modifier l’avenant",
        back=page_of(avenant.pk),
        reason="Modifier l’avenant",
    )


@access("conventions.advance_avenant", on=Avenant)
def avenant_transition(
    request: HttpRequest, avenant: Avenant, name: str
) -> HttpResponse:
    return transition_page(
        request,
        AVENANT_CYCLE,
        avenant,
        name,
        form_class=TransitionForm,
        convention=avenant.convention,
        back=page_of(avenant.pk),
        initial={"on": timezone.localdate()},
    )


@access("conventions.change_avenant", on=Avenant)
@idempotent
def modification_create(request: HttpRequest, avenant: Avenant) -> HttpResponse:
    """Rewrite an article: `?article=4` brings its present wording, to be changed."""
    modification = ModificationArticle(avenant=avenant)
    articles = [
        article
        for article in read_text(avenant.convention, date.max, before=avenant)
        if not article.is_removed
    ]
    number = request.GET.get("article", "")
    for article in articles:
        if article.number == number:
            modification.number, modification.text = number, article.text
    form = ModificationForm(request.POST or None, instance=modification)
    return edit_page(
        request,
        form,
        convention=avenant.convention,
        title="Réécrire un article",
        back=page_of(avenant.pk),
        articles=articles,
        pick_url=reverse("modification-create", args=[avenant.pk]),
    )


@access("conventions.change_modificationarticle", on=ModificationArticle)
def modification_update(
    request: HttpRequest, modification: ModificationArticle
) -> HttpResponse:
    form = ModificationForm(request.POST or None, instance=modification)
    return edit_page(
        request,
        form,
        convention=modification.avenant.convention,
        title="Modifier la nouvelle rédaction",
        back=page_of(modification.avenant_id),
        removal=reverse("modification-delete", args=[modification.pk]),
    )


@access("conventions.delete_modificationarticle", on=ModificationArticle)
@require_POST
def modification_delete(
    request: HttpRequest, modification: ModificationArticle
) -> HttpResponse:
    return remove(request, modification, page_of(modification.avenant_id))
