"""Rules about what one operation waits for from another."""

from collections.abc import Iterator

from possibles.apps.opc.domain.alertes.faits import (
    Amont,
    Constat,
    Contexte,
    InterfaceVue,
    OperationVue,
    Preuve,
)
from possibles.apps.opc.enums import FamilleDAlerte, Gravite
from possibles.apps.operations.domain.planning.wording import tell_days
from possibles.apps.operations.enums import DELIVERED
from possibles.common.french import NNBSP, format_date

from .registre import day, regle, seuil

INTERFACE = FamilleDAlerte.INTERFACE
MARGE = "opc.interface_marge_jours"
HORIZON = "opc.interface_horizon_jours"


@regle(
    "interface", "Interface promise trop tard, ou sans date", INTERFACE, MARGE, HORIZON
)
def check_interfaces(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    if vue.state in DELIVERED:
        return
    for held in vue.interfaces:
        found = _judge(vue, held, contexte)
        if found is not None:
            yield found


def _judge(vue: OperationVue, held: InterfaceVue, contexte: Contexte) -> Constat | None:
    if held.needed is None:
        return None
    expected = held.expected
    if expected is None:
        left = (held.needed - contexte.today).days
        if left > contexte.days(HORIZON):
            return None
        gravite = Gravite.MAJEURE if left < 0 else Gravite.ATTENTION
        title = f"« {held.label} » n’a pas de date promise"
        late = max(0, -left)
        crossed = HORIZON
    else:
        margin = (held.needed - expected).days
        if margin >= contexte.days(MARGE):
            return None
        late = max(0, -margin)
        crossed = MARGE
        if late:
            gravite = _gravity(vue, late)
            title = f"« {held.label} » arrivera {tell_days(late)} trop tard"
        else:
            gravite = Gravite.ATTENTION
            title = f"« {held.label} » n’a que {tell_days(margin)} de marge"
    return Constat(
        rule="interface",
        cause=f"interface:{held.pk}",
        gravite=gravite,
        title=title,
        text=(
            f"{held.giver_owner} doit remettre « {held.label} » "
            f"(opération « {held.giver_title} ») à {vue.owner}."
        ),
        evidence=(
            day("Nécessaire le", held.needed, f"« {vue.title} »"),
            *_dates(held),
            seuil(contexte, crossed),
        ),
        impact_days=late,
        operation=vue.pk,
        projet=vue.projet,
        interface=held.pk,
    )


def _dates(held: InterfaceVue) -> Iterator[Preuve]:
    if held.promised:
        yield day("Promis pour le", held.promised, held.giver_owner)
    if held.forecast:
        yield day("Prévu au planning le", held.forecast, f"« {held.giver_title} »")
    if held.expected is None:
        yield Preuve(label="Date promise", value="aucune", source=held.giver_owner)


def _gravity(vue: OperationVue, late: int) -> Gravite:
    """Return « blocking » when the delay eats the whole margin before a limit."""
    limit = vue.delivery_limit
    if limit and vue.delivery_forecast and (limit - vue.delivery_forecast).days < late:
        return Gravite.BLOQUANTE
    return Gravite.MAJEURE


@regle("predecesseur", "Opération en amont qui glisse", INTERFACE)
def check_amonts(vue: OperationVue, contexte: Contexte) -> Iterator[Constat]:
    """A6: what comes before slips and pushes this operation.

    When an interface names the same two tasks it carries the alert: one cause, one alert.
    """
    if vue.state in DELIVERED:
        return
    named = {(held.gives_etape, held.gets_etape) for held in vue.interfaces}
    worst: dict[int, Amont] = {}
    for amont in vue.amonts:
        pushed = amont.before.finish_slip > 0 and amont.after.start_slip > 0
        if amont.before.is_finished or not pushed:
            continue
        if (amont.before.pk, amont.after.pk) in named:
            continue
        known = worst.get(amont.giver)
        if known is None or amont.after.start_slip > known.after.start_slip:
            worst[amont.giver] = amont
    for amont in worst.values():
        yield _tell_amont(vue, amont)


def _tell_amont(vue: OperationVue, amont: Amont) -> Constat:
    pushed = amont.after.start_slip
    before, after = amont.before, amont.after
    evidence = []
    if before.reference_finish and before.finish:
        evidence.append(
            Preuve(
                label=f"« {before.name} »",
                value=(
                    f"{format_date(before.reference_finish)} →{NNBSP}"
                    f"{format_date(before.finish)}"
                ),
                source=f"« {amont.giver_title} », {amont.giver_owner}",
            )
        )
    if after.reference_start and after.start:
        evidence.append(
            Preuve(
                label=f"« {after.name} »",
                value=(
                    f"{format_date(after.reference_start)} →{NNBSP}"
                    f"{format_date(after.start)}"
                ),
                source=f"« {vue.title} », {vue.owner}",
            )
        )
    tight = after.total_float is not None and after.total_float <= 0
    return Constat(
        rule="predecesseur",
        cause=f"predecesseur:{amont.giver}:{vue.pk}",
        gravite=Gravite.MAJEURE if tight else Gravite.ATTENTION,
        title=f"« {amont.giver_title} » repousse l’opération de {tell_days(pushed)}",
        text=(
            f"« {before.name} » finit {tell_days(before.finish_slip)} plus tard qu’au dernier "
            f"repère, et « {after.name} » l’attend."
        ),
        evidence=tuple(evidence),
        impact_days=pushed,
        operation=vue.pk,
        projet=vue.projet,
    )
