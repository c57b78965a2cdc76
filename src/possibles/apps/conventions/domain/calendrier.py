"""What dates a convention's facts impose: a pure computation, facts in, dates out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from possibles.apps.conventions.enums import (
    DRAFT_STATES,
    ConventionKind,
    ConventionState,
    CourrierKind,
    EcheanceKind,
)
from possibles.common.french import format_date, format_euros, plural

from .delais import (
    date_paiement,
    date_preavis,
    date_publication,
    date_resiliation,
    date_saisine,
)

# Décret 2017-779 : conventions par lesquelles une autorité verse une subvention.
PUBLISHED_KINDS = {ConventionKind.PARTENARIAT, ConventionKind.SUBVENTION}


@dataclass(frozen=True, slots=True)
class Delais:
    """The delays in force, and where each comes from.

    `sources` maps the name of a delay to « article 6 » or the source of the parameter.
    """

    dispute_days: int = 30
    termination_months: int = 6
    renewal_days: int = 90
    payment_days: int = 30
    publication_months: int = 3
    publication_above: int = 2_300_000
    sources: dict[str, str] = field(default_factory=dict)

    def source(self, name: str) -> str:
        found = self.sources.get(name, "")
        return f" ({found})" if found else ""


@dataclass(frozen=True, slots=True)
class Lettre:
    """A registered letter."""

    key: int
    kind: str
    sent_on: date
    received_on: date | None = None
    closed_on: date | None = None
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Paiement:
    """A payment foreseen."""

    key: int
    label: str
    amount: int
    requested_on: date | None = None
    due: date | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Promesse:
    """A commitment that has a day."""

    key: int
    number: int
    text: str
    due: date


@dataclass(frozen=True, slots=True)
class Faits:
    """What the dates of a convention are computed from."""

    kind: str
    state: str
    signed_on: date | None = None
    end: date | None = None
    amount: int | None = None
    lettres: Sequence[Lettre] = ()
    paiements: Sequence[Paiement] = ()
    promesses: Sequence[Promesse] = ()
    delais: Delais = field(default_factory=Delais)


@dataclass(frozen=True, slots=True)
class Jour:
    """A date the facts impose; `done_on` only when a fact itself keeps it."""

    code: str
    kind: EcheanceKind
    label: str
    due: date
    rule: str
    done_on: date | None = None


def compute_jours(faits: Faits) -> list[Jour]:
    """Return every date the convention's facts impose, the earliest first."""
    found = [
        *_of_the_end(faits),
        *_of_publication(faits),
        *_of_letters(faits),
        *_of_payments(faits),
        *_of_promises(faits),
    ]
    return sorted(found, key=lambda jour: (jour.due, jour.code))


def _of_the_end(faits: Faits) -> Iterator[Jour]:
    if faits.end is None or faits.state == ConventionState.RESILIEE:
        return
    delais = faits.delais
    yield Jour(
        "terme",
        EcheanceKind.TERME,
        "Terme de la convention",
        faits.end,
        "Date de fin de la convention, avenants signés compris",
        done_on=faits.end if faits.state == ConventionState.ECHUE else None,
    )
    yield Jour(
        "preavis",
        EcheanceKind.PREAVIS,
        "Décider de la suite : renouveler, prolonger par avenant ou laisser finir",
        date_preavis(faits.end, days=delais.renewal_days),
        f"{plural(delais.renewal_days, 'jour')} avant le terme"
        + delais.source("renewal"),
        done_on=faits.end if faits.state == ConventionState.ECHUE else None,
    )


def _of_publication(faits: Faits) -> Iterator[Jour]:
    delais = faits.delais
    if (
        faits.signed_on is None
        or faits.state in DRAFT_STATES
        or faits.kind not in PUBLISHED_KINDS
        or (faits.amount or 0) <= delais.publication_above
    ):
        return
    threshold = format_euros(delais.publication_above, short=True)
    yield Jour(
        "publication",
        EcheanceKind.PUBLICATION,
        "Publier les données essentielles de la subvention (SCDL)",
        date_publication(faits.signed_on, months=delais.publication_months),
        f"{delais.publication_months} mois après la signature, au-dessus de {threshold}"
        + delais.source("publication"),
    )


def _of_letters(faits: Faits) -> Iterator[Jour]:
    delais = faits.delais
    for lettre in faits.lettres:
        if lettre.kind == CourrierKind.RESILIATION:
            yield Jour(
                f"resiliation-{lettre.key}",
                EcheanceKind.RESILIATION,
                "La résiliation prend effet",
                date_resiliation(lettre.sent_on, months=delais.termination_months),
                f"{delais.termination_months} mois à compter de la lettre du "
                f"{format_date(lettre.sent_on)}" + delais.source("termination"),
                done_on=lettre.closed_on,
            )
        elif lettre.received_on is not None:
            yield Jour(
                f"saisine-{lettre.key}",
                EcheanceKind.LITIGE,
                "Fin de la tentative amiable : le tribunal peut être saisi",
                date_saisine(lettre.received_on, days=delais.dispute_days),
                f"{plural(delais.dispute_days, 'jour calendaire', 'jours calendaires')} "
                f"à compter de la réception, le {format_date(lettre.received_on)}"
                + delais.source("dispute"),
                done_on=lettre.closed_on,
            )


def expected_on(paiement: Paiement, delais: Delais) -> date | None:
    """Return the day a payment is expected: written, or counted from the request."""
    if paiement.due is not None:
        return paiement.due
    if paiement.requested_on is not None:
        return date_paiement(paiement.requested_on, days=delais.payment_days)
    return None


def _of_payments(faits: Faits) -> Iterator[Jour]:
    for paiement in faits.paiements:
        day = expected_on(paiement, faits.delais)
        if day is None:
            continue
        rule = "Date prévue par la convention"
        if paiement.due is None:
            rule = (
                f"{plural(faits.delais.payment_days, 'jour')} après la demande"
                + faits.delais.source("payment")
            )
        yield Jour(
            f"versement-{paiement.key}",
            EcheanceKind.VERSEMENT,
            f"{paiement.label} : {format_euros(paiement.amount, short=True)}"[:200],
            day,
            rule,
            done_on=paiement.paid_on,
        )


def _of_promises(faits: Faits) -> Iterator[Jour]:
    for promesse in faits.promesses:
        text = promesse.text if len(promesse.text) <= 150 else promesse.text[:149] + "…"
        yield Jour(
            f"engagement-{promesse.key}",
            EcheanceKind.ENGAGEMENT,
            f"Engagement {promesse.number} : {text}",
            promesse.due,
            "Échéance écrite sur l’engagement",
        )
