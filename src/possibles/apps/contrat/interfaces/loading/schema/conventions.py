"""Agreements of every kind, their parts, articles and payments."""

import datetime as dt
from decimal import Decimal
from typing import Literal

from possibles.apps.contrat.interfaces.loading.records import Every, Links, Record, Ref
from possibles.apps.conventions.enums import (
    ConventionKind,
    ConventionState,
    EcheanceKind,
    EngagementKind,
    PartieRole,
)

from .base import (
    Element,
    Euros,
    Insee,
    Qpv,
    Records,
    Slug,
    Text,
    centimes,
    optional,
    refs,
)


class NiveauElement(Element):
    numero: int
    nom: Text
    nature: ConventionKind
    texte: Text
    source: str = ""

    def records(self) -> Records:
        yield Record(
            "niveau",
            str(self.numero),
            {
                "number": self.numero,
                "name": self.nom,
                "kind": self.nature,
                "text": self.texte,
                "source": self.source,
            },
        )


class PartieElement(Element):
    organisation: Slug
    qualite: PartieRole = PartieRole.SIGNATAIRE
    representant: str = ""


class ArticleElement(Element):
    numero: Text
    titre: Text
    texte: str = ""


class EngagementElement(Element):
    texte: Text
    type: EngagementKind = EngagementKind.AUTRE
    article: str | None = None
    qui: Slug | None = None
    echeance: dt.date | None = None
    cible: Decimal | None = None
    unite: str = ""
    preuve: str = ""


class VersementElement(Element):
    libelle: Text
    montant: Euros
    condition: str = ""
    prevu: dt.date | None = None


class EcheanceElement(Element):
    nature: EcheanceKind
    libelle: Text
    date: dt.date
    regle: str = ""


class ConventionElement(Element):
    id: Slug
    nature: ConventionKind
    titre: Text
    titre_court: str = ""
    etat: ConventionState
    cadre: Slug | None = None
    premiere_annee: int | None = None
    derniere_annee: int | None = None
    terme: dt.date | None = None
    montant: Euros | None = None
    precision_montant: str = ""
    objet: str = ""
    source: str = ""
    communes: Literal["contrat"] | list[Insee] = []
    quartiers: Literal["tous"] | list[Qpv] = []
    parties: list[PartieElement] = []
    articles: list[ArticleElement] = []
    engagements: list[EngagementElement] = []
    versements: list[VersementElement] = []
    echeances: list[EcheanceElement] = []

    def records(self) -> Records:
        yield Record(
            "convention",
            self.id,
            {
                "slug": self.id,
                "kind": self.nature,
                "title": self.titre,
                "short_title": self.titre_court,
                "state": self.etat,
                "first_year": self.premiere_annee,
                "last_year": self.derniere_annee,
                "end": self.terme,
                "amount": centimes(self.montant),
                "amount_note": self.precision_montant,
                "objet": self.objet,
                "source": self.source,
            },
            {"parent": optional("convention", self.cadre)},
            {"communes": self._communes(), "quartiers": self._quartiers()},
        )
        yield from self._parts()

    def _communes(self) -> Links:
        if self.communes == "contrat":
            return Every("commune", lambda commune: commune.in_contrat)
        return refs("commune", list(self.communes))

    def _quartiers(self) -> Links:
        if self.quartiers == "tous":
            return Every("quartier")
        return refs("quartier", list(self.quartiers))

    def _parts(self) -> Records:
        convention = Ref("convention", self.id)
        for partie in self.parties:
            yield Record(
                "partie",
                f"{self.id}/{partie.organisation}",
                {"role": partie.qualite, "representative": partie.representant},
                {
                    "convention": convention,
                    "organisation": Ref("organisation", partie.organisation),
                },
            )
        for rank, article in enumerate(self.articles, 1):
            yield Record(
                "article",
                f"{self.id}/{article.numero}",
                {
                    "number": article.numero,
                    "position": rank,
                    "title": article.titre,
                    "text": article.texte,
                },
                {"convention": convention},
            )
        for rank, engagement in enumerate(self.engagements, 1):
            article_ref = engagement.article and f"{self.id}/{engagement.article}"
            yield Record(
                "engagement",
                f"{self.id}/{rank}",
                {
                    "number": rank,
                    "text": engagement.texte,
                    "kind": engagement.type,
                    "due": engagement.echeance,
                    "target": engagement.cible,
                    "unit": engagement.unite,
                    "proof": engagement.preuve,
                },
                {
                    "convention": convention,
                    "article": optional("article", article_ref),
                    "organisation": optional("organisation", engagement.qui),
                },
            )
        for rank, versement in enumerate(self.versements, 1):
            yield Record(
                "versement",
                f"{self.id}/{rank}",
                {
                    "number": rank,
                    "label": versement.libelle,
                    "amount": centimes(versement.montant),
                    "condition": versement.condition,
                    "due": versement.prevu,
                },
                {"convention": convention},
            )
        for echeance in self.echeances:
            yield Record(
                "echeance",
                f"{self.id}/{echeance.libelle}/{echeance.date}",
                {
                    "kind": echeance.nature,
                    "label": echeance.libelle,
                    "due": echeance.date,
                    "rule": echeance.regle,
                },
                {"convention": convention},
            )
