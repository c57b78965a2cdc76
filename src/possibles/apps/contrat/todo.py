"""What the contract asks of those who pilot it, its projects and its indicators."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from possibles.apps.condense.registry import Ligne, Source, register

from .domain.queries.accueil import Tache, list_taches

ICONS = {
    "synthese": "sun",
    "jalon": "calendar",
    "releve": "chart-line",
    "agenda": "calendar-event",
    "echeance": "clock",
}
_ROUTES = {
    "synthese": "synthese-write",
    "jalon": "projet-detail",
    "releve": "indicateur-detail",
    "echeance": "convention-detail",
}


def list_contrat(user: Any, day: date) -> Iterator[Ligne]:
    for tache in list_taches(user, on=day):
        where = str(tache.target)
        yield Ligne(tache.text, _address(tache), where, tache.due, ICONS[tache.kind])


def _address(tache: Tache) -> str:
    if tache.kind == "agenda":
        return reverse("agenda-detail", args=[tache.target.year])
    return reverse(_ROUTES[tache.kind], args=[tache.target.pk])


register(Source("contrat", "Contrat de ville", list_contrat))
