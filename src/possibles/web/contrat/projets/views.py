"""The list of projects, a project's sheet, and its edition."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from possibles.apps.contrat.domain.avenants import edit_projet
from possibles.apps.contrat.domain.projets import create_projet
from possibles.apps.contrat.interfaces.forms.projet import (
    CommentaireForm,
    ProjetForm,
)
from possibles.apps.contrat.models import (
    Agenda,
    AgendaVerrouilleError,
    Indicateur,
    Partenaire,
    Projet,
    Releve,
)
from possibles.apps.documents.models import Document
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.models import StaleObjectError, change
from possibles.common.forms import given_to
from possibles.reports.projet import write_projet_pdf
from possibles.web.access import PUBLIC, access
from possibles.web.editing import (
    base_fields,
    edit_state,
    refuse_if_outdated,
    save_edit,
)
from possibles.web.historique.stories import tell
from possibles.web.historique.views import undo_tag
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer
from possibles.web.lists.drawing import draw_cell
from possibles.web.params import read_number

from . import faces
from .listing import PROJETS

CELLS = ("statut", "chef_de_file")


@access(PUBLIC)
def projet_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(PROJETS, request)
    user: Any = request.user
    context: dict[str, Any] = {
        "can_add": user.has_perm("contrat.add_projet"),
        "empty_template": "contrat/projets/_empty.html",
    }
    if user.has_perm("contrat.change_projet"):
        context["bulk_url"] = reverse("projet-bulk")
        context["bulk_template"] = "contrat/projets/_bulk_buttons.html"
    if listing.face:
        context |= _face(request, listing)
    elif user.is_authenticated and not request.GET.get("format"):
        for projet in listing.page.object_list:
            projet.can_change = user.has_perm("contrat.change_projet", projet)
    return answer(request, listing, "contrat/projets/list.html", context)


def _face(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    if listing.face == "tableau":
        by = request.GET.get("par", "statut")
        return {
            "face_template": "contrat/projets/_board.html",
            "groups": faces.GROUPS,
            "by": by,
            "board": faces.build_board(listing.all_rows, by),
        }
    asked = read_number(request.GET.get("annee"))
    year = timezone.localdate().year if asked is None else asked
    year = min(max(year, 2000), 2100)
    return {
        "face_template": "contrat/projets/_timeline.html",
        "year": year,
        "previous_year": year - 1,
        "next_year": year + 1,
        "months": faces.build_timeline(listing.all_rows, year),
    }


@access(PUBLIC, on=Projet)
def projet_detail(request: HttpRequest, projet: Projet) -> HttpResponse:
    return render(request, "contrat/projets/detail.html", sheet(request, projet))


def sheet(request: HttpRequest, projet: Projet) -> dict[str, Any]:
    """Gather what the sheet shows, on screen and on paper."""
    user: Any = request.user
    agendas = Agenda.objects.visible_to(user)
    context: dict[str, Any] = {
        "projet": projet,
        "synthese": projet.syntheses.published().first(),
        "syntheses": projet.syntheses.published()[1:6],
        "partenaires": Partenaire.objects.filter(projet=projet).select_related(
            "organisation", "service"
        ),
        "jalons": projet.jalons.all(),
        "indicateurs": _indicateurs(projet),
        "inscriptions": projet.inscriptions.filter(agenda__in=agendas).select_related(
            "agenda", "orientation"
        ),
        "notes": projet.notes.all(),
        "fiches": projet.fiches.select_related("orientation"),
        "documents": Document.objects.visible_to(user).attached_to(projet),
        "can_change": user.has_perm("contrat.change_projet", projet),
        "can_synthese": user.has_perm("contrat.add_synthese", projet),
        "can_releve": user.has_perm("contrat.add_releve", projet),
        "today": timezone.localdate(),
    }
    if user.is_authenticated:
        context["commentaires"] = projet.commentaires.select_related(
            "author", "author__organisation", "reply_to__author"
        )
        context |= _discuss(request, projet)
        context["stories"] = [tell(acte) for acte in history_of(projet, user)[:8]]
    return context


def _discuss(request: HttpRequest, projet: Projet) -> dict[str, Any]:
    """Return the form of the discussion; `?repondre=` names the word it answers."""
    asked = request.GET.get("repondre", "")
    answered = projet.commentaires.filter(pk=asked).first() if asked.isdigit() else None
    form = CommentaireForm(projet=projet, initial={"reply_to": answered})
    return {"comment_form": form, "answered": answered}


def _indicateurs(projet: Projet) -> Any:
    releves = Releve.objects.filter(commune=None, quartier=None).order_by("period")
    return Indicateur.objects.filter(projet=projet).prefetch_related(
        "cibles", Prefetch("releves", releves, to_attr="contract_releves")
    )


@access("contrat.add_projet")
@idempotent
def projet_create(request: HttpRequest) -> HttpResponse:
    form = given_to(ProjetForm, request.user)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user: Any = request.user
        projet = create_projet(form, author=user)
        messages.success(request, f"Le projet « {projet.title} » est ajouté.")
        return redirect("projet-detail", projet.pk)
    status = 422 if form.is_bound else 200
    return render(request, "contrat/projets/create.html", {"form": form}, status=status)


@access("contrat.change_projet", on=Projet)
def projet_update(request: HttpRequest, projet: Projet) -> HttpResponse:
    form = given_to(ProjetForm, request.user)(request.POST or None, instance=projet)
    if request.method == "POST" and form.is_valid():
        motif = form.cleaned_data["motif"]
        try:
            asked = save_edit(
                request,
                form,
                reason=motif,
                within=lambda: edit_projet(projet, author=request.user, reason=motif),
            )
        except AgendaVerrouilleError as error:
            form.add_error("motif", str(error))
        else:
            if asked is not None:
                return asked
            messages.success(request, "La fiche est enregistrée.")
            return redirect("projet-detail", projet.pk)
    fresh = Projet.objects.get(pk=projet.pk)
    context = {
        "form": form,
        "projet": fresh,
        "base": edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "contrat/projets/update.html", context, status=status)


@access("contrat.change_projet", on=Projet)
def projet_cell(request: HttpRequest, projet: Projet, name: str) -> HttpResponse:
    """Edit one cell of the list in place; without JavaScript, on its own small page."""
    if name not in CELLS:
        raise Http404
    form_class: Any = forms.modelform_factory(Projet, fields=[name])
    form = form_class(
        request.POST or None, instance=projet, auto_id=f"id_{projet.pk}_%s"
    )
    htmx = getattr(request, "htmx", False)
    if request.method == "POST" and form.is_valid():
        try:
            with change(
                author=request.user, reason="Modification dans la liste"
            ) as made:
                refuse_if_outdated(request, form)
                form.save()
        except (AgendaVerrouilleError, StaleObjectError) as error:
            form.add_error(name, _sentence(error))
        else:
            messages.success(
                request, "C’est enregistré.", extra_tags=undo_tag(made.key)
            )
            return _cell_read(projet, name) if htmx else redirect("projet-list")
    if request.GET.get("lecture"):
        return _cell_read(projet, name)
    stored = form_class(instance=Projet.objects.get(pk=projet.pk))
    context = {
        "form": form,
        "field": form[name],
        "projet": projet,
        "name": name,
        "base": base_fields(stored),
    }
    template = "contrat/projets/cell.html" + ("#form" if htmx else "")
    status = 422 if form.is_bound and not htmx else 200
    return render(request, template, context, status=status)


def _cell_read(projet: Projet, name: str) -> HttpResponse:
    projet.can_change = True  # type: ignore[attr-defined]
    column = next(column for column in PROJETS.columns if column.attribute == name)
    return HttpResponse(draw_cell(column, projet))


def _sentence(error: Exception) -> str:
    if isinstance(error, AgendaVerrouilleError):
        return (
            f"L’agenda {error.agenda.year} est validé : cela ne change que par un avenant "
            "motivé. Ouvrez la fiche du projet pour le modifier."
        )
    return (
        "Quelqu’un vient de modifier cette valeur. Vérifiez-la sur la fiche, ou "
        "enregistrez de nouveau la vôtre."
    )


@access(PUBLIC, on=Projet)
def projet_pdf(request: HttpRequest, projet: Projet) -> HttpResponse:
    context = sheet(request, projet)
    response = HttpResponse(write_projet_pdf(context), content_type="application/pdf")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="projet-{projet.slug}.pdf"'
    )
    return response
