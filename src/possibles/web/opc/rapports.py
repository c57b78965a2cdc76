"""Half-yearly reports: words kept from edition to edition, figures of frozen points."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from possibles.apps.documents.enums import GabaritKind
from possibles.apps.documents.models import Document
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.journal.models import change
from possibles.apps.opc.domain.rapports.lecture import read_rapport
from possibles.apps.opc.domain.rapports.redaction import (
    RapportError,
    freeze_rapport,
    prepare_rapport,
    suggest_semester,
)
from possibles.apps.opc.interfaces.forms import BlocForm, RapportForm
from possibles.apps.opc.models import BlocRapport, RapportSemestriel
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.reports.office.gabarit import find_flaw
from possibles.reports.pdf import PdfUnavailableError
from possibles.reports.rapport import write_rapport
from possibles.web.access import access
from possibles.web.documents.classement import hand_out, piece_of_rapport
from possibles.web.editing import edit_state, save_edit
from possibles.web.idempotence import idempotent

CHANGE = "opc.change_rapport"
_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "pdf": "application/pdf",
}


@access("opc.view_rapport")
def rapport_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    held = RapportSemestriel.objects.visible_to(user).order_by("-year", "-semester")
    projets = (
        ProjetRenouvellement.objects.visible_to(user)
        .filter(points__isnull=False)
        .distinct()
        .prefetch_related(Prefetch("rapports", held, to_attr="held_rapports"))
    )
    year, semester = suggest_semester()
    rows = [
        {
            "projet": projet,
            "rapports": projet.held_rapports,
            "can_prepare": user.has_perm(CHANGE, projet)
            and not any(
                (r.year, r.semester) == (year, semester) for r in projet.held_rapports
            ),
        }
        for projet in projets
    ]
    label = RapportSemestriel(year=year, semester=semester).semester_label
    return render(request, "opc/rapports.html", {"rows": rows, "semester": label})


@access(CHANGE, on=ProjetRenouvellement)
@require_POST
@idempotent
def rapport_create(request: HttpRequest, projet: ProjetRenouvellement) -> HttpResponse:
    try:
        rapport = prepare_rapport(projet, *suggest_semester(), author=request.user)
    except RapportError as error:
        messages.error(request, str(error))
        return redirect("rapport-list")
    messages.success(
        request, "Le rapport est prêt : ses chiffres viennent des points figés."
    )
    return redirect("rapport-detail", rapport.pk)


@access("opc.view_rapport", on=RapportSemestriel)
def rapport_detail(request: HttpRequest, rapport: RapportSemestriel) -> HttpResponse:
    user: Any = request.user
    context = {
        "rapport": rapport,
        "lu": read_rapport(rapport),
        "blocs": rapport.blocs.all(),
        "documents": Document.objects.visible_to(user).attached_to(rapport),
        "can_change": not rapport.is_frozen and user.has_perm(CHANGE, rapport),
    }
    return render(request, "opc/rapport.html", context)


@access(CHANGE, on=RapportSemestriel)
def rapport_update(request: HttpRequest, rapport: RapportSemestriel) -> HttpResponse:
    form = RapportForm(request.POST or None, instance=rapport, user=request.user)
    if request.method == "POST" and form.is_valid():
        _refuse_poor_templates(form)
    return _edit(request, form, rapport, "Choisir les modèles de la maison")


def _refuse_poor_templates(form: RapportForm) -> None:
    """Try the templates chosen: better now than when the report is taken away."""
    for name, kind in (
        ("gabarit_texte", GabaritKind.TEXTE),
        ("gabarit_diapositives", GabaritKind.DIAPOSITIVES),
    ):
        chosen = form.cleaned_data[name]
        if chosen is None:
            continue
        with chosen.file.open("rb") as stream:
            flaw = find_flaw(kind, stream.read())
        if flaw:
            form.add_error(name, flaw)


@access(CHANGE, on=BlocRapport)
def bloc_update(request: HttpRequest, bloc: BlocRapport) -> HttpResponse:
    form = BlocForm(request.POST or None, instance=bloc)
    return _edit(request, form, bloc.rapport, bloc.title)


def _edit(
    request: HttpRequest, form: Any, rapport: RapportSemestriel, title: str
) -> HttpResponse:
    if rapport.is_frozen:
        messages.error(
            request, "Ce rapport est figé : ce qui change va dans l’édition suivante."
        )
        return redirect("rapport-detail", rapport.pk)
    if request.method == "POST" and form.is_valid():
        asked = _save(request, form)
        if asked is not None:
            return asked
        messages.success(request, "C’est enregistré.")
        return redirect("rapport-detail", rapport.pk)
    context = {
        "form": form,
        "rapport": rapport,
        "title": title,
        "base": {} if isinstance(form, RapportForm) else edit_state(request, form),
    }
    status = 422 if form.is_bound else 200
    return render(request, "opc/rapport_form.html", context, status=status)


def _save(request: HttpRequest, form: Any) -> HttpResponse | None:
    if isinstance(form, RapportForm):
        with change(author=request.user, reason="Choisir les modèles de la maison"):
            form.save()
        return None
    return save_edit(request, form, reason="Rédiger le rapport semestriel")


@access(CHANGE, on=RapportSemestriel)
@require_POST
def rapport_freeze(request: HttpRequest, rapport: RapportSemestriel) -> HttpResponse:
    try:
        freeze_rapport(rapport, author=request.user)
    except TransitionRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Le rapport est figé : il peut partir au comité.")
    return redirect("rapport-detail", rapport.pk)


@access("opc.view_rapport", on=RapportSemestriel)
def rapport_download(
    request: HttpRequest, rapport: RapportSemestriel, kind: str
) -> HttpResponse:
    if kind not in TYPES:
        raise Http404
    filed: HttpResponse | None = hand_out(rapport, piece_of_rapport(kind))
    if filed is not None:
        return filed
    lu = read_rapport(rapport)
    if lu is None:
        messages.error(
            request, "Aucun point du semestre n’est figé : il n’y a rien à dire."
        )
        return redirect("rapport-detail", rapport.pk)
    try:
        content = write_rapport(lu, kind)
    except PdfUnavailableError as error:
        messages.error(
            request,
            "Le PDF ne peut pas être écrit sur ce serveur. "
            f"Pour l’activer : {error.command}",
        )
        return redirect("rapport-detail", rapport.pk)
    response = HttpResponse(content, content_type=TYPES[kind])
    name = slugify(
        f"rapport-{rapport.year}-s{rapport.semester}-{rapport.renouvellement}"
    )[:80]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
