"""The life of a convention: signed, amended, paid, its dates kept."""

from datetime import date
from typing import Any

from possibles.apps.conventions.enums import ConventionState
from possibles.apps.conventions.models import Avenant, Convention, Echeance, Versement
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.journal.models import change


def sign_convention(
    convention: Convention, *, author: Any, on: date, reason: str = ""
) -> Convention:
    """Put a convention in force from the day it is signed.

    Raises
    ------
    TransitionRefusedError
        It is not in preparation, or nobody is party to it.
    """
    if convention.state != ConventionState.PREPARATION:
        raise TransitionRefusedError(["Cette convention n’est plus en préparation."])
    if not convention.parties.exists():
        raise TransitionRefusedError(
            ["Ajoutez les parties avant d’enregistrer la signature."]
        )
    with change(author=author, reason=reason or "Enregistrer la signature"):
        convention.state = ConventionState.EN_VIGUEUR
        convention.signed_on = on
        convention.start = convention.start or on
        convention.save()
    return convention


def add_avenant(
    convention: Convention,
    *,
    author: Any,
    objet: str,
    signed_on: date | None = None,
    new_end: date | None = None,
    reason: str = "",
) -> Avenant:
    """Amend a convention; a signed amendment moves its end."""
    with change(author=author, reason=reason or objet):
        avenant = Avenant.objects.create(
            convention=convention,
            number=convention.avenants.count() + 1,
            objet=objet,
            signed_on=signed_on,
            new_end=new_end,
        )
        if signed_on and new_end:
            convention.end = new_end
            convention.save()
    return avenant


def record_versement(versement: Versement, *, author: Any, on: date) -> Versement:
    """Tell that a payment was made."""
    with change(author=author, reason="Enregistrer un versement"):
        versement.paid_on = on
        versement.save()
    return versement


def keep_echeance(echeance: Echeance, *, author: Any, on: date) -> Echeance:
    """Tell that what a date asked for was done."""
    with change(author=author, reason="Échéance tenue"):
        echeance.done_on = on
        echeance.save()
    return echeance
