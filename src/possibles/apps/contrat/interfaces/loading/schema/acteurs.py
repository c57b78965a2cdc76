"""Organisations, and the dated parameters."""

import datetime as dt
from typing import Any

from possibles.apps.acteurs.enums import OrganisationKind
from possibles.apps.contrat.interfaces.loading.records import Record, Ref
from possibles.apps.referentiel.domain.parametres import store_value
from possibles.apps.referentiel.enums import Certainty, ValueKind

from .base import Element, Insee, Records, Slug, Text, optional


class OrganisationElement(Element):
    id: Slug
    nom: Text
    sigle: str = ""
    nature: OrganisationKind
    commune: Insee | None = None
    alias: list[str] = []
    services: list[str] = []

    def records(self) -> Records:
        yield Record(
            "organisation",
            self.id,
            {
                "slug": self.id,
                "name": self.nom,
                "short_name": self.sigle,
                "kind": self.nature,
            },
            {"commune": optional("commune", self.commune)},
        )
        for service in self.services:
            yield Record(
                "service",
                f"{self.id}/{service}",
                {"name": service},
                {"organisation": Ref("organisation", self.id)},
            )


class ParametreElement(Element):
    code: Text
    libelle: Text
    nature: ValueKind
    valeur: Any
    unite: str = ""
    valable_du: dt.date | None = None
    valable_jusqu_au: dt.date | None = None
    certitude: Certainty
    source: Text
    adresse: str = ""
    note: str = ""

    def records(self) -> Records:
        yield Record(
            "parametre",
            f"{self.code}/{self.valable_du or ''}",
            {
                "code": self.code,
                "label": self.libelle,
                "kind": self.nature,
                "value": store_value(self.nature, self.valeur),
                "unit": self.unite,
                "valid_from": self.valable_du,
                "valid_to": self.valable_jusqu_au,
                "certainty": self.certitude,
                "source": self.source,
                "source_url": self.adresse,
                "note": self.note,
            },
        )
