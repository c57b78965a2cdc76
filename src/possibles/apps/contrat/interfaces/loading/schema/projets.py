"""Works to engage and cooperation projects, with their sheets."""

from typing import Annotated, Any

from pydantic import Field

from possibles.apps.contrat.enums import (
    IndicateurKind,
    Mesure,
    Registre,
    RoleChantier,
)
from possibles.apps.contrat.interfaces.loading.records import Record, Ref

from .base import Element, Records, Slug, Text, refs


class ChantierElement(Element):
    id: Slug
    rang: int
    volet: str = ""
    titre: Text
    chefs: Text
    chefs_de_file: list[Slug]
    partenaires: Text
    partenaires_mobilises: list[Slug]
    outils: list[Slug] = []

    def records(self) -> Records:
        yield Record(
            "chantier",
            self.id,
            {
                "slug": self.id,
                "position": self.rang,
                "volet": self.volet,
                "title": self.titre,
                "chefs_text": self.chefs,
                "partenaires_text": self.partenaires,
            },
            links={"outils": refs("outil", self.outils)},
        )
        for role, organisations in (
            (RoleChantier.CHEF_DE_FILE, self.chefs_de_file),
            (RoleChantier.PARTENAIRE, self.partenaires_mobilises),
        ):
            for rank, organisation in enumerate(organisations, 1):
                yield Record(
                    "acteur_chantier",
                    f"{self.id}/{role}/{organisation}",
                    {"role": role, "position": rank},
                    {
                        "chantier": Ref("chantier", self.id),
                        "organisation": Ref("organisation", organisation),
                    },
                )


class FicheElement(Element):
    orientation: Slug
    rang: int
    titre: str = ""
    registre: Text
    partenaires: Text
    indicateurs: Text


class PartenaireElement(Element):
    organisation: Slug
    services: list[str] = []
    libelle: str = ""


class IndicateurElement(Element):
    id: Slug
    libelle: Text
    mesure: Mesure = Mesure.NOMBRE
    unite: str = ""
    nature: IndicateurKind = IndicateurKind.REALISATION


class ProjetElement(Element):
    id: Slug
    titre: Text
    registre: Registre | None = None
    orientations: Annotated[list[Slug], Field(min_length=1)]
    presentation: str = ""
    fiches: list[FicheElement] = []
    partenaires: list[PartenaireElement]
    indicateurs: list[IndicateurElement] = []

    def records(self) -> Records:
        yield Record(
            "projet",
            self.id,
            {
                "slug": self.id,
                "title": self.titre,
                "registre": self.registre or "",
                "presentation": self.presentation,
            },
            links={"orientations": refs("orientation", self.orientations)},
        )
        yield from self._partenaires()
        for rank, indicateur in enumerate(self.indicateurs, 1):
            yield Record(
                "indicateur",
                f"{self.id}-{indicateur.id}",
                {
                    "slug": f"{self.id}-{indicateur.id}",
                    "position": rank,
                    "label": indicateur.libelle,
                    "mesure": indicateur.mesure,
                    "unit": indicateur.unite,
                    "kind": indicateur.nature,
                },
                {"projet": Ref("projet", self.id)},
            )
        for fiche in self.fiches:
            yield self._fiche(fiche)

    def _partenaires(self) -> Records:
        rank = 0
        for partenaire in self.partenaires:
            for service in partenaire.services or [""]:
                rank += 1
                yield record_partenaire(
                    self.id,
                    partenaire.organisation,
                    service,
                    {"position": rank, "label": partenaire.libelle},
                )

    def _fiche(self, fiche: FicheElement) -> Record:
        # The sheets of the founding booklet are those of the first agenda.
        return Record(
            "fiche",
            f"2024/{fiche.orientation}/{fiche.rang}",
            {
                "position": fiche.rang,
                "title": fiche.titre or self.titre,
                "registre_text": fiche.registre,
                "partenaires_text": fiche.partenaires,
                "indicateurs_text": fiche.indicateurs,
            },
            {
                "agenda": Ref("agenda", "2024"),
                "orientation": Ref("orientation", fiche.orientation),
                "projet": Ref("projet", self.id),
            },
        )


def record_partenaire(
    projet: str,
    organisation: str,
    service: str,
    values: dict[str, Any],
    *,
    kind: str = "partenaire",
) -> Record:
    service_ref = Ref("service", f"{organisation}/{service}") if service else None
    return Record(
        kind,
        f"{projet}/{organisation}/{service}",
        values,
        {
            "projet": Ref("projet", projet),
            "organisation": Ref("organisation", organisation),
            "service": service_ref,
        },
    )
