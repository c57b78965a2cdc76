"""The agenda of a year, its life and its amendments."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from possibles.apps.contrat.enums import (
    AgendaState,
)
from possibles.apps.contrat.interfaces.loading.records import Every, Links, Record, Ref

from .base import Element, Records, Slug, Text, Year, optional, refs


class LigneElement(Element):
    orientation: Slug
    titre: Text
    partenaires: Text
    projets: Annotated[list[Slug], Field(min_length=1)]


class AgendaElement(Element):
    """An agenda; `projets` places them, in order, under each orientation."""

    contrat: Slug
    annee: Year
    titre: Text
    introduction: str = ""
    chantiers: Literal["tous"] | list[Slug] = []
    lignes: list[LigneElement] = []
    projets: dict[Slug, list[Slug]] = {}

    def records(self) -> Records:
        chantiers: Links = (
            Every("chantier")
            if self.chantiers == "tous"
            else refs("chantier", list(self.chantiers))
        )
        yield Record(
            "agenda",
            str(self.annee),
            {
                "year": self.annee,
                "title": self.titre,
                "introduction": self.introduction,
            },
            {"contrat": Ref("convention", self.contrat)},
            {"chantiers": chantiers},
        )
        yield from self._lignes()
        yield from _inscriptions(self.annee, self.projets)

    def _lignes(self) -> Records:
        ranks: dict[str, int] = {}
        for ligne in self.lignes:
            rank = ranks[ligne.orientation] = ranks.get(ligne.orientation, 0) + 1
            yield Record(
                "ligne",
                f"{self.annee}/{ligne.orientation}/{rank}",
                {
                    "position": rank,
                    "title": ligne.titre,
                    "partenaires_text": ligne.partenaires,
                },
                {
                    "agenda": Ref("agenda", str(self.annee)),
                    "orientation": Ref("orientation", ligne.orientation),
                },
                {"projets": refs("projet", ligne.projets)},
            )


def _inscriptions(
    year: int, projets: dict[str, list[str]], *, is_reconduite: bool = False
) -> Records:
    for orientation, slugs in projets.items():
        for rank, slug in enumerate(slugs, 1):
            yield Record(
                "inscription",
                f"{year}/{slug}",
                {"position": rank, "is_reconduite": is_reconduite},
                {
                    "agenda": Ref("agenda", str(year)),
                    "projet": Ref("projet", slug),
                    "orientation": Ref("orientation", orientation),
                },
            )


class CycleElement(Element):
    """Where an agenda stands in its cycle (demo content: the state is an example)."""

    annee: Year
    etat: AgendaState
    soumis_le: dt.date | None = None
    valide_le: dt.date | None = None
    evalue_le: dt.date | None = None
    evaluation: str = ""
    decision: str | None = None

    def records(self) -> Records:
        yield Record(
            "agenda.cycle",
            str(self.annee),
            {
                "year": self.annee,
                "state": self.etat,
                "submitted_on": self.soumis_le,
                "validated_on": self.valide_le,
                "evaluated_on": self.evalue_le,
                "evaluation": self.evaluation,
                "champs_exemple": ["state", "submitted_on", "validated_on"],
            },
            {"decision": optional("decision", self.decision)},
        )


class AvenantAgendaElement(Element):
    agenda: Year
    numero: int
    date: dt.date
    motif: Text
    resume: str = ""

    def records(self) -> Records:
        yield Record(
            "avenant_agenda",
            f"{self.agenda}/{self.numero}",
            {
                "number": self.numero,
                "date": self.date,
                "motif": self.motif,
                "summary": self.resume,
            },
            {"agenda": Ref("agenda", str(self.agenda))},
        )
