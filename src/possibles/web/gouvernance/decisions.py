"""What is decided, and what follows from it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.documents.models import Document
from possibles.apps.gouvernance.domain.actions import (
    close_action,
    open_action,
    start_action,
)
from possibles.apps.gouvernance.domain.liens import link_all, link_of
from possibles.apps.gouvernance.domain.seances import record_decision
from possibles.apps.gouvernance.interfaces.forms import (
    ActionForm,
    CloseActionForm,
    DecisionForm,
)
from possibles.apps.gouvernance.models import (
    Action,
    Decision,
    Seance,
    SeanceFigeeError,
)
from possibles.apps.journal.domain.queries import history_of
from possibles.web.access import SIGNED_IN, access
from possibles.web.historique.stories import tell
from possibles.web.idempotence import idempotent
from possibles.web.lists import Listing, answer

from .listing import ACTIONS
from .pages import edit, form_page, refused


@access("gouvernance.add_decision", on=Seance)
@idempotent
def decision_create(request: HttpRequest, seance: Seance) -> HttpResponse:
    form = DecisionForm(
        request.POST or None,
        instance=Decision(seance=seance),
        initial={"point": request.GET.get("point")},
        user=request.user,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            record_decision(
                seance,
                author=request.user,
                text=data["text"],
                kind=data["kind"],
                point=data["point"],
                subject=data["subject"],
            )
        except SeanceFigeeError as error:
            return refused(request, seance, error)
        messages.success(request, "La décision est consignée.")
        return redirect("seance-detail", seance.pk)
    return form_page(
        request,
        form,
        title="Consigner une décision",
        submit="Consigner la décision",
        seance=seance,
    )


@access("gouvernance.view_seance", on=Decision)
def decision_detail(request: HttpRequest, decision: Decision) -> HttpResponse:
    """Lead to the decision among those of its sitting."""
    page = reverse("seance-detail", args=[decision.seance_id])
    return redirect(f"{page}#decision-{decision.number}")


@access("gouvernance.change_decision", on=Decision)
def decision_update(request: HttpRequest, decision: Decision) -> HttpResponse:
    return edit(
        request,
        DecisionForm(request.POST or None, instance=decision, user=request.user),
        title=f"Modifier la décision {decision.number}",
        done="La décision est enregistrée.",
        reason="Modification d’une décision",
        back=reverse("seance-detail", args=[decision.seance_id]),
        seance=decision.seance,
    )


@access("gouvernance.add_action", on=Decision)
@idempotent
def action_create(request: HttpRequest, decision: Decision) -> HttpResponse:
    form = ActionForm(
        request.POST or None, instance=Action(decision=decision), user=request.user
    )
    if request.method == "POST" and form.is_valid():
        open_action(
            decision,
            form.save(commit=False),
            author=request.user,
            subject=form.cleaned_data["subject"],
        )
        messages.success(request, "L’action est confiée.")
        return redirect("seance-detail", decision.seance_id)
    return form_page(
        request,
        form,
        title="Confier une action",
        submit="Confier l’action",
        seance=decision.seance,
        explain=decision.text,
    )


@access("gouvernance.view_action")
def action_list(request: HttpRequest) -> HttpResponse:
    return answer(request, Listing(ACTIONS, request), "gouvernance/list.html")


@access(SIGNED_IN)
def action_mine(request: HttpRequest) -> HttpResponse:
    """Show what I must do, the most pressing first."""
    user: Any = request.user
    today = timezone.localdate()
    mine = list(
        Action.objects.mine(user)
        .select_related("decision__seance__instance", "responsable", "organisation")
        .order_by("due", "pk")
    )
    links = link_all(mine, user)
    rows = [(a, links.get(a.pk)) for a in mine]
    context = {
        "late": [row for row in rows if row[0].is_late(today)],
        "coming": [row for row in rows if row[0].is_open and not row[0].is_late(today)],
        "closed": [row for row in rows if not row[0].is_open][:20],
    }
    return render(request, "gouvernance/actions_mine.html", context)


@access("gouvernance.view_action", on=Action)
def action_detail(request: HttpRequest, action: Action) -> HttpResponse:
    user: Any = request.user
    decision = action.decision
    readable = None
    if decision is not None:
        readable = Decision.objects.visible_to(user).filter(pk=decision.pk).first()
    context = {
        "action": action,
        "decision": readable,
        "lien": link_of(action, user),
        "is_late": action.is_late(timezone.localdate()),
        "documents": Document.objects.visible_to(user).attached_to(action),
        "can_change": user.has_perm("gouvernance.change_action", action),
        "can_close": user.has_perm("gouvernance.close_action", action)
        and action.is_open,
        "stories": [tell(acte) for acte in history_of(action, user)[:8]],
    }
    return render(request, "gouvernance/action.html", context)


@access("gouvernance.change_action", on=Action)
def action_update(request: HttpRequest, action: Action) -> HttpResponse:
    return edit(
        request,
        ActionForm(request.POST or None, instance=action, user=request.user),
        title="Modifier l’action",
        done="L’action est enregistrée.",
        reason="Modification d’une action",
        back=reverse("action-detail", args=[action.pk]),
        seance=None if action.decision is None else action.decision.seance,
    )


@access("gouvernance.close_action", on=Action)
@require_POST
def action_start(request: HttpRequest, action: Action) -> HttpResponse:
    if action.is_open:
        start_action(action, author=request.user)
        messages.success(request, "L’action est en cours.")
    return redirect("action-detail", action.pk)


@access("gouvernance.close_action", on=Action)
def action_close(request: HttpRequest, action: Action) -> HttpResponse:
    if not action.is_open:
        messages.error(request, "Cette action est déjà close.")
        return redirect("action-detail", action.pk)
    form = CloseActionForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            close_action(
                action, author=request.user, proof=data["proof"], on=data["on"]
            )
        except ValidationError as error:
            form.add_error("proof", error)
        else:
            messages.success(request, "L’action est close, avec sa preuve.")
            return redirect("action-detail", action.pk)
    return form_page(
        request,
        form,
        title="Clore l’action",
        submit="Clore l’action",
        base={},
        explain=action.title,
        back=reverse("action-detail", args=[action.pk]),
    )
