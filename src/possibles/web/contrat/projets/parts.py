"""The parts of a project's sheet: partners, milestones, discussion."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from possibles.apps.contrat.domain.avenants import edit_projet
from possibles.apps.contrat.domain.projets import remove_part, save_part
from possibles.apps.contrat.domain.suivi import add_commentaire, edit_commentaire
from possibles.apps.contrat.interfaces.forms.projet import (
    CommentaireForm,
    CorrectionForm,
    JalonForm,
    PartenaireForm,
)
from possibles.apps.contrat.models import (
    AgendaVerrouilleError,
    Commentaire,
    Jalon,
    Partenaire,
    Projet,
)
from possibles.apps.journal.models import change
from possibles.web.access import access
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.views import undo_tag
from possibles.web.idempotence import idempotent


@access("contrat.add_partenaire", on=Projet)
@idempotent
def partenaire_create(request: HttpRequest, projet: Projet) -> HttpResponse:
    form = PartenaireForm(request.POST or None, instance=Partenaire(projet=projet))
    return _edit(request, projet, form, "Ajouter un partenaire")


@access("contrat.change_partenaire", on=Partenaire)
def partenaire_update(request: HttpRequest, partenaire: Partenaire) -> HttpResponse:
    form = PartenaireForm(request.POST or None, instance=partenaire)
    removal = reverse("partenaire-delete", args=[partenaire.pk])
    return _edit(request, partenaire.projet, form, "Modifier le partenaire", removal)


@access("contrat.change_partenaire", on=Partenaire)
@require_POST
def partenaire_delete(request: HttpRequest, partenaire: Partenaire) -> HttpResponse:
    return _remove(
        request, partenaire, f"{partenaire} n’est plus partenaire du projet."
    )


@access("contrat.add_jalon", on=Projet)
@idempotent
def jalon_create(request: HttpRequest, projet: Projet) -> HttpResponse:
    form = JalonForm(request.POST or None, instance=Jalon(projet=projet))
    return _edit(request, projet, form, "Ajouter un jalon")


@access("contrat.change_jalon", on=Jalon)
def jalon_update(request: HttpRequest, jalon: Jalon) -> HttpResponse:
    form = JalonForm(request.POST or None, instance=jalon)
    removal = reverse("jalon-delete", args=[jalon.pk])
    return _edit(request, jalon.projet, form, "Modifier le jalon", removal)


@access("contrat.change_jalon", on=Jalon)
@require_POST
def jalon_delete(request: HttpRequest, jalon: Jalon) -> HttpResponse:
    return _remove(request, jalon, f"Le jalon « {jalon} » est retiré.")


@access("contrat.add_commentaire", on=Projet)
@require_POST
@idempotent
def commentaire_create(request: HttpRequest, projet: Projet) -> HttpResponse:
    form = CommentaireForm(request.POST, projet=projet)
    if form.is_valid():
        user: Any = request.user
        return _to_commentaire(
            add_commentaire(projet, author=user, **form.cleaned_data)
        )
    told = {
        "text": "Écrivez votre commentaire avant de l’envoyer.",
        "reply_to": "Ce commentaire a été retiré : envoyez le vôtre sans y répondre.",
    }
    for field in form.errors:
        messages.error(request, told[field])
    return redirect("projet-detail", projet.pk)


@access("contrat.change_commentaire", on=Commentaire)
def commentaire_update(request: HttpRequest, commentaire: Commentaire) -> HttpResponse:
    """Let who wrote it correct it: the page says it was, the history keeps both."""
    form = CorrectionForm(request.POST or None, instance=commentaire)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        return _to_commentaire(
            edit_commentaire(commentaire, author=request.user, text=text)
        )
    context = {
        "form": form,
        "projet": commentaire.projet,
        "title": "Corriger le commentaire",
    }
    status = 422 if form.is_bound else 200
    return render(request, "contrat/projets/part.html", context, status=status)


@access("contrat.delete_commentaire", on=Commentaire)
@require_POST
def commentaire_delete(request: HttpRequest, commentaire: Commentaire) -> HttpResponse:
    with change(author=request.user, reason="Commentaire retiré") as made:
        commentaire.delete()
    messages.success(
        request, "Le commentaire est retiré.", extra_tags=undo_tag(made.key)
    )
    return redirect("projet-detail", commentaire.projet_id)


def _to_commentaire(commentaire: Commentaire) -> HttpResponse:
    address = reverse("projet-detail", args=[commentaire.projet_id])
    return redirect(f"{address}#commentaire-{commentaire.pk}")


def _edit(
    request: HttpRequest, projet: Projet, form: Any, title: str, removal: str = ""
) -> HttpResponse:
    is_new = form.instance.pk is None
    if request.method == "POST" and form.is_valid():
        try:
            asked = _save(request, projet, form)
        except AgendaVerrouilleError as error:
            form.add_error("motif", str(error))
        else:
            if asked is not None:
                return asked
            messages.success(request, "C’est enregistré.")
            return redirect("projet-detail", projet.pk)
    context = {
        "form": form,
        "projet": projet,
        "title": title,
        "removal": removal,
        "create": is_new,
        "base": {} if is_new else edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "contrat/projets/part.html", context, status=status)


def _save(request: HttpRequest, projet: Projet, form: Any) -> HttpResponse | None:
    """Save the part; return the page of choices when another changed it meanwhile."""
    user: Any = request.user
    reason = form.cleaned_data["motif"]
    if form.instance.pk is None:
        save_part(form.save(commit=False), author=user, reason=reason)
        return None
    return save_edit(
        request,
        form,
        reason=reason,
        within=lambda: edit_projet(projet, author=user, reason=reason),
    )


def _remove(
    request: HttpRequest, part: Partenaire | Jalon, sentence: str
) -> HttpResponse:
    user: Any = request.user
    try:
        key = remove_part(part, author=user, reason=request.POST.get("motif", ""))
    except AgendaVerrouilleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence, extra_tags=undo_tag(key))
    return redirect("projet-detail", part.projet_id)
