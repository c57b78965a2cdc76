"""The yearly cycle of an agenda: prepared, submitted, validated, followed, evaluated."""

from datetime import date
from typing import Any

from django.utils import timezone

from possibles.apps.contrat.enums import AgendaState
from possibles.apps.contrat.models import Agenda, Inscription
from possibles.apps.conventions.models import Convention
from possibles.apps.gouvernance.models import Decision
from possibles.apps.journal.domain.snapshots import freeze
from possibles.apps.journal.domain.states import (
    Machine,
    Transition,
    TransitionRefusedError,
    fire,
)
from possibles.apps.journal.models import change

from .avenants import SNAPSHOT_KIND
from .contenu import describe_agenda


def _needs_projets(agenda: Agenda, given: dict[str, Any]) -> list[str]:
    if agenda.inscriptions.exists():
        return []
    return ["Inscrivez au moins un projet avant de soumettre l’agenda."]


def _needs_past_date(agenda: Agenda, given: dict[str, Any]) -> list[str]:
    if given["on"] > timezone.localdate():
        return ["Le comité de pilotage ne peut pas avoir validé dans l’avenir."]
    if agenda.submitted_on and given["on"] < agenda.submitted_on:
        return ["L’agenda ne peut pas être validé avant d’avoir été soumis."]
    return []


def _needs_evaluation(agenda: Agenda, given: dict[str, Any]) -> list[str]:
    if given["evaluation"].strip():
        return []
    return ["Rédigez l’évaluation partagée avant de clore l’année."]


def _submit(agenda: Agenda, given: dict[str, Any]) -> None:
    agenda.submitted_on = given["on"]


def _return(agenda: Agenda, given: dict[str, Any]) -> None:
    agenda.submitted_on = None


def _validate(agenda: Agenda, given: dict[str, Any]) -> None:
    agenda.validated_on = given["on"]
    agenda.decision = given["decision"]
    agenda.instantane = freeze_agenda(agenda)


def _evaluate(agenda: Agenda, given: dict[str, Any]) -> None:
    agenda.evaluation = given["evaluation"]
    agenda.evaluated_on = given["on"]


AGENDA_CYCLE = Machine(
    name="agenda",
    states=AgendaState,
    initial=AgendaState.PREPARATION,
    transitions=(
        Transition(
            name="submit",
            label="Soumettre au comité de pilotage",
            sources=(AgendaState.PREPARATION,),
            target=AgendaState.SOUMIS,
            permission="contrat.submit_agenda",
            asks=("on",),
            blockers=_needs_projets,
            effect=_submit,
            tells="date la soumission",
        ),
        Transition(
            name="return",
            label="Renvoyer en préparation",
            sources=(AgendaState.SOUMIS,),
            target=AgendaState.PREPARATION,
            permission="contrat.return_agenda",
            needs_reason=True,
            effect=_return,
        ),
        Transition(
            name="validate",
            label="Enregistrer la validation du comité",
            sources=(AgendaState.SOUMIS,),
            target=AgendaState.VALIDE,
            permission="contrat.validate_agenda",
            asks=("on", "decision"),
            blockers=_needs_past_date,
            effect=_validate,
            tells="fige l’agenda et l’ouvre au public ; il ne change plus que par avenant",
        ),
        Transition(
            name="follow",
            label="Ouvrir le suivi",
            sources=(AgendaState.VALIDE,),
            target=AgendaState.SUIVI,
            permission="contrat.follow_agenda",
        ),
        Transition(
            name="evaluate",
            label="Clore l’année par son évaluation",
            sources=(AgendaState.SUIVI,),
            target=AgendaState.EVALUE,
            permission="contrat.evaluate_agenda",
            asks=("evaluation", "on"),
            blockers=_needs_evaluation,
            effect=_evaluate,
            tells="date l’évaluation",
        ),
    ),
)


def prepare_agenda(
    contrat: Convention, year: int, *, author: Any, reason: str = ""
) -> Agenda:
    """Open the agenda of a year, with what the year before left unfinished.

    Projects keep their identity, so their indicators, targets and partners come along.

    Raises
    ------
    TransitionRefusedError
        That year already has its agenda.
    """
    if Agenda.objects.filter(contrat=contrat, year=year).exists():
        raise TransitionRefusedError([f"L’agenda {year} existe déjà : ouvrez-le."])
    previous = (
        Agenda.objects.filter(contrat=contrat, year__lt=year).order_by("-year").first()
    )
    with change(author=author, reason=reason or f"Préparer l’agenda {year}"):
        agenda = Agenda(
            contrat=contrat,
            year=year,
            title=f"L’agenda {year} des partenaires du contrat",
        )
        agenda.full_clean(exclude=["contrat"])
        agenda.save()
        if previous is not None:
            carry_over(previous, agenda)
    return agenda


def carry_over(previous: Agenda, agenda: Agenda) -> list[Inscription]:
    """Place on an agenda what another left unfinished. Call it inside a change."""
    held = set(agenda.inscriptions.values_list("projet_id", flat=True))
    carried = [
        Inscription.objects.create(
            agenda=agenda,
            projet=inscription.projet,
            orientation=inscription.orientation,
            position=inscription.position,
            is_reconduite=True,
        )
        for inscription in previous.inscriptions.select_related("projet", "orientation")
        if not inscription.projet.is_closed and inscription.projet_id not in held
    ]
    open_chantiers = [c for c in previous.chantiers.all() if not c.is_closed]
    agenda.chantiers.add(*open_chantiers)
    return carried


def submit_agenda(
    agenda: Agenda, *, author: Any, on: date | None = None, reason: str = ""
) -> Agenda:
    day = on or timezone.localdate()
    fire(AGENDA_CYCLE, agenda, "submit", author=author, reason=reason, on=day)
    return agenda


def return_agenda(agenda: Agenda, *, author: Any, reason: str) -> Agenda:
    fire(AGENDA_CYCLE, agenda, "return", author=author, reason=reason)
    return agenda


def validate_agenda(
    agenda: Agenda,
    *,
    author: Any,
    on: date,
    decision: Decision | None = None,
    reason: str = "",
) -> Agenda:
    """Record that the comité de pilotage validated the agenda on a day, and freeze it."""
    fire(
        AGENDA_CYCLE,
        agenda,
        "validate",
        author=author,
        reason=reason,
        on=on,
        decision=decision,
    )
    return agenda


def follow_agenda(agenda: Agenda, *, author: Any, reason: str = "") -> Agenda:
    fire(AGENDA_CYCLE, agenda, "follow", author=author, reason=reason)
    return agenda


def evaluate_agenda(
    agenda: Agenda,
    *,
    author: Any,
    evaluation: str,
    on: date | None = None,
    reason: str = "",
) -> Agenda:
    fire(
        AGENDA_CYCLE,
        agenda,
        "evaluate",
        author=author,
        reason=reason,
        evaluation=evaluation,
        on=on or timezone.localdate(),
    )
    return agenda


def freeze_agenda(agenda: Agenda) -> Any:
    """Keep what the agenda commits to at its validation. Call it inside a change."""
    return freeze(
        agenda,
        describe_agenda(agenda),
        kind=SNAPSHOT_KIND,
        title=f"Agenda {agenda.year} validé",
    )
