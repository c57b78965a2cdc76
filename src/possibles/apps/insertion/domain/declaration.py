"""A company declares its own month through a link: its people, its hours, nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from possibles.apps.insertion.models import (
    Embauche,
    Employeur,
    LienDeclaration,
    Marche,
)
from possibles.apps.journal.models import change

from .chantiers import add_months
from .heures import Bilan, Saisie, SaisieError, record_heures

ORIGIN = "lien de déclaration"
MONTHS_BACK = 3
"""How far back a company may still declare."""


class DeclarationError(Exception):
    """Cells that cannot be written: (hire, field) to a French sentence."""

    def __init__(self, cells: Mapping[tuple[int, str], str]) -> None:
        super().__init__(f"{len(cells)} cellules refusées")
        self.cells = dict(cells)


@dataclass(frozen=True, slots=True)
class Ouverture:
    """What a new link is made of."""

    employeur: Employeur
    marche: Marche | None
    email: str
    days: int


def open_lien(wanted: Ouverture, *, author: Any) -> tuple[LienDeclaration, str]:
    """Make a link; return it with its token, which nobody can find again."""
    lien = LienDeclaration(
        employeur=wanted.employeur,
        marche=wanted.marche,
        email=wanted.email,
        expires_at=timezone.now() + timedelta(days=wanted.days),
        created_by=author,
    )
    token = lien.draw_token()
    with change(author=author, reason="Ouvrir un lien de déclaration"):
        lien.save()
    return lien, token


def renew_lien(lien: LienDeclaration, *, author: Any) -> str:
    """Draw another token for as long as the link lasts: the former one opens nothing."""
    token = lien.draw_token()
    with change(author=author, reason="Tirer un nouveau lien de déclaration"):
        lien.save()
    return token


def revoke_lien(lien: LienDeclaration, *, author: Any) -> None:
    """Close the door at once."""
    if lien.revoked_at is None:
        lien.revoked_at = timezone.now()
        lien.token_hash = ""
        with change(author=author, reason="Retirer un lien de déclaration"):
            lien.save()


def list_months(today: date | None = None) -> list[date]:
    """Return the months a company may declare, the latest first."""
    day = today or timezone.localdate()
    return [add_months(day, -back) for back in range(MONTHS_BACK + 1)]


def list_declared(lien: LienDeclaration, month: date) -> list[Embauche]:
    """Return the hires a link is about in a month, one for each person and contract."""
    following = add_months(month, 1)
    rows = Embauche.objects.filter(employeur=lien.employeur_id, start__lt=following)
    rows = rows.exclude(end__lt=month)
    if lien.marche_id is not None:
        rows = rows.filter(marche=lien.marche_id)
    ordered = rows.select_related("beneficiaire", "marche", "employeur").order_by(
        "marche__sort_title", "beneficiaire__initials", "start", "pk"
    )
    first: dict[tuple[int, int], Embauche] = {}
    for hire in ordered:
        first.setdefault((hire.marche_id, hire.beneficiaire_id), hire)
    return list(first.values())


def declare_month(
    lien: LienDeclaration, month: date, saisies: Sequence[Saisie]
) -> Bilan:
    """Write what a company declares for a month, on all its contracts, or nothing.

    Raises
    ------
    DeclarationError
        At least one cell is wrong: nothing was written.
    """
    by_marche: dict[int, list[Saisie]] = {}
    for saisie in saisies:
        by_marche.setdefault(saisie.embauche.marche_id, []).append(saisie)
    cells: dict[tuple[int, str], str] = {}
    total = Bilan()
    with change(author=None, origin=ORIGIN, reason=f"Déclaration par le {lien}"):
        for held in by_marche.values():
            try:
                done = record_heures(held[0].embauche.marche, month, held, author=None)
                total = _sum(total, done)
            except SaisieError as error:
                for (index, name), sentence in error.cells.items():
                    cells[(held[index].embauche.pk, name)] = sentence
        if cells:
            raise DeclarationError(cells)
        lien.used_at = timezone.now()
        lien.save()
    return total


def _sum(one: Bilan, other: Bilan) -> Bilan:
    names = Bilan.__dataclass_fields__
    return Bilan(**{name: getattr(one, name) + getattr(other, name) for name in names})
