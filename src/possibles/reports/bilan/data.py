"""What the yearly account says, gathered once for every format."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from possibles.apps.contrat.domain.queries.accueil import count_meteos
from possibles.apps.contrat.domain.queries.couverture import (
    cover_quartiers,
    list_usages,
)
from possibles.apps.contrat.domain.queries.indicateurs import (
    Evolution,
    read_evolutions,
)
from possibles.apps.contrat.domain.queries.manques import MANQUES, filter_by_manque
from possibles.apps.contrat.domain.trajectoire import TENDANCE_LABELS, tell_tendance
from possibles.apps.contrat.models import (
    Agenda,
    Indicateur,
    Inscription,
    Projet,
    Synthese,
)
from possibles.common.french import format_percent

UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class IndicateurLine:
    """An indicator in words: what it was, is, should be."""

    projet: str
    label: str
    unit: str
    baseline: str
    value: str
    period: str
    target: str
    reach: str
    tendance: str
    coverage: str


@dataclass(frozen=True, slots=True)
class ProjetLine:
    """A project in the account: where it stands and what was said of it."""

    title: str
    statut: str
    meteo: str
    meteo_label: str
    chef_de_file: str
    objectif: str
    synthese: Synthese | None
    is_exemple: bool


@dataclass(frozen=True, slots=True)
class Section:
    """An orientation, its projects, their indicators."""

    number: int
    title: str
    parcours: str
    projets: Sequence[ProjetLine]
    indicateurs: Sequence[IndicateurLine]


@dataclass(frozen=True, slots=True)
class Count:
    """A number and what it counts."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Bilan:
    """The account of one year, dated."""

    agenda: Agenda
    at: datetime
    meteos: Sequence[tuple[str, str, int]]
    sections: Sequence[Section]
    manques: Sequence[Count]
    unused_outils: Sequence[str]
    gaps: Sequence[Count]
    quartiers_count: int
    without_place: int
    avenants: Sequence[Any]
    has_exemples: bool

    @property
    def projets_count(self) -> int:
        return sum(count for _, _, count in self.meteos)


def gather_bilan(agenda: Agenda, user: Any) -> Bilan:
    """Gather the account of an agenda as this person can see it."""
    projets = Projet.objects.visible_to(user).filter(inscriptions__agenda=agenda)
    couverture = cover_quartiers(user)
    sections = _sections(agenda, user)
    return Bilan(
        agenda=agenda,
        at=timezone.localtime(),
        meteos=count_meteos(projets),
        sections=sections,
        manques=[
            Count(label, filter_by_manque(code, projets).count())
            for code, (label, _) in MANQUES.items()
        ],
        unused_outils=[
            f"{usage.outil.number}. {usage.outil}"
            for _, usages in list_usages(user)
            for usage in usages
            if not usage.is_used
        ],
        gaps=[
            Count(
                orientation.name,
                sum(not couverture.count(q, orientation) for q in couverture.quartiers),
            )
            for orientation in couverture.orientations
        ],
        quartiers_count=len(couverture.quartiers),
        without_place=couverture.without_place,
        avenants=list(agenda.avenants.all()),
        has_exemples=agenda.is_exemple
        or any(line.is_exemple for section in sections for line in section.projets),
    )


def _sections(agenda: Agenda, user: Any) -> list[Section]:
    inscriptions = list(
        Inscription.objects.visible_to(user)
        .filter(agenda=agenda)
        .select_related("orientation", "projet__chef_de_file")
    )
    keys = [inscription.projet_id for inscription in inscriptions]
    latest = _latest_syntheses(keys)
    evolutions = read_evolutions(
        Indicateur.objects.filter(projet__in=keys).order_by("projet", "position")
    )
    sections: dict[int, Section] = {}
    for inscription in inscriptions:
        orientation = inscription.orientation
        section = sections.setdefault(
            orientation.pk,
            Section(orientation.number, orientation.name, orientation.parcours, [], []),
        )
        projet = inscription.projet
        section.projets.append(_projet_line(inscription, latest.get(projet.pk)))  # type: ignore[attr-defined]
        section.indicateurs.extend(  # type: ignore[attr-defined]
            _indicateur_line(evolution, agenda.year)
            for evolution in evolutions
            if evolution.indicateur.projet_id == projet.pk
        )
    return list(sections.values())


def _latest_syntheses(keys: list[int]) -> dict[int, Synthese]:
    found: dict[int, Synthese] = {}
    published = Synthese.objects.published().filter(projet__in=keys)
    for synthese in published.order_by("-date", "-pk"):
        found.setdefault(synthese.projet_id, synthese)
    return found


def _projet_line(inscription: Inscription, synthese: Synthese | None) -> ProjetLine:
    projet = inscription.projet
    return ProjetLine(
        title=projet.title,
        statut=projet.get_statut_display(),
        meteo=projet.meteo,
        meteo_label=projet.get_meteo_display() or "Non renseignée",
        chef_de_file=str(projet.chef_de_file or "Non désigné"),
        objectif=inscription.objectif,
        synthese=synthese,
        is_exemple=bool(synthese and synthese.is_exemple),
    )


def _until(evolution: Evolution, year: int) -> Evolution:
    """Return the evolution as far as this year: a later value is no result of it."""
    totals = tuple(t for t in evolution.totals if int(t.period[:4]) <= year)
    known = [t.value for t in totals if t.value is not None]
    tendance = tell_tendance(evolution.indicateur.direction, known)
    return replace(evolution, totals=totals, tendance=tendance)


def _indicateur_line(evolution: Evolution, year: int) -> IndicateurLine:
    evolution = _until(evolution, year)
    indicateur = evolution.indicateur
    last = evolution.last
    latest = evolution.totals[-1] if evolution.totals else None
    return IndicateurLine(
        projet=str(indicateur.projet or "Tout le contrat"),
        label=indicateur.label,
        unit=indicateur.unit,
        baseline=indicateur.told_baseline or UNKNOWN,
        value=(indicateur.tell(last.value) if last else "") or UNKNOWN,
        period=last.period if last else "",
        target=indicateur.tell(evolution.trajectoire.expected(year)) or UNKNOWN,
        reach=UNKNOWN if evolution.reach is None else format_percent(evolution.reach),
        tendance=TENDANCE_LABELS[evolution.tendance],
        coverage=f"{latest.entered}/{latest.expected}" if latest else "aucune saisie",
    )
