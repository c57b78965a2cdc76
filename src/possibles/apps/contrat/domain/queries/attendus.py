"""What the documents announce, set against what is really described."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from possibles.apps.contrat.models import (
    Attendu,
    Chantier,
    Defi,
    FamilleOutil,
    Fiche,
    LigneAgenda,
    Note,
    Orientation,
    Outil,
)
from possibles.apps.territoires.enums import RenouvellementKind
from possibles.apps.territoires.models import (
    Commune,
    ProjetRenouvellement,
    Quartier,
)


def _named(kind: RenouvellementKind) -> Callable[[], QuerySet[Any]]:
    return lambda: ProjetRenouvellement.objects.filter(kind=kind).exclude(name="")


# code of the expected number → what is counted
COUNTED: dict[str, Callable[[], QuerySet[Any]]] = {
    "quartiers": Quartier.objects.all,
    "communes": lambda: Commune.objects.filter(in_contrat=True),
    "communes-qpv": lambda: Commune.objects.filter(has_qpv=True),
    "defis": Defi.objects.all,
    "orientations": Orientation.objects.all,
    "familles": FamilleOutil.objects.all,
    "outils": Outil.objects.all,
    "chantiers": Chantier.objects.all,
    "lignes": LigneAgenda.objects.all,
    "fiches": Fiche.objects.all,
    "prin": _named(RenouvellementKind.PRIN),
    "prir": _named(RenouvellementKind.PRIR),
}


@dataclass(frozen=True, slots=True)
class Ecart:
    """An expected number and the number found; `notes` explain the difference."""

    attendu: Attendu
    found: int
    notes: tuple[Note, ...]

    @property
    def missing(self) -> int:
        return max(self.attendu.value - self.found, 0)

    @property
    def is_complete(self) -> bool:
        return self.found == self.attendu.value


def list_ecarts(user: Any) -> list[Ecart]:
    """List every expected number with what this person can see of it."""
    notes: dict[str, list[Note]] = {}
    for note in Note.objects.visible_to(user).exclude(subject=""):
        notes.setdefault(note.subject, []).append(note)
    return [
        Ecart(
            attendu,
            count_found(attendu.code, user),
            tuple(notes.get(attendu.code, ())),
        )
        for attendu in Attendu.objects.visible_to(user)
        if attendu.code in COUNTED
    ]


def count_found(code: str, user: Any) -> int:
    queryset: Any = COUNTED[code]()
    return int(queryset.visible_to(user).count())
