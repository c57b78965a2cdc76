"""Minutes: drawn from the sitting, submitted, approved at the next one, then frozen."""

from datetime import date
from typing import Any

from django.utils import timezone

from possibles.apps.documents.domain.filing import ask_filing
from possibles.apps.gouvernance.enums import (
    CompteRenduState,
    PresenceState,
    SeanceState,
)
from possibles.apps.gouvernance.models import Rectification, Seance
from possibles.apps.journal.domain.snapshots import freeze
from possibles.apps.journal.domain.states import Machine, Transition, fire
from possibles.apps.journal.models import change
from possibles.common.french import NNBSP, format_date

from .quorum import compute_quorum

SNAPSHOT_KIND = "compte_rendu"


def _needs_text(seance: Seance, given: dict[str, Any]) -> list[str]:
    if seance.state != SeanceState.TENUE:
        return ["Enregistrez d’abord que la séance s’est tenue."]
    if not seance.compte_rendu.strip():
        return ["Rédigez le compte rendu avant de le soumettre."]
    return []


def _needs_later_seance(seance: Seance, given: dict[str, Any]) -> list[str]:
    on, held = given["on"], given.get("seance")
    if on > timezone.localdate():
        return ["Le compte rendu ne peut pas être approuvé dans l’avenir."]
    if on < seance.date:
        return ["Le compte rendu ne peut pas être approuvé avant la séance."]
    if held is not None and (
        held.instance_id != seance.instance_id or held.date <= seance.date
    ):
        return ["Choisissez une séance suivante de la même instance."]
    return []


def _submit(seance: Seance, given: dict[str, Any]) -> None:
    seance.submitted_on = timezone.localdate()


def _return(seance: Seance, given: dict[str, Any]) -> None:
    seance.submitted_on = None


def _approve(seance: Seance, given: dict[str, Any]) -> None:
    seance.approved_on = given["on"]
    seance.approved_in = given.get("seance")
    seance.instantane = freeze(
        seance,
        describe_seance(seance),
        kind=SNAPSHOT_KIND,
        title=f"Compte rendu approuvé, {seance}"[:300],
    )


COMPTE_RENDU_CYCLE = Machine(
    name="compte-rendu",
    states=CompteRenduState,
    initial=CompteRenduState.BROUILLON,
    field="compte_rendu_state",
    transitions=(
        Transition(
            name="submit",
            label="Soumettre à l’approbation",
            sources=(CompteRenduState.BROUILLON,),
            target=CompteRenduState.SOUMIS,
            permission="gouvernance.submit_compte_rendu",
            blockers=_needs_text,
            effect=_submit,
            tells="date la soumission ; la prochaine séance l’approuve",
        ),
        Transition(
            name="return",
            label="Reprendre la rédaction",
            sources=(CompteRenduState.SOUMIS,),
            target=CompteRenduState.BROUILLON,
            permission="gouvernance.submit_compte_rendu",
            needs_reason=True,
            effect=_return,
        ),
        Transition(
            name="approve",
            label="Enregistrer l’approbation",
            sources=(CompteRenduState.SOUMIS,),
            target=CompteRenduState.APPROUVE,
            permission="gouvernance.approve_compte_rendu",
            asks=("on", "seance"),
            blockers=_needs_later_seance,
            effect=_approve,
            after=ask_filing,
            tells="fige le compte rendu et son empreinte ; il ne change plus, une "
            "rectification datée et motivée s’y ajoute",
        ),
    ),
)


def submit_compte_rendu(seance: Seance, *, author: Any) -> Seance:
    fire(COMPTE_RENDU_CYCLE, seance, "submit", author=author)
    return seance


def approve_compte_rendu(
    seance: Seance, *, author: Any, on: date, within: Seance | None = None
) -> Seance:
    """Record that a later sitting approved the minutes, and freeze them."""
    fire(COMPTE_RENDU_CYCLE, seance, "approve", author=author, on=on, seance=within)
    return seance


def rectify(
    seance: Seance, *, author: Any, on: date, motif: str, text: str
) -> Rectification:
    """Add a correction to approved minutes; what was approved stays as it was."""
    with change(author=author, reason=motif):
        held: Rectification = Rectification.objects.create(
            seance=seance, date=on, motif=motif, text=text
        )
        ask_filing(seance)
    return held


def write_draft(seance: Seance, *, author: Any) -> Seance:
    """Draw the minutes again from the agenda, the attendance and the decisions."""
    with change(author=author, reason="Tirer le compte rendu de la séance"):
        seance.compte_rendu = draft_compte_rendu(seance)
        seance.save()
    return seance


def draft_compte_rendu(seance: Seance) -> str:
    """Return the minutes in Markdown, as the sitting's own notes tell them."""
    parts = [*_attendance(seance), *_points(seance)]
    loose = [d for d in seance.decisions.all() if d.point_id is None]
    if loose:
        parts += ["# Autres décisions", *[_decision(d) for d in loose]]
    return "\n\n".join(parts) + "\n"


def describe_seance(seance: Seance) -> dict[str, Any]:
    """Return what approval freezes: plain data, lists keyed by `cle`."""
    return {
        "instance": seance.instance.name,
        "date": seance.date.isoformat(),
        "heure": seance.time.isoformat() if seance.time else "",
        "lieu": seance.place,
        "quorum": compute_quorum(seance).sentence,
        "presences": [
            {
                "cle": presence.pk,
                "qui": str(presence),
                "presence": presence.get_state_display(),
                "par": presence.by,
            }
            for presence in _read_presences(seance)
        ],
        "points": [
            {
                "cle": point.pk,
                "rang": point.position,
                "intitule": point.title,
                "presente_par": point.presenter,
                "dit": point.notes,
            }
            for point in seance.points.all()
        ],
        "decisions": [
            {
                "cle": decision.number,
                "nature": decision.get_kind_display(),
                "texte": decision.text,
            }
            for decision in seance.decisions.all()
        ],
        "compte_rendu": seance.compte_rendu,
    }


def _read_presences(seance: Seance) -> Any:
    return seance.presences.select_related(
        "mandat__organisation", "mandat__personne"
    ).order_by("pk")


def _attendance(seance: Seance) -> list[str]:
    there: dict[str, list[str]] = {}
    for presence in _read_presences(seance):
        name = str(presence)
        if presence.by:
            name += f", {presence.get_state_display().lower()} {presence.by}"
        elif presence.guest:
            name += " (invité)"
        there.setdefault(presence.state, []).append(name)
    seated = [
        *there.get(PresenceState.PRESENT, []),
        *there.get(PresenceState.REPRESENTE, []),
    ]
    parts = ["# Présences"]
    for label, names in (
        ("Présents", seated),
        ("Pouvoirs donnés", there.get(PresenceState.POUVOIR, [])),
        ("Excusés", there.get(PresenceState.EXCUSE, [])),
        ("Absents", there.get(PresenceState.ABSENT, [])),
    ):
        if names:
            parts.append(f"**{label}**{NNBSP}: {NNBSP_SEMICOLON.join(names)}.")
    return [*parts, f"{compute_quorum(seance).sentence}."]


NNBSP_SEMICOLON = f"{NNBSP}; "


def _points(seance: Seance) -> list[str]:
    parts = []
    points = seance.points.prefetch_related(
        "decisions__actions__responsable", "decisions__actions__organisation"
    )
    for rank, point in enumerate(points, 1):
        parts.append(f"# {rank}. {point.title}")
        if point.presenter:
            parts.append(f"Présentation{NNBSP}: {point.presenter}.")
        if point.notes:
            parts.append(point.notes.strip())
        parts += [_decision(decision) for decision in point.decisions.all()]
    return parts


def _decision(decision: Any) -> str:
    text = (
        f"**Décision {decision.number} ({decision.get_kind_display().lower()})**"
        f"{NNBSP}: {decision.text.strip()}"
    )
    for action in decision.actions.all():
        due = f", pour le {format_date(action.due)}" if action.due else ""
        text += f"\n\n- À faire{NNBSP}: {action.title} ({action.who}{due})"
    return text
