"""Call an instance, hold the sitting, record what it decides."""

from datetime import date, time
from typing import Any

from possibles.apps.gouvernance.enums import DecisionKind, SeanceState
from possibles.apps.gouvernance.models import Decision, Instance, Seance
from possibles.apps.journal.models import change


def call_seance(
    instance: Instance,
    *,
    author: Any,
    on: date,
    ordre_du_jour: str = "",
    place: str = "",
    at: time | None = None,
    reason: str = "",
) -> Seance:
    with change(author=author, reason=reason or "Convoquer une séance"):
        return Seance.objects.create(
            instance=instance,
            date=on,
            time=at,
            ordre_du_jour=ordre_du_jour,
            place=place,
        )


def hold_seance(seance: Seance, *, author: Any, compte_rendu: str) -> Seance:
    """Tell that the sitting took place, with its report."""
    with change(author=author, reason="Enregistrer le compte rendu"):
        seance.state = SeanceState.TENUE
        seance.compte_rendu = compte_rendu
        seance.save()
    return seance


def record_decision(
    seance: Seance,
    *,
    author: Any,
    text: str,
    kind: str = DecisionKind.VALIDATION,
    reason: str = "",
) -> Decision:
    """Add a decision, numbered after the last one of the sitting."""
    with change(author=author, reason=reason or "Enregistrer une décision"):
        last = seance.decisions.order_by("-number").first()
        return Decision.objects.create(
            seance=seance,
            number=(last.number if last else 0) + 1,
            kind=kind,
            text=text,
        )
