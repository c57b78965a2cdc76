"""Bodies, their sessions and decisions; documents."""

import datetime as dt

from possibles.apps.contrat.interfaces.loading.records import Record, Ref
from possibles.apps.documents.enums import DocumentKind, Visibility
from possibles.apps.gouvernance.enums import (
    DecisionKind,
    InstanceKind,
    InstanceLevel,
    SeanceState,
)

from .base import Day, Element, Qpv, Records, Slug, Text, put_day


class InstanceElement(Element):
    id: Slug
    nom: Text
    niveau: InstanceLevel = InstanceLevel.METROPOLITAIN
    nature: InstanceKind
    missions: str = ""
    frequence: str = ""
    presidence: str = ""
    source: str = ""

    def records(self) -> Records:
        yield Record(
            "instance",
            self.id,
            {
                "slug": self.id,
                "name": self.nom,
                "level": self.niveau,
                "kind": self.nature,
                "missions": self.missions,
                "frequency": self.frequence,
                "chair": self.presidence,
                "source": self.source,
            },
        )


class DecisionElement(Element):
    id: Slug
    nature: DecisionKind
    texte: Text


class SeanceElement(Element):
    id: Slug
    instance: Slug
    date: Day
    lieu: str = ""
    etat: SeanceState
    ordre_du_jour: str = ""
    compte_rendu: str = ""
    decisions: list[DecisionElement] = []

    def records(self) -> Records:
        record = Record(
            "seance",
            self.id,
            {
                "place": self.lieu,
                "state": self.etat,
                "ordre_du_jour": self.ordre_du_jour,
                "compte_rendu": self.compte_rendu,
            },
            {"instance": Ref("instance", self.instance)},
        )
        put_day(record, "date", self.date)
        yield record
        for rank, decision in enumerate(self.decisions, 1):
            yield Record(
                "decision",
                decision.id,
                {"number": rank, "kind": decision.nature, "text": decision.texte},
                {"seance": Ref("seance", self.id)},
            )


class DocumentElement(Element):
    """A file of the same folder, to attach to a project, an instance or the contract."""

    id: Slug
    titre: Text
    nature: DocumentKind
    fichier: Text
    date: dt.date | None = None
    visibilite: Visibility
    description: str = ""
    projet: Slug | None = None
    convention: Slug | None = None
    seance: Slug | None = None
    quartier: Qpv | None = None

    def records(self) -> Records:
        subject = next(
            (
                Ref(kind, key)
                for kind in ("projet", "convention", "seance", "quartier")
                if (key := getattr(self, kind))
            ),
            None,
        )
        yield Record(
            "document",
            self.id,
            {
                "title": self.titre,
                "kind": self.nature,
                "date": self.date,
                "visibility": self.visibilite,
                "description": self.description,
            },
            {"subject": subject},
            once={"path": self.fichier},
        )
