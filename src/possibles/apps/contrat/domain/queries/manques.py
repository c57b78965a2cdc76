"""What is missing: gaps that somebody can fill, each with the list that shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from possibles.apps.contrat.models import Projet

SILENCE_DAYS = 90
Keep = Callable[[Any, date], Any]

# code → (label, what it keeps of the active projects)
MANQUES: dict[str, tuple[str, Keep]] = {
    "chef-de-file": (
        "sans chef de file",
        lambda projets, day: projets.without_chef_de_file(),
    ),
    "nouvelles": (
        f"sans nouvelle depuis {SILENCE_DAYS} jours",
        lambda projets, day: projets.without_news(days=SILENCE_DAYS, on=day),
    ),
    "meteo": ("météo non renseignée", lambda projets, day: projets.filter(meteo="")),
    "valeur": (
        "sans aucune valeur d’indicateur",
        lambda projets, day: projets.without_value(),
    ),
    "indicateur": (
        "sans indicateur",
        lambda projets, day: projets.filter(indicateurs=None),
    ),
    "lieu": (
        "sans lieu précisé",
        lambda projets, day: projets.filter(communes=None, quartiers=None),
    ),
    "registre": ("sans registre", lambda projets, day: projets.filter(registre="")),
}


@dataclass(frozen=True, slots=True)
class Manque:
    """A gap: `queryset` lists exactly the `count` projects it speaks of."""

    code: str
    label: str
    count: int
    queryset: QuerySet[Any]


def list_manques(user: Any, *, on: date | None = None) -> list[Manque]:
    """List the gaps of the active projects this person can see."""
    found = []
    for code, (label, _) in MANQUES.items():
        queryset = filter_by_manque(code, Projet.objects.visible_to(user), on=on)
        found.append(Manque(code, label, queryset.count(), queryset))
    return found


def filter_by_manque(code: str, projets: Any, *, on: date | None = None) -> Any:
    """Keep the active projects that have this gap; an unknown code keeps everything."""
    if code not in MANQUES:
        return projets
    _, keep = MANQUES[code]
    return keep(projets.active(), on or timezone.localdate())
