"""What the documents of a review print, in words, from its plain data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from possibles.common.french import (
    format_date,
    format_euros,
    format_number,
    format_percent,
    plural,
)

TONES = {
    "tenu": "securises",
    "en_cours": "atteignables",
    "en_retard": "compromis",
    "non_mesurable": "inconnu",
}


@dataclass(frozen=True, slots=True)
class Ligne:
    """A commitment, in words."""

    convention: str
    numero: int
    article: str
    type: str
    texte: str
    qui: str
    echeance: str
    cible: str
    valeur: str
    tenue: str
    tenue_libelle: str
    tone: str
    precedente: str
    observation: str
    commentaire: str
    difficulte: str
    decision: str
    is_exemple: bool

    @property
    def is_said(self) -> bool:
        return bool(self.commentaire or self.difficulte or self.decision)


@dataclass(frozen=True, slots=True)
class Compte:
    """The money of a convention, in words."""

    titre: str
    etat: str
    terme: str
    montant: str
    verse: str
    demande: str
    en_retard: str
    reste: str


@dataclass(frozen=True, slots=True)
class GroupeAvenants:
    """The amendments to prepare of one type."""

    label: str
    lignes: Sequence[tuple[str, str, str]]  # convention, object, reason or state


@dataclass(frozen=True, slots=True)
class Feuille:
    """A review as its documents read it."""

    content: dict[str, Any]
    titre: str
    perimetre: str
    statut: str
    lignes: Sequence[Ligne]
    comptes: Sequence[Compte]
    avenants: Sequence[GroupeAvenants]
    couverture: Sequence[tuple[str, int, int | None, str]]
    types: Sequence[tuple[str, int, Sequence[int]]]
    empreinte: str

    @property
    def total(self) -> int:
        return len(self.lignes)

    @property
    def phrase(self) -> str:
        """Say the coverage in one sentence."""
        counts = {label: count for label, count, _, _ in self.couverture}
        if not self.total:
            return "Aucun engagement n’est dans le périmètre."
        kept = counts.get("Tenu", 0)
        late = counts.get("En retard", 0)
        unknown = counts.get("Non mesurable", 0)
        return (
            f"{plural(self.total, 'engagement examiné', 'engagements examinés')} : "
            f"{plural(kept, 'tenu')} ({format_percent(kept / self.total)}), "
            f"{counts.get('En cours', 0)} en cours, {late} en retard, "
            f"{plural(unknown, 'non mesurable', 'non mesurables')}."
        )

    @property
    def difficultes(self) -> list[Ligne]:
        return [ligne for ligne in self.lignes if ligne.difficulte]

    @property
    def decisions(self) -> list[Ligne]:
        return [ligne for ligne in self.lignes if ligne.decision]

    @property
    def participants(self) -> list[str]:
        lines = str(self.content["participants"]).splitlines()
        return [line.strip() for line in lines if line.strip()]


def read_feuille(content: dict[str, Any], *, digest: str = "") -> Feuille:
    """Put a review's plain data in words."""
    former = {row["cle"]: row["nombre"] for row in content["couverture_precedente"]}
    return Feuille(
        content=content,
        titre=content["titre"],
        perimetre=content["perimetre"],
        statut=_status(content),
        lignes=[_ligne(row) for row in content["lignes"]],
        comptes=[_compte(row) for row in content["conventions"]],
        avenants=_avenants(content),
        couverture=[
            (row["libelle"], row["nombre"], former.get(row["cle"]), TONES[row["cle"]])
            for row in content["couverture"]
        ],
        types=[
            (row["libelle"], row["total"], row["nombres"]) for row in content["types"]
        ],
        empreinte=digest[:16],
    )


def _status(content: dict[str, Any]) -> str:
    measured = f"Engagements mesurés au {_day(content['mesure_le'])}."
    if content["tenue_le"] is None:
        return f"Revue en préparation. {measured}"
    led = f", conduite par {content['conduite_par']}" if content["conduite_par"] else ""
    place = f", {content['lieu']}" if content["lieu"] else ""
    return f"Revue tenue le {_day(content['tenue_le'])}{place}{led}. {measured}"


def _ligne(row: dict[str, Any]) -> Ligne:
    return Ligne(
        convention=row["convention"],
        numero=row["numero"],
        article=row["article"],
        type=row["type"],
        texte=row["texte"],
        qui=row["qui"] or "—",
        echeance=_day(row["echeance"]),
        cible=_quantity(
            row["cible"], row["unite"], "au plus " if row["maximum"] else ""
        ),
        valeur=_quantity(row["valeur"], row["unite"]),
        tenue=row["tenue"],
        tenue_libelle=row["tenue_libelle"],
        tone=TONES[row["tenue"]],
        precedente=row["precedente"] or "—",
        observation=row["observation"],
        commentaire=row["commentaire"],
        difficulte=row["difficulte"],
        decision=row["decision"],
        is_exemple=row["exemple"],
    )


def _compte(row: dict[str, Any]) -> Compte:
    return Compte(
        titre=row["titre"],
        etat=row["etat"],
        terme=_day(row["terme"]),
        montant=_euros(row["montant"]),
        verse=_euros(row["verse"]),
        demande=_euros(row["demande"]),
        en_retard=_euros(row["en_retard"]),
        reste=_euros(row["reste"]),
    )


def _avenants(content: dict[str, Any]) -> list[GroupeAvenants]:
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for row in content["avenants"]:
        groups.setdefault(row["type_libelle"], []).append(
            (row["convention"], row["objet"], row["motif"] or row["etat"])
        )
    for row in content["avenants_decides"]:
        numbers = ", ".join(str(number) for number in row["engagements"])
        groups.setdefault(row["type_libelle"], []).append(
            (row["convention"], row["objet"], f"Proposé à cette revue ({numbers}).")
        )
    return [GroupeAvenants(label, rows) for label, rows in groups.items()]


def _quantity(value: str | None, unit: str, before: str = "") -> str:
    if value is None:
        return "—"
    return f"{before}{format_number(Decimal(value))} {unit}".strip()


def _day(text: str | None) -> str:
    return format_date(date.fromisoformat(text)) if text else "—"


def _euros(centimes: int | None) -> str:
    return "—" if centimes is None else format_euros(centimes, short=True)
