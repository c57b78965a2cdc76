"""Propositions: what is asked of whom, and each owner’s answer for its own part."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.enums import EtatPart, EtatProposition
from possibles.apps.operations.models import PartProposition, Proposition
from possibles.web.access import access

TONES = {
    EtatProposition.OUVERTE: ("info", "clock"),
    EtatProposition.APPLIQUEE: ("success", "check"),
    EtatProposition.REFUSEE: ("danger", "x"),
    EtatProposition.RETIREE: ("neutral", "arrow-back-up"),
    EtatProposition.PERIMEE: ("warning", "history"),
    EtatPart.PROPOSEE: ("info", "clock"),
    EtatPart.ACCEPTEE: ("success", "check"),
}
TABS = (("", "En attente"), ("miennes", "À vous de répondre"), ("toutes", "Toutes"))


@access("operations.view_proposition")
@require_GET
def proposition_list(request: HttpRequest) -> HttpResponse:
    tab = request.GET.get("vue", "")
    rows = (
        Proposition.objects.visible_to(request.user)
        .select_related("author")
        .prefetch_related("parts__organisation")
    )
    if tab == "miennes":
        rows = rows.filter(
            pk__in=PartProposition.objects.waiting_for(request.user).values(
                "proposition"
            )
        )
    elif tab != "toutes":
        tab = ""
        rows = rows.filter(state=EtatProposition.OUVERTE)
    context = {
        "rows": [describe(row) for row in rows[:200]],
        "tabs": [(key, label, key == tab) for key, label in TABS],
        "mine": PartProposition.objects.waiting_for(request.user).count(),
    }
    return render(request, "operations/planning/propositions.html", context)


@access("operations.view_proposition", on=Proposition)
@require_GET
def proposition_detail(request: HttpRequest, proposition: Proposition) -> HttpResponse:
    return _sheet(request, proposition)


@access("operations.answer_part", on=PartProposition)
@require_POST
def part_answer(request: HttpRequest, part: PartProposition) -> HttpResponse:
    """Accept or refuse one’s part; the last acceptance applies the whole."""
    from possibles.apps.operations.domain.planning.propositions import answer

    is_accepted = request.POST.get("reponse") == "accepter"
    reason = request.POST.get("motif", "")
    try:
        made = answer(part, person=request.user, accept=is_accepted, reason=reason)
    except PlanningError as error:
        return _sheet(request, part.proposition, error=str(error), status=422)
    messages.success(request, _tell(made, is_accepted=is_accepted))
    return redirect("proposition-detail", made.pk)


@access("operations.withdraw_proposition", on=Proposition)
@require_POST
def proposition_withdraw(
    request: HttpRequest, proposition: Proposition
) -> HttpResponse:
    from possibles.apps.operations.domain.planning.propositions import withdraw

    try:
        withdraw(proposition, author=request.user)
    except PlanningError as error:
        return _sheet(request, proposition, error=str(error), status=422)
    messages.success(
        request, "La proposition est retirée. Rien n’a changé au planning."
    )
    return redirect("proposition-list")


def describe(proposition: Proposition) -> dict[str, Any]:
    tone, icon = TONES[EtatProposition(proposition.state)]
    return {
        "proposition": proposition,
        "tone": tone,
        "icon": icon,
        "parts": [
            {"part": part, "tone": part_tone, "icon": part_icon}
            for part in proposition.parts.all()
            for part_tone, part_icon in (
                TONES.get(EtatPart(part.state), ("danger", "x")),
            )
        ],
    }


def _sheet(
    request: HttpRequest,
    proposition: Proposition,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    user: Any = request.user
    row = describe(proposition)
    for held in row["parts"]:
        held["can_answer"] = (
            proposition.is_open
            and held["part"].state == EtatPart.PROPOSEE
            and user.has_perm("operations.answer_part", held["part"])
        )
    context = {
        **row,
        "error": error,
        "cascade": proposition.cascade,
        "can_withdraw": proposition.is_open
        and user.has_perm("operations.withdraw_proposition", proposition),
    }
    return render(
        request, "operations/planning/proposition.html", context, status=status
    )


def _tell(proposition: Proposition, *, is_accepted: bool) -> str:
    if not is_accepted:
        return (
            "Vous avez refusé votre part : rien ne bouge, et l’auteur lit votre motif."
        )
    if proposition.state == EtatProposition.APPLIQUEE:
        return "Tous ont accepté : le planning est à jour."
    if proposition.state == EtatProposition.PERIMEE:
        return (
            "Votre accord est noté, mais le planning a bougé entre-temps et d’autres "
            "seraient touchés : la proposition est à refaire."
        )
    return "Votre part est acceptée. Le changement attend encore la réponse des autres."
