"""Rules about what was signed: reservations of the comité d'engagement, terms."""

from collections.abc import Iterator

from possibles.apps.conventions.enums import EcheanceKind
from possibles.apps.opc.domain.alertes.faits import (
    Constat,
    Contexte,
    EcheanceVue,
    OperationVue,
    Preuve,
    TexteVue,
)
from possibles.apps.opc.enums import FamilleDAlerte, Gravite
from possibles.apps.operations.domain.planning.wording import tell_days
from possibles.apps.operations.enums import DELIVERED

from . import registre
from .registre import amount, day, regle, seuil

CONVENTION = FamilleDAlerte.CONVENTION
PREAVIS = "opc.convention_preavis_jours"
ATTENTE = "convention.paiement_jours"
# What a convention waits for, and what to do about it: its term and its payments have
# rules of their own, its commitments are followed one by one.
_SUITES = {
    EcheanceKind.LITIGE: (
        "La tentative amiable a un terme : trouvez un accord écrit, ou décidez de "
        "saisir le tribunal."
    ),
    EcheanceKind.RESILIATION: (
        "La résiliation prend effet ce jour-là : soldez les versements et dites ce que "
        "deviennent les engagements."
    ),
    EcheanceKind.PUBLICATION: (
        "Publiez les données essentielles de la subvention, puis marquez l’échéance tenue."
    ),
    EcheanceKind.REVOYURE: "Réunissez les parties, puis marquez l’échéance tenue.",
    EcheanceKind.RENDU: "Rendez le document attendu, puis marquez l’échéance tenue.",
    EcheanceKind.AUTRE: "Faites ce que l’échéance demande, puis marquez-la tenue.",
}


@regle("reserve", "Réserve du comité d’engagement non levée", CONVENTION)
def check_reserves(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """A7: one cause for each reservation."""
    for reserve in vue.reserves:
        late = (contexte.today - reserve.due).days if reserve.due else 0
        is_late = late > 0
        evidence = [
            Preuve(label="Réserve", value=reserve.text, source="comité d’engagement")
        ]
        if reserve.asked_on:
            evidence.append(day("Émise le", reserve.asked_on))
        if reserve.due:
            evidence.append(day("À lever avant le", reserve.due))
        yield Constat(
            rule="reserve",
            cause=f"reserve:{reserve.pk}",
            gravite=Gravite.MAJEURE if is_late else Gravite.ATTENTION,
            title=(
                f"Réserve à lever depuis {tell_days(late)}"
                if is_late
                else "Réserve du comité d’engagement à lever"
            ),
            text=f"« {reserve.text} » Déposez ce qui la lève, avec sa date.",
            evidence=tuple(evidence),
            impact_days=max(0, late),
            impact_cents=vue.subsidy or None,
            operation=vue.pk,
            projet=vue.projet,
        )


@regle("terme", "Convention qui se termine avant l’opération", CONVENTION, PREAVIS)
def check_terme(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """One cause for each convention, whatever the number of operations it holds."""
    held = vue.convention
    if held is None or held.end is None or vue.state in DELIVERED:
        return
    left = (held.end - contexte.today).days
    beyond = (vue.delivery_forecast - held.end).days if vue.delivery_forecast else 0
    if left > contexte.days(PREAVIS) and beyond <= 0:
        return
    is_near = left <= contexte.days(PREAVIS)
    if left < 0:
        title = f"« {held.title} » est échue depuis {tell_days(left)}"
    elif is_near:
        title = f"« {held.title} » se termine dans {tell_days(left)}"
    else:
        title = f"« {held.title} » se termine avant la livraison"
    evidence = [day("Terme de la convention", held.end, held.title)]
    if vue.delivery_forecast:
        evidence.append(day(f"Livraison de « {vue.title} »", vue.delivery_forecast))
    yield Constat(
        rule="terme",
        cause=f"terme:{held.pk}",
        gravite=Gravite.MAJEURE if is_near else Gravite.ATTENTION,
        title=title,
        text="Des opérations restent à livrer : préparez l’avenant de prolongation.",
        evidence=(*evidence, seuil(contexte, PREAVIS)),
        impact_days=max(0, beyond),
        projet=vue.projet,
        convention=held.pk,
    )


@regle(
    "terme-convention",
    "Convention sans opération qui se termine",
    CONVENTION,
    PREAVIS,
    on=registre.CONVENTION,
)
def check_fin(vue: TexteVue, contexte: Contexte) -> Iterator[Constat]:
    """Speak for the conventions that hold no operation; the others, `terme` tells."""
    if vue.end is None or vue.has_operations:
        return
    left = (vue.end - contexte.today).days
    if left > contexte.days(PREAVIS):
        return
    title = (
        f"« {vue.title} » est échue depuis {tell_days(left)}"
        if left < 0
        else f"« {vue.title} » se termine dans {tell_days(left)}"
    )
    if not vue.is_signed:
        title += ", sans être signée"
    evidence = [day("Terme de la convention", vue.end, vue.title)]
    if vue.unpaid:
        evidence.append(amount("Versements non faits", vue.unpaid, "convention"))
    yield Constat(
        rule="terme-convention",
        cause=f"terme:{vue.pk}",
        gravite=Gravite.MAJEURE if left < 0 else Gravite.ATTENTION,
        title=title,
        text=(
            "Décidez de la suite\u202f: renouveler, prolonger par avenant ou laisser finir."
            if vue.is_signed
            else "Signez-la, revoyez son terme, ou dites qu’elle est abandonnée."
        ),
        evidence=(*evidence, seuil(contexte, PREAVIS)),
        impact_days=max(0, -left),
        impact_cents=vue.unpaid or None,
        projet=vue.projet,
        convention=vue.pk,
    )


@regle(
    "versement",
    "Versement d’une convention en retard",
    CONVENTION,
    ATTENTE,
    on=registre.CONVENTION,
)
def check_versements(vue: TexteVue, contexte: Contexte) -> Iterator[Constat]:
    """One cause a payment; major once it is later than a payment usually takes."""
    for held in vue.echeances:
        late = (contexte.today - held.due).days
        if held.kind != EcheanceKind.VERSEMENT or late <= 0:
            continue
        evidence = [day("Attendu le", held.due, held.rule)]
        if held.cents:
            evidence.append(amount("Montant", held.cents, vue.title))
        yield Constat(
            rule="versement",
            cause=f"{held.code}:{vue.pk}",
            gravite=Gravite.MAJEURE
            if late > contexte.days(ATTENTE)
            else Gravite.ATTENTION,
            title=f"Versement attendu depuis {tell_days(late)} : {held.label}",
            text=(
                f"« {vue.title} » prévoit ce versement et il n’est pas fait. Relancez le "
                "financeur, ou inscrivez la date où il a été versé."
            ),
            evidence=(*evidence, seuil(contexte, ATTENTE)),
            impact_days=late,
            impact_cents=held.cents,
            projet=vue.projet,
            convention=vue.pk,
        )


@regle(
    "echeance-convention",
    "Échéance d’une convention proche ou dépassée",
    CONVENTION,
    PREAVIS,
    on=registre.CONVENTION,
)
def check_echeances(vue: TexteVue, contexte: Contexte) -> Iterator[Constat]:
    """Disputes, terminations, publications and dates written by hand."""
    for held in vue.echeances:
        left = (held.due - contexte.today).days
        if held.kind not in _SUITES or left > contexte.days(PREAVIS):
            continue
        yield Constat(
            rule="echeance-convention",
            cause=f"echeance:{held.code}:{vue.pk}",
            gravite=_weigh(held, left),
            title=(
                f"{held.label} : dépassée de {tell_days(left)}"
                if left < 0
                else f"{held.label} : dans {tell_days(left)}"
            ),
            text=f"« {vue.title} ». {_SUITES[EcheanceKind(held.kind)]}",
            evidence=(day("Échéance", held.due, held.rule), seuil(contexte, PREAVIS)),
            impact_days=max(0, -left),
            impact_cents=(vue.unpaid or None)
            if held.kind == EcheanceKind.RESILIATION
            else None,
            projet=vue.projet,
            convention=vue.pk,
        )


def _weigh(held: EcheanceVue, left: int) -> Gravite:
    """Weigh a termination heavily from its letter on; the rest once it is late."""
    if held.kind == EcheanceKind.RESILIATION:
        return Gravite.MAJEURE
    return Gravite.ATTENTION if left < 0 else Gravite.INFORMATION
