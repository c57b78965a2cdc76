"""The life of a convention: written, signed, denounced, ended, its dates kept."""

from datetime import date
from typing import Any

from django.utils import timezone

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.enums import ConventionState, CourrierKind
from possibles.apps.conventions.models import (
    Convention,
    Courrier,
    Echeance,
    Versement,
)
from possibles.apps.journal.domain.states import Machine, Transition, fire
from possibles.apps.journal.models import change
from possibles.common.french import format_date

from .delais import date_resiliation
from .echeances import delais_of


def _needs_parties(convention: Convention, given: dict[str, Any]) -> list[str]:
    if convention.parties.exists():
        return []
    return ["Ajoutez les parties avant d’envoyer ou d’enregistrer la signature."]


def _needs_text(convention: Convention, given: dict[str, Any]) -> list[str]:
    problems = _needs_parties(convention, given)
    if not convention.articles.exists():
        problems.append("Écrivez au moins un article avant d’envoyer à la signature.")
    return problems


def _needs_past_day(convention: Convention, given: dict[str, Any]) -> list[str]:
    problems = _needs_parties(convention, given)
    if given["on"] > timezone.localdate():
        problems.append("La signature ne peut pas être datée de l’avenir.")
    if convention.end and given["on"] > convention.end:
        problems.append(
            f"La convention finit le {format_date(convention.end)} : corrigez son terme "
            "avant d’enregistrer une signature plus tardive."
        )
    return problems


def _needs_known_letter(convention: Convention, given: dict[str, Any]) -> list[str]:
    if given["on"] > timezone.localdate():
        return ["La lettre ne peut pas être datée de l’avenir."]
    return []


def _needs_past_end(convention: Convention, given: dict[str, Any]) -> list[str]:
    if convention.end is None:
        return ["Cette convention n’a pas de terme : écrivez-le d’abord."]
    if convention.end >= timezone.localdate():
        return [
            (
                f"La convention court jusqu’au {format_date(convention.end)} : "
                "son terme se constate après."
            )
        ]
    return []


def _needs_later_end(convention: Convention, given: dict[str, Any]) -> list[str]:
    if convention.end and convention.end >= timezone.localdate():
        return []
    return ["Signez d’abord un avenant qui porte le terme au-delà d’aujourd’hui."]


def _needs_effect(convention: Convention, given: dict[str, Any]) -> list[str]:
    day = effect_of_termination(convention)
    if day is None:
        return ["Aucune lettre de résiliation n’est enregistrée."]
    if day > timezone.localdate():
        return [f"La résiliation prend effet le {format_date(day)}."]
    return []


def _sign(convention: Convention, given: dict[str, Any]) -> None:
    convention.signed_on = given["on"]
    convention.start = convention.start or given["on"]


def _denounce(convention: Convention, given: dict[str, Any]) -> None:
    Courrier.objects.create(
        convention=convention,
        kind=CourrierKind.RESILIATION,
        sent_on=given["on"],
        sender=given.get("sender"),
    )


def _close_letters(outcome: str) -> Any:
    def effect(convention: Convention, given: dict[str, Any]) -> None:
        letters = convention.courriers.filter(
            kind=CourrierKind.RESILIATION, closed_on=None
        )
        for letter in letters:
            letter.closed_on = timezone.localdate()
            letter.outcome = outcome
            letter.save()

    return effect


CHANGE = "conventions.change_convention"
CONVENTION_CYCLE = Machine(
    name="convention",
    states=ConventionState,
    initial=ConventionState.PREPARATION,
    transitions=(
        Transition(
            name="send",
            label="Envoyer à la signature",
            sources=(ConventionState.PREPARATION,),
            target=ConventionState.SIGNATURE,
            permission=CHANGE,
            blockers=_needs_text,
        ),
        Transition(
            name="recall",
            label="Reprendre la rédaction",
            sources=(ConventionState.SIGNATURE,),
            target=ConventionState.PREPARATION,
            permission=CHANGE,
            needs_reason=True,
        ),
        Transition(
            name="sign",
            label="Enregistrer la signature",
            sources=(ConventionState.PREPARATION, ConventionState.SIGNATURE),
            target=ConventionState.EN_VIGUEUR,
            permission=CHANGE,
            asks=("on",),
            blockers=_needs_past_day,
            effect=_sign,
            tells="date la signature et la prise d’effet ; le texte ne change plus "
            "que par avenant",
        ),
        Transition(
            name="denounce",
            label="Enregistrer une résiliation",
            sources=(ConventionState.EN_VIGUEUR,),
            target=ConventionState.DENONCEE,
            permission=CHANGE,
            asks=("on", "sender"),
            blockers=_needs_known_letter,
            effect=_denounce,
            tells="enregistre la lettre recommandée et calcule la date d’effet",
        ),
        Transition(
            name="withdraw",
            label="Renoncer à la résiliation",
            sources=(ConventionState.DENONCEE,),
            target=ConventionState.EN_VIGUEUR,
            permission=CHANGE,
            needs_reason=True,
            effect=_close_letters("Résiliation retirée d’un commun accord"),
            tells="classe la lettre ; la convention continue",
        ),
        Transition(
            name="terminate",
            label="Constater la résiliation",
            sources=(ConventionState.DENONCEE,),
            target=ConventionState.RESILIEE,
            permission=CHANGE,
            blockers=_needs_effect,
            effect=_close_letters("Résiliation effective"),
            tells="possible une fois le préavis écoulé",
        ),
        Transition(
            name="expire",
            label="Constater le terme",
            sources=(ConventionState.EN_VIGUEUR,),
            target=ConventionState.ECHUE,
            permission=CHANGE,
            blockers=_needs_past_end,
        ),
        Transition(
            name="resume",
            label="Reprendre après avenant",
            sources=(ConventionState.ECHUE,),
            target=ConventionState.EN_VIGUEUR,
            permission=CHANGE,
            blockers=_needs_later_end,
        ),
    ),
)


def effect_of_termination(convention: Convention) -> date | None:
    """Return the day the termination asked for takes effect, if one is."""
    letter = (
        convention.courriers.filter(kind=CourrierKind.RESILIATION, closed_on=None)
        .order_by("sent_on")
        .first()
    )
    if letter is None:
        return None
    months = delais_of(convention).termination_months
    return date_resiliation(letter.sent_on, months=months)


def sign_convention(
    convention: Convention, *, author: Any, on: date, reason: str = ""
) -> Convention:
    """Put a convention in force from the day it is signed."""
    fire(CONVENTION_CYCLE, convention, "sign", author=author, reason=reason, on=on)
    return convention


def denounce_convention(
    convention: Convention,
    *,
    author: Any,
    on: date,
    sender: Organisation | None = None,
    reason: str = "",
) -> Convention:
    """Record the registered letter that ends a convention after its notice."""
    fire(
        CONVENTION_CYCLE,
        convention,
        "denounce",
        author=author,
        reason=reason,
        on=on,
        sender=sender,
    )
    return convention


def record_versement(
    versement: Versement, *, author: Any, on: date, amount: int | None = None
) -> Versement:
    """Tell that a payment was made, for the amount foreseen unless told otherwise."""
    with change(author=author, reason="Enregistrer un versement"):
        versement.paid_on = on
        versement.paid_amount = None if amount == versement.amount else amount
        versement.save()
    return versement


def keep_echeance(echeance: Echeance, *, author: Any, on: date) -> Echeance:
    """Tell that what a date asked for was done."""
    with change(author=author, reason="Échéance tenue"):
        echeance.done_on = on
        echeance.save()
    return echeance
