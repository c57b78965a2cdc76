"""What an agenda commits to, as plain data: what is frozen, and what is compared."""

from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from possibles.apps.contrat.enums import RoleChantier
from possibles.apps.contrat.models import (
    Agenda,
    Chantier,
    Cible,
    Indicateur,
    Inscription,
    Projet,
)


def describe_agenda(agenda: Agenda) -> dict[str, Any]:
    """Return all that this agenda commits to, read afresh from the database.

    Lists are keyed by `cle`.
    """
    agenda = Agenda.objects.get(pk=agenda.pk)
    inscriptions = (
        Inscription.objects.filter(agenda=agenda)
        .select_related("orientation")
        .prefetch_related(Prefetch("projet", queryset=_projets(agenda.year)))
    )
    chantiers = agenda.chantiers.prefetch_related("acteurs__organisation")
    return {
        "annee": agenda.year,
        "titre": agenda.title,
        "introduction": agenda.introduction,
        "projets": [_describe_inscription(i, agenda.year) for i in inscriptions],
        "chantiers": [_describe_chantier(c) for c in chantiers],
    }


def describe_projet(projet: Projet, year: int) -> dict[str, Any]:
    """Return what a project commits to for a year, read afresh from the database."""
    return _describe_projet(_projets(year).get(pk=projet.pk), year)


def describe_chantier(chantier: Chantier) -> dict[str, Any]:
    """Return what a piece of work commits to, read afresh from the database."""
    fresh = Chantier.objects.prefetch_related("acteurs__organisation")
    return _describe_chantier(fresh.get(pk=chantier.pk))


def _projets(year: int) -> Any:
    return Projet.objects.select_related("chef_de_file").prefetch_related(
        "orientations",
        "communes",
        "quartiers",
        "partenaires__organisation",
        "partenaires__service",
        Prefetch(
            "indicateurs",
            queryset=Indicateur.objects.prefetch_related(
                Prefetch("cibles", queryset=Cible.objects.filter(year=year))
            ),
        ),
    )


def _describe_inscription(inscription: Inscription, year: int) -> dict[str, Any]:
    return {
        **_describe_projet(inscription.projet, year),
        "orientation": inscription.orientation.name,
        "objectif": inscription.objectif,
    }


def _describe_projet(projet: Projet, year: int) -> dict[str, Any]:
    return {
        "cle": projet.slug,
        "intitule": projet.title,
        "registre": projet.get_registre_display(),
        "presentation": projet.presentation,
        "public_vise": projet.public_vise,
        "debut": projet.start and projet.start.isoformat(),
        "fin": projet.end and projet.end.isoformat(),
        "chef_de_file": str(projet.chef_de_file) if projet.chef_de_file else "",
        "orientations": [o.name for o in projet.orientations.all()],
        "communes": [c.name for c in projet.communes.all()],
        "quartiers": [q.code for q in projet.quartiers.all()],
        "partenaires": [
            {"cle": str(p), "engagement": p.engagement}
            for p in projet.partenaires.all()
        ],
        "cibles": [
            {"cle": i.slug, "indicateur": i.label, "cible": number_text(c.value)}
            for i in projet.indicateurs.all()
            for c in i.cibles.all()
            if c.year == year
        ],
    }


def _describe_chantier(chantier: Chantier) -> dict[str, Any]:
    return {
        "cle": chantier.slug,
        "intitule": chantier.title,
        "chefs_de_file": [
            str(a.organisation)
            for a in chantier.acteurs.all()
            if a.role == RoleChantier.CHEF_DE_FILE
        ],
        "partenaires": chantier.partenaires_text,
    }


def number_text(value: Decimal) -> str:
    """Return one spelling for one number, whatever its trailing zeros."""
    return f"{value.normalize():f}"
