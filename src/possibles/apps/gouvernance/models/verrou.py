"""Approved minutes do not change: what they rest on is closed with them."""

from typing import Any

from possibles.apps.gouvernance.enums import CompteRenduState


class SeanceFigeeError(Exception):
    """The sitting's minutes are approved; the message says what to do instead."""


def refuse_if_approved(seance: Any) -> None:
    """Raise when the minutes of this sitting are approved, as stored now."""
    stored = type(seance)._base_manager.filter(pk=seance.pk)
    state = stored.values_list("compte_rendu_state", flat=True).first()
    if state == CompteRenduState.APPROUVE:
        raise SeanceFigeeError(
            "Le compte rendu de cette séance est approuvé : il ne change plus. "
            "Ajoutez une rectification datée et motivée."
        )
