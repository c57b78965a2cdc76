"""The kinds of objects a file can hold: their model, how one is recognised, their order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from possibles.apps.acteurs.models import Organisation, Service
from possibles.apps.contrat.models import (
    ActeurChantier,
    Agenda,
    Attendu,
    AvenantAgenda,
    Chantier,
    Cible,
    Commentaire,
    Defi,
    FamilleOutil,
    Fiche,
    Indicateur,
    Inscription,
    Jalon,
    LigneAgenda,
    Note,
    Orientation,
    Outil,
    Partenaire,
    Projet,
    Releve,
    Synthese,
)
from possibles.apps.conventions.models import (
    Article,
    Convention,
    Echeance,
    Engagement,
    Niveau,
    Partie,
    Versement,
)
from possibles.apps.documents.models import Document
from possibles.apps.gouvernance.models import Decision, Instance, Seance
from possibles.apps.referentiel.models import Parametre
from possibles.apps.territoires.models import (
    Arrondissement,
    Commune,
    ProjetRenouvellement,
    Quartier,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind.

    Parameters
    ----------
    key_of
        The natural key of a stored object, to recognise one that was not loaded; `None`
        when only what was loaded is recognised.
    creates
        Whether a missing object is created; follow-ups only complete what exists.
    related
        Foreign keys `key_of` reads.
    """

    model: type[models.Model]
    key_of: Callable[[Any], str] | None
    related: tuple[str, ...] = ()
    creates: bool = True


def _slug(instance: Any) -> str:
    return str(instance.slug)


# In the order in which they are written: each rests on those above it.
KINDS: dict[str, Kind] = {
    "parametre": Kind(Parametre, lambda p: f"{p.code}/{p.valid_from or ''}"),
    "commune": Kind(Commune, lambda c: c.code_insee),
    "arrondissement": Kind(Arrondissement, lambda a: a.code_insee),
    "quartier": Kind(Quartier, lambda q: q.code),
    "projet_renouvellement": Kind(
        ProjetRenouvellement, lambda p: f"{p.kind}-{p.number}"
    ),
    "organisation": Kind(Organisation, _slug),
    "service": Kind(
        Service, lambda s: f"{s.organisation.slug}/{s.name}", ("organisation",)
    ),
    "niveau": Kind(Niveau, lambda n: str(n.number)),
    "convention": Kind(Convention, _slug),
    "partie": Kind(
        Partie,
        lambda p: f"{p.convention.slug}/{p.organisation.slug}",
        ("convention", "organisation"),
    ),
    "article": Kind(
        Article, lambda a: f"{a.convention.slug}/{a.number}", ("convention",)
    ),
    "engagement": Kind(
        Engagement, lambda e: f"{e.convention.slug}/{e.number}", ("convention",)
    ),
    "versement": Kind(
        Versement, lambda v: f"{v.convention.slug}/{v.number}", ("convention",)
    ),
    "echeance": Kind(
        Echeance, lambda e: f"{e.convention.slug}/{e.label}/{e.due}", ("convention",)
    ),
    "instance": Kind(Instance, _slug),
    "seance": Kind(Seance, None),
    "decision": Kind(Decision, None),
    "attendu": Kind(Attendu, lambda a: a.code),
    "defi": Kind(Defi, lambda d: str(d.number)),
    "orientation": Kind(Orientation, _slug),
    "famille": Kind(FamilleOutil, _slug),
    "outil": Kind(Outil, _slug),
    "chantier": Kind(Chantier, _slug),
    "acteur_chantier": Kind(
        ActeurChantier,
        lambda a: f"{a.chantier.slug}/{a.role}/{a.organisation.slug}",
        ("chantier", "organisation"),
    ),
    "projet": Kind(Projet, _slug),
    "partenaire": Kind(
        Partenaire,
        lambda p: (
            f"{p.projet.slug}/{p.organisation.slug}/{p.service.name if p.service else ''}"
        ),
        ("projet", "organisation", "service"),
    ),
    "indicateur": Kind(Indicateur, _slug),
    "agenda": Kind(Agenda, lambda a: str(a.year)),
    "ligne": Kind(
        LigneAgenda,
        lambda x: f"{x.agenda.year}/{x.orientation.slug}/{x.position}",
        ("agenda", "orientation"),
    ),
    "inscription": Kind(
        Inscription,
        lambda i: f"{i.agenda.year}/{i.projet.slug}",
        ("agenda", "projet"),
    ),
    "fiche": Kind(
        Fiche,
        lambda f: f"{f.agenda.year}/{f.orientation.slug}/{f.position}",
        ("agenda", "orientation"),
    ),
    "note": Kind(Note, _slug),
    "projet.suivi": Kind(Projet, _slug, creates=False),
    "partenaire.suivi": Kind(
        Partenaire,
        lambda p: (
            f"{p.projet.slug}/{p.organisation.slug}/{p.service.name if p.service else ''}"
        ),
        ("projet", "organisation", "service"),
        creates=False,
    ),
    "indicateur.suivi": Kind(Indicateur, _slug, creates=False),
    "jalon": Kind(Jalon, None),
    "cible": Kind(Cible, lambda c: f"{c.indicateur.slug}/{c.year}", ("indicateur",)),
    "releve": Kind(Releve, None),
    "synthese": Kind(Synthese, None),
    "commentaire": Kind(Commentaire, None),
    "agenda.cycle": Kind(Agenda, lambda a: str(a.year), creates=False),
    "avenant_agenda": Kind(
        AvenantAgenda, lambda a: f"{a.agenda.year}/{a.number}", ("agenda",)
    ),
    "document": Kind(Document, None),
}
