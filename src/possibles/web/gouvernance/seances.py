"""Sittings: planned, called off, held; their agenda; their sheet."""

from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.documents.models import Document
from possibles.apps.gouvernance.domain.comptes_rendus import COMPTE_RENDU_CYCLE
from possibles.apps.gouvernance.domain.convocations import convoke
from possibles.apps.gouvernance.domain.liens import link_all
from possibles.apps.gouvernance.domain.quorum import compute_quorum
from possibles.apps.gouvernance.domain.seances import (
    add_point,
    call_seance,
    cancel_seance,
    hold_seance,
    move_point,
)
from possibles.apps.gouvernance.enums import ConvocationKind, SeanceState
from possibles.apps.gouvernance.interfaces.forms import (
    PointForm,
    ReasonForm,
    SeanceForm,
)
from possibles.apps.gouvernance.models import (
    Action,
    Instance,
    PointOrdreDuJour,
    Seance,
    SeanceFigeeError,
)
from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.models import change
from possibles.web.access import access
from possibles.web.historique.stories import tell
from possibles.web.historique.views import undo_tag
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer

from .listing import DECISIONS, SEANCES
from .pages import edit, form_page, refused


@access("gouvernance.add_seance", on=Instance)
@idempotent
def seance_create(request: HttpRequest, instance: Instance) -> HttpResponse:
    form = SeanceForm(request.POST or None, instance=Seance(instance=instance))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        seance = call_seance(
            instance,
            author=request.user,
            on=data["date"],
            at=data["time"],
            place=data["place"],
            ordre_du_jour=data["ordre_du_jour"],
        )
        messages.success(request, "La séance est prévue. Composez son ordre du jour.")
        return redirect("seance-detail", seance.pk)
    return form_page(
        request,
        form,
        title="Prévoir une séance",
        submit="Prévoir la séance",
        instance=instance,
    )


@access("gouvernance.view_seance")
def seance_list(request: HttpRequest) -> HttpResponse:
    return answer(request, Listing(SEANCES, request), "gouvernance/list.html")


@access("gouvernance.view_seance")
def decision_list(request: HttpRequest) -> HttpResponse:
    return answer(request, Listing(DECISIONS, request), "gouvernance/list.html")


@access("gouvernance.view_seance", on=Seance)
def seance_detail(request: HttpRequest, seance: Seance) -> HttpResponse:
    return render(request, "gouvernance/seance.html", read_seance(request, seance))


def read_seance(request: HttpRequest, seance: Seance) -> dict[str, Any]:
    """Gather all that the sheet of a sitting shows."""
    user: Any = request.user
    points = list(seance.points.order_by("position", "pk"))
    decisions = list(seance.decisions.order_by("number"))
    actions = list(
        Action.objects.visible_to(user)
        .filter(decision__in=decisions)
        .select_related("responsable", "organisation")
        .order_by("due", "pk")
    )
    liens = {
        "point": link_all(points, user),
        "decision": link_all(decisions, user),
    }
    presences = list(
        seance.presences.select_related(
            "mandat__organisation", "mandat__personne"
        ).order_by("pk")
    )
    today = timezone.localdate()
    return {
        "seance": seance,
        "points": [(p, liens["point"].get(p.pk)) for p in points],
        "decisions": [
            (
                d,
                liens["decision"].get(d.pk),
                [(a, a.is_late(today)) for a in actions if a.decision_id == d.pk],
            )
            for d in decisions
        ],
        "presences": presences,
        "quorum": compute_quorum(seance),
        "convocations": seance.convocations.select_related("author").prefetch_related(
            "envois"
        ),
        "rectifications": seance.rectifications.all(),
        "approves": seance.approves.all(),
        "transitions": COMPTE_RENDU_CYCLE.list_open(seance, user),
        "documents": Document.objects.visible_to(user).attached_to(seance),
        "can_change": user.has_perm("gouvernance.change_seance", seance)
        and not seance.is_approved,
        "can_prepare": user.has_perm("gouvernance.change_seance", seance),
        "can_rectify": user.has_perm("gouvernance.add_rectification", seance)
        and seance.is_approved,
        "can_hold": seance.is_to_come and seance.date <= today,
        "stories": [tell(acte) for acte in history_of(seance, user)[:6]],
        "today": today,
    }


@access("gouvernance.change_seance", on=Seance)
def seance_update(request: HttpRequest, seance: Seance) -> HttpResponse:
    return edit(
        request,
        SeanceForm(request.POST or None, instance=seance),
        title="Modifier la séance",
        done="La séance est enregistrée.",
        reason="Modification de la séance",
        back=reverse("seance-detail", args=[seance.pk]),
        seance=Seance.objects.get(pk=seance.pk),
    )


@access("gouvernance.change_seance", on=Seance)
@require_POST
def seance_hold(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Tell that the sitting took place."""
    if seance.date > timezone.localdate():
        messages.error(
            request, "La séance n’a pas encore eu lieu : changez d’abord sa date."
        )
    elif seance.is_to_come:
        hold_seance(seance, author=request.user)
        messages.success(
            request, "La séance est tenue. Son compte rendu peut s’écrire."
        )
    return redirect("seance-detail", seance.pk)


@access("gouvernance.change_seance", on=Seance)
def seance_cancel(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Call a sitting off, and tell those who had been called."""
    if not seance.is_to_come:
        messages.error(request, "Seule une séance à venir s’annule.")
        return redirect("seance-detail", seance.pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["motif"]
        was_called = seance.state == SeanceState.CONVOQUEE
        cancel_seance(seance, author=request.user, reason=reason)
        if was_called:
            convoke(
                seance,
                author=request.user,
                message=reason,
                site=request.build_absolute_uri("/").rstrip("/"),
                kind=ConvocationKind.ANNULATION,
            )
        messages.success(request, "La séance est annulée.")
        return redirect("seance-detail", seance.pk)
    return form_page(
        request,
        form,
        title="Annuler la séance",
        submit="Annuler la séance",
        seance=seance,
        base={},
        explain="Les personnes déjà convoquées recevront l’annulation, avec ce motif.",
    )


# --- Agenda -----------------------------------------------------------------------------


@access("gouvernance.change_seance", on=Seance)
@idempotent
def point_create(request: HttpRequest, seance: Seance) -> HttpResponse:
    form = PointForm(
        request.POST or None,
        instance=PointOrdreDuJour(seance=seance),
        initial={"objet": request.GET.get("objet", "")},
        user=request.user,
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_point(seance, form.save(commit=False), author=request.user)
        except SeanceFigeeError as error:
            return refused(request, seance, error)
        messages.success(request, "Le point est à l’ordre du jour.")
        return redirect("seance-detail", seance.pk)
    return form_page(
        request,
        form,
        title="Ajouter un point à l’ordre du jour",
        submit="Ajouter le point",
        seance=seance,
    )


@access("gouvernance.change_seance", on=PointOrdreDuJour)
def point_update(request: HttpRequest, point: PointOrdreDuJour) -> HttpResponse:
    return edit(
        request,
        PointForm(request.POST or None, instance=point, user=request.user),
        title="Modifier le point",
        done="Le point est enregistré.",
        reason="Modification d’un point de l’ordre du jour",
        back=reverse("seance-detail", args=[point.seance_id]),
        seance=point.seance,
    )


@access("gouvernance.change_seance", on=PointOrdreDuJour)
@require_POST
def point_move(
    request: HttpRequest, point: PointOrdreDuJour, where: str
) -> HttpResponse:
    try:
        move_point(point, author=request.user, up=where == "monter")
    except SeanceFigeeError as error:
        return refused(request, point.seance, error)
    return redirect(reverse("seance-detail", args=[point.seance_id]) + "#ordre-du-jour")


@access("gouvernance.change_seance", on=PointOrdreDuJour)
@require_POST
def point_delete(request: HttpRequest, point: PointOrdreDuJour) -> HttpResponse:
    try:
        with change(author=request.user, reason="Retirer un point") as made:
            point.delete()
    except SeanceFigeeError as error:
        return refused(request, point.seance, error)
    except ProtectedError:
        messages.error(
            request,
            "Ce point porte des décisions : rattachez-les ailleurs avant de le retirer.",
        )
    else:
        messages.success(request, "Le point est retiré.", extra_tags=undo_tag(made.key))
    return redirect("seance-detail", point.seance_id)
