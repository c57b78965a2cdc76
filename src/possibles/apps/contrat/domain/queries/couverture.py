"""Where the contract acts, and where nothing does yet."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from possibles.apps.contrat.models import (
    Chantier,
    FamilleOutil,
    Orientation,
    Outil,
    Projet,
)
from possibles.apps.territoires.models import Commune, Quartier


@dataclass(frozen=True, slots=True)
class UsageOutil:
    """A measure of the toolbox and what mobilises it."""

    outil: Outil
    projets: tuple[Projet, ...]
    chantiers: tuple[Chantier, ...]

    @property
    def is_used(self) -> bool:
        return bool(self.projets or self.chantiers)


@dataclass(frozen=True, slots=True)
class Couverture:
    """How many active projects of each orientation reach each quarter.

    A project reaches the quarters it names, and all those of the communes it names. Those
    that name no place are counted apart: nobody knows where they act.
    """

    orientations: tuple[Orientation, ...]
    quartiers: tuple[Quartier, ...]
    counts: dict[tuple[int, int], int]
    without_place: int

    def count(self, quartier: Quartier, orientation: Orientation) -> int:
        return self.counts.get((quartier.pk, orientation.pk), 0)

    @property
    def rows(self) -> list[tuple[Quartier, list[int]]]:
        """One row a quarter: its counts in the order of the orientations."""
        return [
            (q, [self.count(q, o) for o in self.orientations]) for q in self.quartiers
        ]

    @property
    def gaps(self) -> list[tuple[Quartier, Orientation]]:
        """The quarters × orientations where nothing is known to act."""
        return [
            (q, o)
            for q in self.quartiers
            for o in self.orientations
            if not self.count(q, o)
        ]


def list_usages(user: Any) -> list[tuple[FamilleOutil, list[UsageOutil]]]:
    """List the toolbox by family, each measure with the projects and works that use it."""
    projets = _by_outil(Projet.objects.visible_to(user).active())
    chantiers = _by_outil(Chantier.objects.visible_to(user))
    familles = FamilleOutil.objects.visible_to(user).prefetch_related("outils")
    return [
        (
            famille,
            [
                UsageOutil(
                    outil,
                    tuple(projets.get(outil.pk, ())),
                    tuple(chantiers.get(outil.pk, ())),
                )
                for outil in famille.outils.all()
            ],
        )
        for famille in familles
    ]


def cover_quartiers(user: Any, *, commune: Commune | None = None) -> Couverture:
    """Cross the quarters (of one commune, or all) with the orientations."""
    quartiers = Quartier.objects.visible_to(user).select_related("commune")
    if commune is not None:
        quartiers = quartiers.filter(communes=commune)
    of_commune: dict[int, set[int]] = {}
    for quartier_id, commune_id in Quartier.communes.through.objects.values_list(
        "quartier_id", "commune_id"
    ):
        of_commune.setdefault(commune_id, set()).add(quartier_id)
    projets = (
        Projet.objects.visible_to(user)
        .active()
        .prefetch_related("quartiers", "communes", "orientations")
    )
    counts: Counter[tuple[int, int]] = Counter()
    without_place = 0
    for projet in projets:
        reached = {q.pk for q in projet.quartiers.all()}
        for held in projet.communes.all():
            reached |= of_commune.get(held.pk, set())
        without_place += not reached
        counts.update((q, o.pk) for q in reached for o in projet.orientations.all())
    return Couverture(
        orientations=tuple(Orientation.objects.all()),
        quartiers=tuple(quartiers),
        counts=dict(counts),
        without_place=without_place,
    )


def _by_outil(queryset: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for instance in queryset.prefetch_related("outils"):
        for outil in instance.outils.all():
            found.setdefault(outil.pk, []).append(instance)
    return found
