"""Ask the owners whose tasks would move; each answers for its own part."""

from datetime import date
from typing import Any

from django.utils import timezone

from possibles.apps.journal.models import change
from possibles.apps.operations.enums import EtatPart, EtatProposition
from possibles.apps.operations.models import PartProposition, Proposition

from .cascade import Cascade, preview, title_of, write
from .errors import PlanningError


def propose(
    cascade: Cascade, *, author: Any, reason: str, title: str = ""
) -> Proposition:
    """Keep a demand and its cascade, with a part for each organisation it reaches.

    The organisations are those whose tasks move, and those whose tasks are asked to.
    """
    if not reason.strip():
        raise PlanningError("Dites pourquoi vous proposez ce changement.")
    parts = _list_parts(cascade)
    if not parts:
        raise PlanningError(
            "Ce changement ne touche que vos opérations\u202f: appliquez-le directement."
        )
    told = title or title_of(cascade)
    with change(author=author, reason=f"Proposer\u202f: {reason}"):
        proposition = Proposition.objects.create(
            title=told,
            reason=reason.strip(),
            author=author,
            created_at=timezone.now(),
            changes=list(cascade.demande.raw),
            cascade=cascade.to_json(),
        )
        for organisation, moves in parts.items():
            PartProposition.objects.create(
                proposition=proposition, organisation_id=organisation, changes=moves
            )
    return proposition


def _list_parts(cascade: Cascade) -> dict[int, list[dict[str, Any]]]:
    held = cascade.to_json()
    parts: dict[int, list[dict[str, Any]]] = {}
    for move in held["moves"]:
        if not move["mine"]:
            parts.setdefault(move["owner"], []).append(move)
    if cascade.refusals:
        for tache in cascade.demande.touched:
            parts.setdefault(tache.operation.maitre_ouvrage_id, [])
    return parts


def answer(
    part: PartProposition,
    *,
    person: Any,
    accept: bool,
    reason: str = "",
    on: date | None = None,
) -> Proposition:
    """Accept or refuse a part; the last acceptance applies the whole.

    A refusal closes the proposition: nothing moves. When the plan moved meanwhile so
    that others would now be touched, it lapses and must be proposed again.
    """
    proposition = part.proposition
    if not proposition.is_open or part.state != EtatPart.PROPOSEE:
        raise PlanningError(
            "Cette proposition est close\u202f: elle n’attend plus de réponse."
        )
    if not accept and not reason.strip():
        raise PlanningError(
            "Dites pourquoi vous refusez\u202f: l’auteur pourra proposer autre chose."
        )
    told = reason.strip() or ("Accepter" if accept else "Refuser")
    with change(author=person, reason=f"{told} ({proposition})"):
        part.state = EtatPart.ACCEPTEE if accept else EtatPart.REFUSEE
        part.by, part.at, part.reason = person, timezone.now(), reason.strip()
        part.save()
        if not accept:
            _close(proposition, EtatProposition.REFUSEE)
        elif not proposition.parts.exclude(state=EtatPart.ACCEPTEE).exists():
            _apply(proposition, person, on)
    return proposition


def withdraw(proposition: Proposition, *, author: Any, reason: str = "") -> Proposition:
    if not proposition.is_open:
        raise PlanningError("Cette proposition est déjà close.")
    with change(author=author, reason=reason or "Retirer la proposition"):
        _close(proposition, EtatProposition.RETIREE)
    return proposition


def _apply(proposition: Proposition, person: Any, on: date | None) -> None:
    try:
        cascade = preview(proposition.changes, proposition.author, on=on)
    except PlanningError:
        _close(proposition, EtatProposition.PERIMEE)
        return
    agreed = set(proposition.parts.values_list("organisation_id", flat=True))
    if {pk for pk, _ in cascade.owners} - agreed:
        _close(proposition, EtatProposition.PERIMEE)
        return
    write(cascade, author=person, reason=proposition.reason, on=on)
    _close(proposition, EtatProposition.APPLIQUEE)


def _close(proposition: Proposition, state: EtatProposition) -> None:
    proposition.state, proposition.closed_at = state, timezone.now()
    proposition.save()
