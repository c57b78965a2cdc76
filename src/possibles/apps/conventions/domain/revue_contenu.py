"""What a review says, as plain data: kept when it is frozen, drawn by its documents."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from possibles.apps.conventions.enums import AvenantKind, EngagementKind, Tenue
from possibles.apps.conventions.models import (
    Avenant,
    Convention,
    LigneRevue,
    RevueDeProjet,
)

from .montants import read_compte


def describe_revue(revue: RevueDeProjet) -> dict[str, Any]:
    """Return the review as it stands: its frame, its lines, the money, the amendments."""
    lignes = list(
        revue.lignes.select_related(
            "engagement__convention", "engagement__article", "engagement__organisation"
        )
    )
    keys = {ligne.engagement.convention_id for ligne in lignes}
    conventions = list(
        Convention.objects.filter(pk__in=keys).prefetch_related("versements")
    )
    on = revue.measured_on or timezone.localdate()
    return {
        "titre": str(revue),
        "annee": revue.year,
        "perimetre": str(revue.scope),
        "mesure_le": _iso(revue.measured_on),
        "tenue_le": _iso(revue.held_on),
        "lieu": revue.place,
        "conduite_par": revue.leader,
        "participants": revue.participants,
        "methode": revue.methode,
        "compte_rendu": revue.compte_rendu,
        "suites": revue.suites,
        "exemple": revue.is_exemple,
        "couverture": _count(lignes, "tenue"),
        "couverture_precedente": _count(lignes, "previous")
        if any(ligne.previous for ligne in lignes)
        else [],
        "types": _by_kind(lignes),
        "conventions": [_convention(c, on) for c in conventions],
        "lignes": [_ligne(ligne) for ligne in lignes],
        "avenants": [
            _avenant(a)
            for a in Avenant.objects.pending()
            .filter(convention__in=keys)
            .select_related("convention")
        ],
        "avenants_decides": _decided(lignes),
    }


def _ligne(ligne: LigneRevue) -> dict[str, Any]:
    engagement = ligne.engagement
    return {
        "cle": str(engagement.pk),
        "convention": str(engagement.convention),
        "numero": engagement.number,
        "article": engagement.article.number if engagement.article else "",
        "type": engagement.get_kind_display(),
        "texte": engagement.text,
        "qui": str(engagement.organisation or ""),
        "echeance": _iso(engagement.due),
        "cible": _number(engagement.target),
        "unite": engagement.unit,
        "maximum": engagement.is_ceiling,
        "valeur": _number(ligne.value),
        "tenue": ligne.tenue,
        "tenue_libelle": ligne.get_tenue_display(),
        "precedente": ligne.get_previous_display() if ligne.previous else "",
        "observation": ligne.observation,
        "commentaire": ligne.comment,
        "difficulte": ligne.difficulty,
        "decision": ligne.decision,
        "examine": ligne.is_examined,
        "exemple": engagement.is_exemple,
    }


def _convention(convention: Convention, on: date) -> dict[str, Any]:
    compte = read_compte(convention, on=on)
    return {
        "cle": convention.slug,
        "titre": str(convention),
        "etat": convention.get_state_display(),
        "terme": _iso(convention.end),
        "montant": compte.amount,
        "demande": compte.requested,
        "verse": compte.paid,
        "en_retard": compte.late,
        "reste": compte.remaining,
    }


def _avenant(avenant: Avenant) -> dict[str, Any]:
    return {
        "cle": str(avenant.pk),
        "convention": str(avenant.convention),
        "type": avenant.kind,
        "type_libelle": avenant.get_kind_display(),
        "objet": avenant.objet,
        "motif": avenant.motif,
        "etat": avenant.get_state_display(),
    }


def _decided(lignes: list[LigneRevue]) -> list[dict[str, Any]]:
    """Return the amendments the lines ask for and that are not opened yet."""
    labels = dict(AvenantKind.choices)
    found: dict[tuple[str, str, str], list[int]] = {}
    for ligne in lignes:
        if ligne.avenant_kind and ligne.avenant_id is None:
            convention = str(ligne.engagement.convention)
            objet = ligne.avenant_objet or "Suites de la revue de projet"
            key = (convention, ligne.avenant_kind, objet)
            found.setdefault(key, []).append(ligne.engagement.number)
    return [
        {
            "cle": f"{convention}/{kind}/{objet}",
            "convention": convention,
            "type": kind,
            "type_libelle": labels[kind],
            "objet": objet,
            "engagements": numbers,
        }
        for (convention, kind, objet), numbers in found.items()
    ]


def _count(lignes: list[LigneRevue], field: str) -> list[dict[str, Any]]:
    return [
        {
            "cle": tenue.value,
            "libelle": tenue.label,
            "nombre": sum(getattr(ligne, field) == tenue for ligne in lignes),
        }
        for tenue in Tenue
    ]


def _by_kind(lignes: list[LigneRevue]) -> list[dict[str, Any]]:
    rows = []
    for kind in EngagementKind:
        held = [ligne for ligne in lignes if ligne.engagement.kind == kind]
        if held:
            rows.append(
                {
                    "cle": kind.value,
                    "libelle": kind.label,
                    "total": len(held),
                    # A list: a frozen content sorts its keys, and columns have an order.
                    "nombres": [
                        sum(ligne.tenue == tenue for ligne in held) for tenue in Tenue
                    ],
                }
            )
    return rows


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
