"""Minutes: drawn, edited, submitted, approved, then corrected only by dated additions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.gouvernance.domain.comptes_rendus import (
    COMPTE_RENDU_CYCLE,
    rectify,
    write_draft,
)
from possibles.apps.gouvernance.enums import SeanceState
from possibles.apps.gouvernance.interfaces.forms import (
    ApproveForm,
    CompteRenduForm,
    ReasonForm,
    RectificationForm,
)
from possibles.apps.gouvernance.models import Rectification, Seance, SeanceFigeeError
from possibles.apps.journal.domain.states import TransitionRefusedError, fire
from possibles.reports.seance import (
    Paper,
    gather_compte_rendu,
    write_compte_rendu_docx,
    write_compte_rendu_pdf,
)
from possibles.web.access import access
from possibles.web.documents.classement import hand_out, piece_of_seance
from possibles.web.idempotence import idempotent

from .pages import edit, file_answer, form_page, refused


@access("gouvernance.change_seance", on=Seance)
def compte_rendu_update(request: HttpRequest, seance: Seance) -> HttpResponse:
    if seance.state != SeanceState.TENUE:
        messages.error(request, "Enregistrez d’abord que la séance s’est tenue.")
        return redirect("seance-detail", seance.pk)
    return edit(
        request,
        CompteRenduForm(request.POST or None, instance=seance),
        title="Rédiger le compte rendu",
        done="Le compte rendu est enregistré.",
        reason="Rédaction du compte rendu",
        back=reverse("seance-detail", args=[seance.pk]) + "#compte-rendu",
        seance=Seance.objects.get(pk=seance.pk),
        explain="Titres avec « # », gras entre deux astérisques, listes avec un tiret.",
    )


@access("gouvernance.change_seance", on=Seance)
@require_POST
def compte_rendu_draft(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Draw the minutes from the agenda, the attendance and the decisions."""
    if seance.state != SeanceState.TENUE:
        messages.error(request, "Enregistrez d’abord que la séance s’est tenue.")
        return redirect("seance-detail", seance.pk)
    try:
        write_draft(seance, author=request.user)
    except SeanceFigeeError as error:
        return refused(request, seance, error)
    messages.success(
        request, "Le compte rendu est tiré de la séance. Relisez-le, complétez-le."
    )
    return redirect("compte-rendu-update", seance.pk)


@access("gouvernance.change_seance", on=Seance)
def compte_rendu_transition(
    request: HttpRequest, seance: Seance, name: str
) -> HttpResponse:
    """Take the minutes one step further: submit, take back, approve."""
    user: Any = request.user
    possible = {t.name: t for t in COMPTE_RENDU_CYCLE.list_open(seance, user)}
    if name not in possible:
        messages.error(request, "Cette étape n’est plus possible : relisez la séance.")
        return redirect("seance-detail", seance.pk)
    transition = possible[name]
    form = _transition_form(request, seance, transition)
    if request.method == "POST" and form.is_valid():
        given = {key: form.cleaned_data[key] for key in transition.asks}
        try:
            fire(
                COMPTE_RENDU_CYCLE,
                seance,
                name,
                author=user,
                reason=form.cleaned_data.get("motif", ""),
                **given,
            )
        except TransitionRefusedError as error:
            for sentence in error.sentences:
                form.add_error(None, sentence)
        else:
            state = seance.get_compte_rendu_state_display().lower()
            messages.success(request, f"Compte rendu : {state}.")
            return redirect("seance-detail", seance.pk)
    return form_page(
        request,
        form,
        title=transition.label,
        submit=transition.label,
        seance=Seance.objects.get(pk=seance.pk),
        base={},
        explain=f"Cette étape {transition.tells}." if transition.tells else "",
    )


def _transition_form(request: HttpRequest, seance: Seance, transition: Any) -> Any:
    if "seance" in transition.asks:
        later = seance.instance.seances.filter(
            date__gt=seance.date, date__lte=timezone.localdate()
        ).exclude(state=SeanceState.ANNULEE)
        found = later.order_by("date").first()
        day = timezone.localdate() if found is None else found.date
        return ApproveForm(
            request.POST or None, seance=seance, initial={"on": day, "seance": found}
        )
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not transition.needs_reason:
        form.fields["motif"].required = False
        form.fields["motif"].label = "Mot pour l’historique"
        form.fields["motif"].help_text = ""
    return form


@access("gouvernance.add_rectification", on=Seance)
@idempotent
def rectification_create(request: HttpRequest, seance: Seance) -> HttpResponse:
    form = RectificationForm(
        request.POST or None,
        instance=Rectification(seance=seance),
        initial={"date": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rectify(
                seance,
                author=request.user,
                on=data["date"],
                motif=data["motif"],
                text=data["text"],
            )
        except SeanceFigeeError as error:
            return refused(request, seance, error)
        messages.success(request, "La rectification est ajoutée au compte rendu.")
        return redirect("seance-detail", seance.pk)
    return form_page(
        request,
        form,
        title="Rectifier le compte rendu",
        submit="Ajouter la rectification",
        seance=seance,
        explain="Le texte approuvé reste tel quel ; la rectification s’y ajoute, datée et motivée.",
    )


@access("gouvernance.view_seance", on=Seance)
def compte_rendu_pdf(request: HttpRequest, seance: Seance) -> Any:
    return _hand_out(seance, "pdf", write_compte_rendu_pdf)


@access("gouvernance.view_seance", on=Seance)
def compte_rendu_docx(request: HttpRequest, seance: Seance) -> Any:
    return _hand_out(seance, "docx", write_compte_rendu_docx)


def _hand_out(seance: Seance, ending: str, write: Callable[[Paper], bytes]) -> Any:
    """Return approved minutes as they were filed, others as they read now."""
    filed = None
    if seance.is_approved:
        filed = hand_out(seance, piece_of_seance(seance, ending))
    name = f"compte-rendu-{seance.pk}.{ending}"
    return filed or file_answer(write(gather_compte_rendu(seance)), name)
