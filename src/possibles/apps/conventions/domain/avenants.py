"""Amendments: opened, written, signed, and what their signature changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from possibles.apps.conventions.enums import (
    PENDING_AVENANTS,
    RUNNING_STATES,
    AvenantKind,
    AvenantState,
    ConventionKind,
    EngagementKind,
    Tenue,
)
from possibles.apps.conventions.models import Avenant, Convention, Engagement
from possibles.apps.journal.domain.snapshots import freeze
from possibles.apps.journal.domain.states import Machine, Transition, fire
from possibles.apps.journal.models import change
from possibles.common.french import format_date, format_euros, plural

from .delais import date_preavis
from .echeances import delais_of
from .tenue import Etat, read_etats
from .texte import Redaction, consolidate, effet_of, read_text

SNAPSHOT_KIND = "texte_de_convention"


def _needs_content(avenant: Avenant, given: dict[str, Any]) -> list[str]:
    if avenant.new_end or avenant.new_amount is not None:
        return []
    if avenant.modifications.exists():
        return []
    return [
        (
            "Cet avenant ne change rien encore : écrivez la nouvelle rédaction d’un article, "
            "un nouveau terme ou un nouveau montant."
        )
    ]


def _needs_signed_convention(avenant: Avenant, given: dict[str, Any]) -> list[str]:
    problems = _needs_content(avenant, given)
    convention = avenant.convention
    if convention.signed_on is None:
        return [
            *problems,
            (
                "Une convention qui n’est pas signée se modifie directement : enregistrez "
                "d’abord sa signature."
            ),
        ]
    if given["on"] > timezone.localdate():
        problems.append("La signature ne peut pas être datée de l’avenir.")
    if given["on"] < convention.signed_on:
        problems.append("Un avenant ne peut pas précéder la convention qu’il modifie.")
    if avenant.new_end and convention.start and avenant.new_end < convention.start:
        problems.append("Le nouveau terme précède la prise d’effet de la convention.")
    return problems


def _needs_to_be_last(avenant: Avenant, given: dict[str, Any]) -> list[str]:
    later = avenant.convention.avenants.signed().filter(number__gt=avenant.number)
    if later.exists():
        return ["Un avenant plus récent s’appuie sur celui-ci : annulez-le d’abord."]
    return []


def _sign(avenant: Avenant, given: dict[str, Any]) -> None:
    """Date and number the amendment, move the end and the amount, freeze the text."""
    convention = avenant.convention
    last = convention.avenants.aggregate(last=Max("number"))["last"] or 0
    avenant.number = last + 1
    avenant.signed_on = given["on"]
    avenant.state = AvenantState.SIGNE
    avenant.previous_end, avenant.previous_amount = convention.end, convention.amount
    if avenant.new_end:
        convention.end = avenant.new_end
    if avenant.new_amount is not None:
        convention.amount = avenant.new_amount
    convention.save()
    avenant.instantane = freeze(
        convention,
        describe_text(avenant),
        kind=SNAPSHOT_KIND,
        title=f"Texte après l’avenant n° {avenant.number}",
    )


def _unsign(avenant: Avenant, given: dict[str, Any]) -> None:
    convention = avenant.convention
    if avenant.new_end:
        convention.end = avenant.previous_end
    if avenant.new_amount is not None:
        convention.amount = avenant.previous_amount
    convention.save()
    avenant.number = avenant.signed_on = None
    avenant.previous_end = avenant.previous_amount = avenant.instantane = None


MOVE = "conventions.advance_avenant"
AVENANT_CYCLE = Machine(
    name="avenant",
    states=AvenantState,
    initial=AvenantState.A_PREPARER,
    transitions=(
        Transition(
            name="draft",
            label="Commencer la rédaction",
            sources=(AvenantState.A_PREPARER,),
            target=AvenantState.REDACTION,
            permission=MOVE,
        ),
        Transition(
            name="send",
            label="Envoyer à la signature",
            sources=(AvenantState.REDACTION,),
            target=AvenantState.SIGNATURE,
            permission=MOVE,
            blockers=_needs_content,
        ),
        Transition(
            name="recall",
            label="Reprendre la rédaction",
            sources=(AvenantState.SIGNATURE,),
            target=AvenantState.REDACTION,
            permission=MOVE,
            needs_reason=True,
        ),
        Transition(
            name="sign",
            label="Enregistrer la signature",
            sources=(AvenantState.REDACTION, AvenantState.SIGNATURE),
            target=AvenantState.SIGNE,
            permission=MOVE,
            asks=("on",),
            blockers=_needs_signed_convention,
            effect=_sign,
            tells="numérote l’avenant, applique le nouveau terme et le nouveau montant, "
            "fige le texte consolidé avec son empreinte",
        ),
        Transition(
            name="abandon",
            label="Abandonner l’avenant",
            sources=PENDING_AVENANTS,
            target=AvenantState.ABANDONNE,
            permission=MOVE,
            needs_reason=True,
        ),
        Transition(
            name="unsign",
            label="Annuler une signature saisie par erreur",
            sources=(AvenantState.SIGNE,),
            target=AvenantState.REDACTION,
            permission="conventions.unsign_avenant",
            needs_reason=True,
            blockers=_needs_to_be_last,
            effect=_unsign,
            tells="rend à la convention son terme et son montant précédents",
        ),
    ),
)


def describe_text(avenant: Avenant) -> dict[str, Any]:
    """Return the text of the convention once this amendment is in effect, as plain data."""
    convention = avenant.convention
    base = read_text(convention, date.max, before=avenant)
    text = consolidate(
        [Redaction(r.number, r.title, r.text, r.since, r.is_removed) for r in base],
        [effet_of(avenant)],
        date.max,
    )
    return {
        "convention": convention.title,
        "avenant": str(avenant),
        "terme": convention.end.isoformat() if convention.end else None,
        "montant": convention.amount,
        "articles": [
            {
                "cle": r.number,
                "titre": r.title,
                "texte": "" if r.is_removed else r.text,
                "supprime": r.is_removed,
            }
            for r in text
        ],
    }


def usual_kind(convention: Convention) -> AvenantKind:
    """Return the type most amendments of such a convention have."""
    if convention.kind == ConventionKind.PLURIANNUELLE:
        return AvenantKind.AVENANT_LOCAL
    return AvenantKind.AVENANT_PARTENARIAT


def open_avenant(
    convention: Convention,
    *,
    author: Any,
    objet: str,
    kind: str = "",
    motif: str = "",
    reason: str = "",
    **fields: Any,
) -> Avenant:
    """Put an amendment on the list of those to prepare."""
    with change(author=author, reason=reason or f"Avenant à préparer : {objet}"[:500]):
        avenant: Avenant = Avenant.objects.create(
            convention=convention,
            kind=kind or usual_kind(convention),
            objet=objet,
            motif=motif,
            **fields,
        )
    return avenant


def sign_avenant(
    avenant: Avenant, *, author: Any, on: date, reason: str = ""
) -> Avenant:
    fire(AVENANT_CYCLE, avenant, "sign", author=author, reason=reason, on=on)
    return avenant


@dataclass(frozen=True, slots=True)
class AvenantSuggere:
    """An amendment the facts call for; nothing is opened until a person does."""

    convention: Convention
    kind: AvenantKind
    objet: str
    motif: str


def suggest_avenants(
    convention: Convention, on: date, etats: list[Etat] | None = None
) -> list[AvenantSuggere]:
    """Return the amendments the facts of a running convention call for."""
    if convention.state not in RUNNING_STATES:
        return []
    if etats is None:
        etats = read_etats(list(convention.engagements.all()), on)
    found = [
        *_for_the_end(convention, on, etats),
        *_for_late_ones(convention, etats),
        *_for_the_money(convention),
    ]
    opened = {a.objet for a in convention.avenants.all() if a.is_pending}
    return [suggestion for suggestion in found if suggestion.objet not in opened]


def _for_the_end(
    convention: Convention, on: date, etats: list[Etat]
) -> Iterator[AvenantSuggere]:
    end = convention.end
    if end is None:
        return
    beyond = [
        e.engagement for e in etats if e.engagement.due and e.engagement.due > end
    ]
    open_ones = [e for e in etats if e.tenue != Tenue.TENU]
    notice = date_preavis(end, days=delais_of(convention).renewal_days)
    if beyond:
        yield AvenantSuggere(
            convention,
            usual_kind(convention),
            "Prolonger la convention",
            f"{_numbers(beyond)} après le terme du {format_date(end)}.",
        )
    elif open_ones and notice <= on:
        count = plural(len(open_ones), "engagement n’est", "engagements ne sont")
        tail = "pas encore tenu" if len(open_ones) == 1 else "pas encore tenus"
        yield AvenantSuggere(
            convention,
            usual_kind(convention),
            "Prolonger la convention ou la laisser finir",
            f"Le terme est le {format_date(end)} et {count} {tail}.",
        )


def _for_late_ones(
    convention: Convention, etats: list[Etat]
) -> Iterator[AvenantSuggere]:
    late = [e.engagement for e in etats if e.tenue == Tenue.EN_RETARD]
    if not late:
        return
    # Local practice: the calendar is a minor adjustment, the programme is not.
    is_calendar = all(e.kind == EngagementKind.OPERATION for e in late)
    kind = usual_kind(convention)
    if convention.kind == ConventionKind.PLURIANNUELLE and is_calendar:
        kind = AvenantKind.AJUSTEMENT_MINEUR
    yield AvenantSuggere(
        convention,
        kind,
        "Recaler le calendrier ou la cible des engagements en retard",
        f"{_numbers(late)} en retard.",
    )


def _for_the_money(convention: Convention) -> Iterator[AvenantSuggere]:
    planned = sum(v.amount for v in convention.versements.all())
    if convention.amount is not None and planned > convention.amount:
        yield AvenantSuggere(
            convention,
            usual_kind(convention),
            "Porter le montant à celui des versements prévus",
            f"Les versements prévus font {format_euros(planned, short=True)} pour un "
            f"montant de {format_euros(convention.amount, short=True)}.",
        )


def _numbers(engagements: list[Engagement]) -> str:
    numbers = ", ".join(str(e.number) for e in engagements)
    return (
        f"Engagement {numbers}" if len(engagements) == 1 else f"Engagements {numbers}"
    )
