"""Other faces of the list of projects: the board and the timeline of one year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from possibles.apps.contrat.enums import Meteo, Registre, Statut
from possibles.apps.contrat.models import Jalon, Projet
from possibles.web.lists import Choice

GROUPS = (
    Choice("statut", "Par statut"),
    Choice("registre", "Par registre"),
    Choice("meteo", "Par météo"),
)
_KINDS: dict[str, tuple[Any, str]] = {
    "statut": (Statut, ""),
    "registre": (Registre, "Registre non précisé"),
    "meteo": (Meteo, "Météo non renseignée"),
}


@dataclass(frozen=True, slots=True)
class BoardColumn:
    label: str
    projets: list[Projet]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the timeline: its first day, and the milestones that fall in it."""

    first: date
    jalons: list[Jalon]


def build_board(projets: Iterable[Projet], by: str) -> list[BoardColumn]:
    """Return a column for each value, empty ones too, and one for the unknown."""
    key = by if by in _KINDS else "statut"
    kind, unknown = _KINDS[key]
    piles: dict[str, list[Projet]] = {value: [] for value in kind.values}
    piles[""] = []
    for projet in projets:
        piles[getattr(projet, key)].append(projet)
    columns = [BoardColumn(str(label), piles[value]) for value, label in kind.choices]
    if unknown:
        columns.append(BoardColumn(unknown, piles[""]))
    return columns


def build_timeline(projets: Iterable[Projet], year: int) -> list[Month]:
    """Return the twelve months of a year with the milestones of these projects."""
    months = [Month(date(year, number, 1), []) for number in range(1, 13)]
    jalons = (
        Jalon.objects.filter(projet__in=[p.pk for p in projets], due__year=year)
        .select_related("projet")
        .order_by("due", "pk")
    )
    for jalon in jalons:
        months[jalon.due.month - 1].jalons.append(jalon)
    return months
