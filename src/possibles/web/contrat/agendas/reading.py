"""Gather what an agenda's page and its PDF show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from possibles.apps.contrat.domain.avenants import SNAPSHOT_KIND
from possibles.apps.contrat.domain.cycle import AGENDA_CYCLE
from possibles.apps.contrat.enums import AgendaState, Meteo
from possibles.apps.contrat.models import Agenda, Inscription, Orientation, Projet
from possibles.apps.journal.domain.queries import snapshots_of

ORDER = list(AgendaState)


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the year: its name, its date when known, where we stand."""

    label: str
    date: Any
    state: str  # done, current or next


@dataclass(frozen=True, slots=True)
class Section:
    """An orientation and the projects placed under it."""

    orientation: Orientation
    inscriptions: list[Inscription]


@dataclass(frozen=True, slots=True)
class MeteoCount:
    value: str
    label: str
    count: int


def read_agenda(agenda: Agenda, user: Any) -> dict[str, Any]:
    projets = Projet.objects.select_related("chef_de_file").prefetch_related(
        "partenaires__organisation", "communes", "quartiers", "jalons"
    )
    inscriptions = list(
        agenda.inscriptions.select_related("orientation").prefetch_related(
            Prefetch("projet", projets)
        )
    )
    return {
        "agenda": agenda,
        "steps": _steps(agenda),
        "transitions": AGENDA_CYCLE.list_open(agenda, user),
        "sections": _sections(inscriptions),
        "count": len(inscriptions),
        "meteos": _count_meteos(inscriptions),
        "chantiers": agenda.chantiers.prefetch_related("acteurs__organisation"),
        "avenants": agenda.avenants.select_related("author"),
        "snapshots": snapshots_of(agenda, SNAPSHOT_KIND),
        "lignes": agenda.lignes.select_related("orientation").prefetch_related(
            "projets"
        ),
    }


def _steps(agenda: Agenda) -> list[Step]:
    dates = {
        AgendaState.SOUMIS: agenda.submitted_on,
        AgendaState.VALIDE: agenda.validated_on,
        AgendaState.EVALUE: agenda.evaluated_on,
    }
    reached = ORDER.index(AgendaState(agenda.state))
    steps = []
    for rank, state in enumerate(ORDER):
        stand = "done" if rank < reached else "current" if rank == reached else "next"
        steps.append(Step(str(state.label), dates.get(state), stand))
    return steps


def _sections(inscriptions: list[Inscription]) -> list[Section]:
    found: dict[int, Section] = {}
    for inscription in inscriptions:
        section = found.setdefault(
            inscription.orientation_id, Section(inscription.orientation, [])
        )
        section.inscriptions.append(inscription)
    return list(found.values())


def _count_meteos(inscriptions: list[Inscription]) -> list[MeteoCount]:
    values = [*Meteo.choices, ("", "Non renseignée")]
    held = [inscription.projet.meteo for inscription in inscriptions]
    return [
        MeteoCount(value or "inconnu", str(label), held.count(value))
        for value, label in values
    ]
