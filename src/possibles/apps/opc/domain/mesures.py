"""Corrective measures: tried on the schedule before, decided, measured after."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from possibles.apps.gouvernance.enums import ActionState
from possibles.apps.gouvernance.models import Action
from possibles.apps.journal.domain.states import Machine, Transition, fire
from possibles.apps.journal.models import change
from possibles.apps.opc.enums import EtatAlerte, EtatMesure
from possibles.apps.opc.models import Alerte, MesureCorrective
from possibles.apps.operations.domain.planning.wording import tell_days
from possibles.apps.operations.models import Operation, Proposition
from possibles.common.french import NNBSP, plural

CHANGE = "opc.change_mesure"


def simulate(
    changes: Sequence[Mapping[str, Any]], operation: Operation, person: Any
) -> dict[str, Any]:
    """Return what a change of the schedule would give, without writing anything.

    Raises
    ------
    PlanningError
        When the change is not understood or contradicts the schedule.
    """
    # The engine's passes import numpy: for those who simulate only.
    from possibles.apps.operations.domain.planning.cascade import preview

    cascade = preview(changes, person)
    touched = {row.operation: row for row in cascade.operations}
    mine = touched.get(operation.pk)
    return {
        "gained_days": 0 if mine is None else -mine.shift,
        "delivery_before": _iso(operation.delivery_forecast),
        "operations": [
            {"title": row.title, "owner": row.owner_name, "text": row.text}
            for row in cascade.operations
        ],
        "interfaces": [
            {"label": row.label, "before": row.before, "after": row.after}
            for row in cascade.interfaces
        ],
        "deadlines": [row.text for row in cascade.deadlines],
        "owners": [name for _, name in cascade.owners],
        "may_apply": cascade.may_apply,
        "refusals": list(cascade.refusals),
    }


def tell_simulation(simulation: Mapping[str, Any]) -> list[str]:
    """Say in a few sentences what a simulation gave."""
    if not simulation:
        return []
    gained = simulation["gained_days"]
    told = [
        f"L’opération finirait {tell_days(gained)} plus tôt."
        if gained > 0
        else f"L’opération finirait {tell_days(gained)} plus tard."
        if gained < 0
        else "La fin de l’opération ne bouge pas."
    ]
    told += [
        f"Interface « {row['label']} »{NNBSP}: {_tell_margin(row['before'])} → "
        f"{_tell_margin(row['after'])}."
        for row in simulation["interfaces"]
    ]
    told += list(simulation["deadlines"])
    if simulation["owners"]:
        names = ", ".join(simulation["owners"])
        told.append(f"Des tâches de {names} bougent{NNBSP}: il faudra leur accord.")
    return told


def _tell_margin(days: int | None) -> str:
    if days is None:
        return "marge inconnue"
    return f"{tell_days(days)} de {'marge' if days >= 0 else 'retard'}"


def propose_mesure(
    mesure: MesureCorrective, alertes: Sequence[Alerte], *, author: Any
) -> MesureCorrective:
    """Keep a measure, with the effect the schedule gives it today."""
    if mesure.operation is not None:
        mesure.renouvellement = mesure.operation.renouvellement
    mesure.author = author
    with change(author=author, reason="Proposer une mesure corrective"):
        try_again(mesure, author)
        mesure.save()
        mesure.alertes.set(alertes)
    return mesure


def try_again(mesure: MesureCorrective, person: Any) -> None:
    """Simulate the measure on the schedule of today; it is saved by the caller."""
    if mesure.changes and mesure.operation is not None:
        mesure.simulation = simulate(mesure.changes, mesure.operation, person)
        mesure.simulated_at = timezone.now()
    else:
        mesure.simulation, mesure.simulated_at = {}, None


def _adopt(mesure: MesureCorrective, given: dict[str, Any]) -> None:
    """Date it, remember the delivery it is measured against, open its alerts."""
    mesure.adopted_on = timezone.localdate()
    if mesure.operation is not None:
        held = {"delivery_before": _iso(mesure.operation.delivery_forecast)}
        mesure.simulation = {**mesure.simulation, **held}
    for alerte in mesure.alertes.filter(state=EtatAlerte.PROPOSEE):
        alerte.state = EtatAlerte.OUVERTE
        alerte.save()


def _complete(mesure: MesureCorrective, given: dict[str, Any]) -> None:
    mesure.done_on = given.get("on") or timezone.localdate()
    mesure.observed = given.get("observed", "")
    mesure.observed_days = observe(mesure)
    told = mesure.observed or tell_observed(mesure.observed_days)
    _close_actions(mesure, ActionState.FAITE, told, mesure.done_on)


def _abandon(mesure: MesureCorrective, given: dict[str, Any]) -> None:
    mesure.motif = given["motif"]
    _close_actions(mesure, ActionState.ABANDONNEE, mesure.motif)


def _close_actions(
    mesure: MesureCorrective, state: str, told: str, on: date | None = None
) -> None:
    """Close what the governance asks about a measure together with the measure."""
    for action in Action.objects.about(mesure).open():
        action.state, action.proof, action.done_on = state, told, on
        action.save()


MESURES = Machine(
    name="Mesure corrective",
    states=EtatMesure,
    initial=EtatMesure.PROPOSEE,
    transitions=(
        Transition(
            "adopt",
            "Adopter la mesure",
            (EtatMesure.PROPOSEE,),
            EtatMesure.ADOPTEE,
            CHANGE,
            effect=_adopt,
            tells="retient la livraison du jour, ouvre les alertes qu’elle traite",
        ),
        Transition(
            "complete",
            "Déclarer réalisée",
            (EtatMesure.ADOPTEE,),
            EtatMesure.REALISEE,
            "opc.report_mesure",
            asks=("on", "observed"),
            effect=_complete,
            tells="mesure les jours gagnés depuis l’adoption",
        ),
        Transition(
            "abandon",
            "Abandonner",
            (EtatMesure.PROPOSEE, EtatMesure.ADOPTEE),
            EtatMesure.ABANDONNEE,
            CHANGE,
            needs_reason=True,
            effect=_abandon,
        ),
    ),
)


def move_mesure(
    mesure: MesureCorrective, name: str, *, author: Any, reason: str = "", **given: Any
) -> MesureCorrective:
    moved: MesureCorrective = fire(
        MESURES,
        mesure,
        name,
        author=author,
        reason=reason,
        motif=reason.strip(),
        **given,
    )
    return moved


def observe(mesure: MesureCorrective) -> int | None:
    """Return the days gained on the delivery since the measure was adopted."""
    before = mesure.simulation.get("delivery_before")
    operation = mesure.operation
    if before is None or operation is None or operation.delivery_forecast is None:
        return None
    return (date.fromisoformat(before) - operation.delivery_forecast).days


def apply_mesure(mesure: MesureCorrective, *, author: Any) -> Proposition | None:
    """Write the measure in the schedule, or ask the owners it moves.

    Returns
    -------
    The proposition sent to the owners concerned; nothing when it was applied at once.

    Raises
    ------
    PlanningError
        When the schedule refuses the change.
    """
    from possibles.apps.operations.domain.planning.cascade import apply, preview
    from possibles.apps.operations.domain.planning.propositions import propose

    cascade = preview(mesure.changes, author)
    reason = f"Mesure corrective{NNBSP}: {mesure.title}"
    if cascade.may_apply:
        apply(cascade, author=author, reason=reason)
        return None
    return propose(cascade, author=author, reason=reason)


def tell_observed(days: int | None) -> str:
    if days is None:
        return "Effet non mesurable au planning."
    if days == 0:
        return "La livraison n’a pas bougé depuis l’adoption."
    word = "gagné" if days > 0 else "perdu"
    return f"{plural(abs(days), 'jour')} {word}{'s' if abs(days) > 1 else ''} depuis l’adoption."


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
