"""Rules about what was signed: reservations of the comité d'engagement, terms."""

from collections.abc import Iterator

from possibles.apps.opc.domain.alertes.faits import (
    Constat,
    Contexte,
    OperationVue,
    Preuve,
)
from possibles.apps.opc.enums import FamilleDAlerte, Gravite
from possibles.apps.operations.domain.planning.wording import tell_days
from possibles.apps.operations.enums import DELIVERED

from .registre import day, regle, seuil

CONVENTION = FamilleDAlerte.CONVENTION
PREAVIS = "opc.convention_preavis_jours"


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
