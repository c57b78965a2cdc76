"""What frames the contract: orientations, toolbox, what is expected, notes."""

from typing import Annotated

from pydantic import Field

from possibles.apps.contrat.enums import (
    NoteKind,
)
from possibles.apps.contrat.interfaces.loading.records import Record, Ref

from .base import Element, Records, Slug, Text, refs


class AttenduElement(Element):
    code: Slug
    rang: int
    libelle: Text
    nombre: Annotated[int, Field(ge=0)]
    source: Text
    remarque: str = ""

    def records(self) -> Records:
        yield Record(
            "attendu",
            self.code,
            {
                "code": self.code,
                "position": self.rang,
                "label": self.libelle,
                "value": self.nombre,
                "source": self.source,
                "remark": self.remarque,
            },
        )


class DefiElement(Element):
    numero: int
    nom: Text
    texte: str = ""

    def records(self) -> Records:
        yield Record(
            "defi",
            str(self.numero),
            {"number": self.numero, "name": self.nom, "text": self.texte},
        )


class OrientationElement(Element):
    numero: int
    id: Slug
    nom: Text
    parcours: Text

    def records(self) -> Records:
        yield Record(
            "orientation",
            self.id,
            {
                "number": self.numero,
                "slug": self.id,
                "name": self.nom,
                "parcours": self.parcours,
            },
        )


class OutilElement(Element):
    numero: int
    id: Slug
    nom: Text


class FamilleElement(Element):
    numero: int
    id: Slug
    nom: Text
    outils: list[OutilElement]

    def records(self) -> Records:
        yield Record(
            "famille",
            self.id,
            {"number": self.numero, "slug": self.id, "name": self.nom},
        )
        for outil in self.outils:
            yield Record(
                "outil",
                outil.id,
                {"number": outil.numero, "slug": outil.id, "name": outil.nom},
                {"famille": Ref("famille", self.id)},
            )


class SourceElement(Element):
    source: Text
    dit: Text


class NoteElement(Element):
    id: Slug
    nature: NoteKind
    sujet: str = ""
    texte: Text
    sources: list[SourceElement] = []
    projets: list[Slug] = []

    def records(self) -> Records:
        yield Record(
            "note",
            self.id,
            {
                "slug": self.id,
                "kind": self.nature,
                "subject": self.sujet,
                "text": self.texte,
                "sources": [s.model_dump() for s in self.sources],
            },
            links={"projets": refs("projet", self.projets)},
        )
