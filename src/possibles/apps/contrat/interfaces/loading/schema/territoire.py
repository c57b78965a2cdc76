"""Places: communes, arrondissements, quarters, renewal projects."""

from typing import Annotated

from pydantic import Field

from possibles.apps.contrat.interfaces.loading.records import Record, Ref
from possibles.apps.territoires.enums import RenouvellementKind

from .base import Codes, Element, Flag, Insee, Qpv, Records, Text, refs


class CommuneElement(Element):
    code_insee: Insee
    nom: Text
    siren: Annotated[str, Field(pattern=r"^\d{9}$")]
    contrat: Flag = False
    qpv: Flag = False

    def records(self) -> Records:
        yield Record(
            "commune",
            self.code_insee,
            {
                "code_insee": self.code_insee,
                "name": self.nom,
                "siren": self.siren,
                "in_contrat": self.contrat,
                "has_qpv": self.qpv,
            },
        )


class ArrondissementElement(Element):
    code_insee: Insee
    numero: Annotated[int, Field(ge=1, le=20)]
    commune: Insee

    def records(self) -> Records:
        yield Record(
            "arrondissement",
            self.code_insee,
            {"code_insee": self.code_insee, "number": self.numero},
            {"commune": Ref("commune", self.commune)},
        )


class QuartierElement(Element):
    code: Qpv
    nom: Text
    commune: Insee
    communes: Annotated[list[Insee], Codes, Field(min_length=1)]
    arrondissements: Annotated[list[Insee], Codes] = []

    def records(self) -> Records:
        yield Record(
            "quartier",
            self.code,
            {"code": self.code, "name": self.nom},
            {"commune": Ref("commune", self.commune)},
            {
                "communes": refs("commune", self.communes),
                "arrondissements": refs("arrondissement", self.arrondissements),
            },
        )


class RenouvellementElement(Element):
    nature: RenouvellementKind
    numero: Annotated[int, Field(ge=1)]
    nom: str = ""
    quartiers: list[Qpv] = []
    note: str = ""

    def records(self) -> Records:
        yield Record(
            "projet_renouvellement",
            f"{self.nature}-{self.numero}",
            {
                "kind": self.nature,
                "number": self.numero,
                "name": self.nom,
                "note": self.note,
            },
            links={"quartiers": refs("quartier", self.quartiers)},
        )
