"""Sets of hypotheses side by side: what each would make owe, by whom, before one is adopted.

Only contracts still to be signed, with a clause, move: a signed one keeps what it owes,
and so does one that writes its own hours.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from possibles.apps.insertion.enums import AWARDED
from possibles.apps.insertion.models import (
    FamilleDeMarche,
    Hypothese,
    JeuDHypotheses,
    LigneDeJeu,
    Lot,
    Marche,
)
from possibles.apps.journal.models import change

from .objectifs import Base, base_of, find_hypotheses, objective_of, refresh
from .suivi import Face, marches_by_line

COMPARED = (Face.FAMILLE, Face.OWNER, Face.PROJET)


@dataclass(slots=True)
class LigneComparee:
    """The hours of a group of contracts: today, then with each set."""

    label: str
    today: int = 0
    hours: list[int] = field(default_factory=list)

    @property
    def gaps(self) -> list[int]:
        return [value - self.today for value in self.hours]

    @property
    def is_moved(self) -> bool:
        return any(self.gaps)


@dataclass(frozen=True, slots=True)
class Comparaison:
    """Every line, their total, and how many contracts a set can still move."""

    lignes: Sequence[LigneComparee]
    total: LigneComparee
    coming: int


def compare_sets(user: Any, jeux: Sequence[JeuDHypotheses], face: Face) -> Comparaison:
    """Set what each set would make owe beside what is owed today, line by line."""
    groups = marches_by_line(user, face)
    held = [marche for marches in groups.values() for marche in marches]
    prefetch_related_objects(held, "hypothese", "lots__hypothese")
    tables = [_read_table(jeu) for jeu in jeux]
    total = LigneComparee("Total", hours=[0 for _ in jeux])
    lignes = []
    for (_, label), marches in groups.items():
        ligne = LigneComparee(label, hours=[0 for _ in jeux])
        for marche in marches:
            today = marche.objective_hours or 0
            for each in (ligne, total):
                each.today += today
            for rank, table in enumerate(tables):
                hours = _owed(marche, table) if is_open(marche) else today
                for each in (ligne, total):
                    each.hours[rank] += hours
        if ligne.today or any(ligne.hours):
            lignes.append(ligne)
    return Comparaison(lignes, total, sum(is_open(m) for m in held))


def is_open(marche: Marche) -> bool:
    """Tell whether adopting hypotheses can still move what a contract owes."""
    return (
        marche.has_clause
        and marche.state not in AWARDED
        and marche.contract_hours is None
    )


def save_set(
    jeu: JeuDHypotheses,
    bases: Mapping[FamilleDeMarche, Base],
    *,
    author: Any,
    reason: str,
) -> JeuDHypotheses:
    """Write a draft and its lines; a family it no longer tells of leaves it."""
    with change(author=author, reason=reason):
        jeu.save()
        held = {ligne.famille_id: ligne for ligne in jeu.lignes.all()}
        for famille, base in bases.items():
            ligne = held.pop(famille.pk, None) or LigneDeJeu(jeu=jeu, famille=famille)
            ligne.labour_share, ligne.rate = base.labour_share, base.rate
            ligne.hourly_cost, ligne.step = base.hourly_cost, base.step
            ligne.save()
        for gone in held.values():
            gone.delete()
    return jeu


def adopt_set(
    jeu: JeuDHypotheses,
    *,
    valid_from: date,
    certainty: str,
    source: str,
    with_coming: bool,
    author: Any,
    reason: str,
) -> int:
    """Put every line of a set in force; return how many coming contracts it moved.

    Parameters
    ----------
    with_coming
        Give contracts still to be signed the new hypotheses; else they keep theirs.
    """
    current = find_hypotheses(valid_from)
    moved = 0
    with change(author=author, reason=reason):
        made = {
            ligne.famille_id: _make_hypothese(
                ligne, current.get(ligne.famille_id), valid_from, certainty, source
            )
            for ligne in jeu.lignes.select_related("famille")
        }
        for hypothese in made.values():
            hypothese.full_clean()
            hypothese.save()
        jeu.adopted_on = valid_from
        jeu.save()
        if with_coming:
            moved = _recompute(made)
    return moved


def _recompute(made: Mapping[int, Hypothese]) -> int:
    moved = 0
    rows = Marche.objects.with_clause().exclude(state__in=AWARDED).order_by("pk")
    for marche in rows.select_related("famille", "hypothese"):
        before = marche.objective_hours
        lots = list(marche.lots.filter(famille__in=made))
        if marche.famille_id not in made and not lots:
            continue
        for lot in lots:
            lot.hypothese = made[lot.famille_id]
            lot.save()
        marche.hypothese = made.get(marche.famille_id, marche.hypothese)
        refresh(marche)
        moved += marche.objective_hours != before
    return moved


def _make_hypothese(
    ligne: LigneDeJeu,
    current: Hypothese | None,
    valid_from: date,
    certainty: str,
    source: str,
) -> Hypothese:
    """Turn a line into a hypothesis; the usual range widens to hold its share."""
    low = ligne.labour_share if current is None else current.labour_low
    high = ligne.labour_share if current is None else current.labour_high
    return Hypothese(
        famille=ligne.famille,
        valid_from=valid_from,
        labour_share=ligne.labour_share,
        labour_low=min(low, ligne.labour_share),
        labour_high=max(high, ligne.labour_share),
        hourly_cost=ligne.hourly_cost,
        rate=ligne.rate,
        step=ligne.step,
        certainty=certainty,
        source=source,
        note=f"Jeu d’hypothèses « {ligne.jeu} »",
    )


def list_bases() -> dict[int, Base]:
    """Return the values in force, by family."""
    return {pk: base_of(hypothese) for pk, hypothese in find_hypotheses().items()}


def _read_table(jeu: JeuDHypotheses) -> dict[int, Hypothese]:
    return {
        ligne.famille_id: Hypothese(
            famille_id=ligne.famille_id,
            labour_share=ligne.labour_share,
            hourly_cost=ligne.hourly_cost,
            rate=ligne.rate,
            step=ligne.step,
        )
        for ligne in jeu.lignes.all()
    }


def _owed(marche: Marche, table: Mapping[int, Hypothese]) -> int:
    """Return what a contract would owe with these hypotheses; its own values still win."""
    trial = copy(marche)
    trial.hypothese = table.get(marche.famille_id, marche.hypothese)
    lots = [_try_lot(lot, table) for lot in marche.lots.all()]
    found = objective_of(trial, lots)
    return 0 if found is None else found.hours


def _try_lot(lot: Lot, table: Mapping[int, Hypothese]) -> Lot:
    trial = copy(lot)
    trial.hypothese = table.get(lot.famille_id, lot.hypothese)
    return trial
