"""Write where a project stands: a draft kept as one types, then published and signed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.contrat.domain.suivi import (
    TEXTS,
    SyntheseVideError,
    draft_synthese,
    publish_synthese,
)
from possibles.apps.contrat.interfaces.forms.projet import SyntheseForm
from possibles.apps.contrat.models import Projet, Synthese
from possibles.apps.journal.models import change
from possibles.web.access import access

PUBLISH = "publier"


@access("contrat.add_synthese", on=Projet)
def synthese_write(request: HttpRequest, projet: Projet) -> HttpResponse:
    if request.method != "POST":
        form = SyntheseForm(instance=_draft_or_blank(request, projet))
        return _page(request, projet, form)
    form = SyntheseForm(request.POST, instance=Synthese(projet=projet))
    if not form.is_valid():
        return _page(request, projet, form)
    synthese = _keep(request, projet, form)
    if PUBLISH not in request.POST:
        messages.success(request, "Le brouillon est enregistré. Vous seul le voyez.")
        return redirect("synthese-write", projet.pk)
    try:
        publish_synthese(synthese, author=request.user)
    except SyntheseVideError as error:
        form.add_error(None, str(error))
        return _page(request, projet, form)
    messages.success(request, "La synthèse est publiée et signée.")
    return redirect("projet-detail", projet.pk)


@access("contrat.add_synthese", on=Projet)
@require_POST
def synthese_autosave(request: HttpRequest, projet: Projet) -> HttpResponse:
    """Keep what is typed so far, even when it could not be published yet."""
    form = SyntheseForm(request.POST, instance=Synthese(projet=projet))
    form.fields["meteo"].required = False
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    return JsonResponse({"version": _keep(request, projet, form).version})


def _draft_or_blank(request: HttpRequest, projet: Projet) -> Synthese:
    """Return the person's draft, or a new one that takes up the last texts; unsaved."""
    user: Any = request.user
    drafts = projet.syntheses.filter(author=user, published_at=None)
    found: Synthese | None = drafts.first()
    if found is not None:
        return found
    last = projet.syntheses.published().first()
    texts = {} if last is None else {name: getattr(last, name) for name in TEXTS}
    meteo = "" if last is None else last.meteo
    return Synthese(projet=projet, date=timezone.localdate(), meteo=meteo, **texts)


def _keep(request: HttpRequest, projet: Projet, form: SyntheseForm) -> Synthese:
    with change(author=request.user, reason="Brouillon de synthèse"):
        draft = draft_synthese(projet, author=request.user)
        for name in SyntheseForm.Meta.fields:
            setattr(draft, name, form.cleaned_data[name])
        draft.save()
    return draft


def _page(request: HttpRequest, projet: Projet, form: SyntheseForm) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "projet": projet,
        "publish": PUBLISH,
        "last": projet.syntheses.published().first(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contrat/projets/synthese.html", context, status=status)
