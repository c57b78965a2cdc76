"""The yearly agenda: its list, its page, its stages, its projects."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from possibles.apps.contrat.domain.avenants import (
    MotifManquantError,
    edit_agenda,
    inscribe_projet,
    withdraw_projet,
)
from possibles.apps.contrat.domain.cycle import AGENDA_CYCLE, prepare_agenda
from possibles.apps.contrat.domain.queries.comparaison import compare_with_validation
from possibles.apps.contrat.interfaces.forms.agenda import (
    AgendaForm,
    InscriptionForm,
    PrepareForm,
    TransitionForm,
    WithdrawForm,
)
from possibles.apps.contrat.models import (
    Agenda,
    AgendaVerrouilleError,
    Inscription,
)
from possibles.apps.conventions.enums import ConventionKind
from possibles.apps.conventions.models import Convention
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.domain.states import TransitionRefusedError, fire
from possibles.reports.agenda import write_agenda_pdf
from possibles.web.access import PUBLIC, access
from possibles.web.editing import edit_state, save_edit
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent

from .reading import read_agenda


@access(PUBLIC)
def agenda_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    agendas = Agenda.objects.visible_to(user).annotate(
        projets_count=Count("inscriptions", distinct=True),
        chantiers_count=Count("chantiers", distinct=True),
        avenants_count=Count("avenants", distinct=True),
    )
    context = {"agendas": agendas, "can_add": _may_prepare(user)}
    return render(request, "contrat/agendas/list.html", context)


@access("contrat.add_agenda")
@idempotent
def agenda_prepare(request: HttpRequest) -> HttpResponse:
    if not _may_prepare(request.user):
        raise Http404
    last = Agenda.objects.order_by("-year").first()
    year = last.year + 1 if last else timezone.localdate().year
    form = PrepareForm(request.POST or None, initial={"year": year})
    if request.method == "POST" and form.is_valid():
        contrat = Convention.objects.of_kind(ConventionKind.CONTRAT_DE_VILLE).first()
        if contrat is None:
            form.add_error(
                None, "Aucun contrat de ville n’est chargé : chargez-le d’abord."
            )
        else:
            try:
                agenda = prepare_agenda(
                    contrat, form.cleaned_data["year"], author=request.user
                )
            except TransitionRefusedError as error:
                form.add_error("year", error.sentences[0])
            else:
                messages.success(
                    request,
                    f"L’agenda {agenda.year} est ouvert ; ce qui restait à finir est repris.",
                )
                return redirect("agenda-detail", agenda.year)
    status = 422 if form.is_bound else 200
    return render(
        request,
        "contrat/agendas/prepare.html",
        {"form": form, "last": last},
        status=status,
    )


@access(PUBLIC)
def agenda_detail(request: HttpRequest, year: int) -> HttpResponse:
    agenda = _visible(request, year)
    user: Any = request.user
    context = read_agenda(agenda, user)
    context |= {
        "can_change": user.has_perm("contrat.change_agenda", agenda),
        "can_amend": user.has_perm("contrat.amend_agenda", agenda),
    }
    if user.is_authenticated:
        context["stories"] = [tell(acte) for acte in history_of(agenda, user)[:8]]
    return render(request, "contrat/agendas/detail.html", context)


@access(PUBLIC)
def agenda_pdf(request: HttpRequest, year: int) -> HttpResponse:
    agenda = _visible(request, year)
    response = HttpResponse(
        write_agenda_pdf(read_agenda(agenda, request.user)),
        content_type="application/pdf",
    )
    response.headers["Content-Disposition"] = (
        f'attachment; filename="agenda-{year}.pdf"'
    )
    return response


@access(PUBLIC)
def agenda_compare(request: HttpRequest, year: int) -> HttpResponse:
    """Show what changed since the agenda was validated."""
    agenda = _visible(request, year)
    if agenda.instantane is None:
        raise Http404
    context = {
        "agenda": agenda,
        "ecarts": compare_with_validation(agenda),
        "instantane": agenda.instantane,
    }
    return render(request, "contrat/agendas/compare.html", context)


@access("contrat.change_agenda", on=Agenda)
def agenda_update(request: HttpRequest, agenda: Agenda) -> HttpResponse:
    form = AgendaForm(request.POST or None, instance=agenda)
    if request.method == "POST" and form.is_valid():
        motif = form.cleaned_data["motif"]
        try:
            asked = save_edit(
                request,
                form,
                reason=motif,
                within=lambda: edit_agenda(agenda, author=request.user, reason=motif),
            )
        except MotifManquantError as error:
            form.add_error("motif", str(error))
        else:
            if asked is not None:
                return asked
            messages.success(request, "L’agenda est enregistré.")
            return redirect("agenda-detail", agenda.year)
    stored = Agenda.objects.get(pk=agenda.pk)
    context = {
        "form": form,
        "agenda": stored,
        "title": "Modifier l’agenda",
        "submit": "Enregistrer l’agenda",
        "base": edit_state(request, form),
    }
    return _form_page(request, form, context)


@access("contrat.change_agenda", on=Agenda)
def agenda_transition(request: HttpRequest, agenda: Agenda, name: str) -> HttpResponse:
    """Take the agenda to its next stage: what it asks, what it will do, then do it."""
    user: Any = request.user
    possible = {t.name: t for t in AGENDA_CYCLE.list_open(agenda, user)}
    if name not in possible:
        messages.error(
            request, "Cette étape n’est plus possible : l’agenda a changé d’état."
        )
        return redirect("agenda-detail", agenda.year)
    transition = possible[name]
    form = TransitionForm(
        request.POST or None,
        asks=transition.asks,
        initial={"on": timezone.localdate()},
    )
    form.fields["motif"].required = transition.needs_reason
    if request.method == "POST" and form.is_valid():
        given = {key: form.cleaned_data[key] for key in transition.asks}
        try:
            fire(
                AGENDA_CYCLE,
                agenda,
                name,
                author=user,
                reason=form.cleaned_data["motif"],
                **given,
            )
        except TransitionRefusedError as error:
            for sentence in error.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(
                request, f"{agenda} : {agenda.get_state_display().lower()}."
            )
            return redirect("agenda-detail", agenda.year)
    context = {
        "form": form,
        "agenda": agenda,
        "title": transition.label,
        "submit": transition.label,
        "explain": transition.tells,
    }
    return _form_page(request, form, context)


@access("contrat.change_agenda", on=Agenda)
@idempotent
def inscription_create(request: HttpRequest, agenda: Agenda) -> HttpResponse:
    form = InscriptionForm(request.POST or None, agenda=agenda)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            inscribe_projet(
                agenda,
                data["projet"],
                author=request.user,
                orientation=data["orientation"],
                objectif=data["objectif"],
                reason=data["motif"],
            )
        except (MotifManquantError, AgendaVerrouilleError) as error:
            form.add_error("motif", str(error))
        else:
            messages.success(request, f"« {data['projet']} » est inscrit à l’agenda.")
            return redirect("agenda-detail", agenda.year)
    context = {
        "form": form,
        "agenda": agenda,
        "title": "Inscrire un projet",
        "submit": "Inscrire le projet",
        "create": True,
    }
    return _form_page(request, form, context)


@access("contrat.change_inscription", on=Inscription)
def inscription_delete(request: HttpRequest, inscription: Inscription) -> HttpResponse:
    form = WithdrawForm(request.POST or None)
    agenda = inscription.agenda
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_projet(
                inscription, author=request.user, reason=form.cleaned_data["motif"]
            )
        except (MotifManquantError, AgendaVerrouilleError) as error:
            form.add_error("motif", str(error))
        else:
            messages.success(
                request, "Le projet est retiré de l’agenda ; sa fiche demeure."
            )
            return redirect("agenda-detail", agenda.year)
    context = {
        "form": form,
        "agenda": agenda,
        "title": "Retirer un projet de l’agenda",
        "submit": "Retirer de l’agenda",
        "explain": f"« {inscription.projet} » quittera l’agenda {agenda.year}. "
        "Sa fiche, ses indicateurs et son historique demeurent.",
    }
    return _form_page(request, form, context)


def _may_prepare(user: Any) -> bool:
    """Tell whether a person holds the whole contract, as an agenda asks of its editors."""
    return bool(user.has_perm("contrat.add_agenda", Agenda()))


def _visible(request: HttpRequest, year: int) -> Agenda:
    found: Agenda | None = (
        Agenda.objects.visible_to(request.user)
        .select_related("instantane", "decision__seance__instance", "contrat")
        .filter(year=year)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _form_page(
    request: HttpRequest, form: Any, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "contrat/agendas/form.html", context, status=status)
