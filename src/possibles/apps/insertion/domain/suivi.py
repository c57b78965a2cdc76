"""Where the hours are: objective, validated, declared, remaining; who worked them.

Four queries whatever the number of contracts. A share that would tell of fewer than five
people is suppressed, and so is one whose complement would.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, Sum
from django.utils import timezone

from possibles.apps.insertion.enums import Cadre, HeuresState, Sexe
from possibles.apps.insertion.models import Beneficiaire, Heures, Marche

SECRET = 5
"""Fewer people than this are never told of."""

YOUNG = 26


class Face(StrEnum):
    """What the figures are gathered by."""

    CADRE = "cadre"
    FAMILLE = "famille"
    OWNER = "maitre-ouvrage"
    COMMUNE = "commune"
    PROJET = "projet"
    MARCHE = "marche"


@dataclass(slots=True)
class Ligne:
    """The hours of a group of contracts, in hundredths save the objective, in hours.

    `remaining` is the sum of what each contract still owes: one that did more than it
    owed does not hide what another misses.
    """

    key: str
    label: str
    marches: int = 0
    objective: int = 0
    validated: int = 0
    declared: int = 0
    remaining: int = 0
    people: set[int] = field(default_factory=set)
    shares: dict[str, int] = field(default_factory=dict)
    groups: dict[str, set[int]] = field(default_factory=dict)

    @property
    def validated_hours(self) -> float:
        return self.validated / 100

    @property
    def declared_hours(self) -> float:
        return self.declared / 100

    @property
    def remaining_hours(self) -> float:
        return self.remaining / 100

    @property
    def rate(self) -> float | None:
        return self.validated / (self.objective * 100) if self.objective else None

    @property
    def people_count(self) -> int | None:
        """Tell how many people worked; nothing when they are too few to be told of."""
        count = len(self.people)
        return None if 0 < count < SECRET else count

    @property
    def qpv(self) -> float | None:
        return self.share("qpv")

    @property
    def women(self) -> float | None:
        return self.share("women")

    @property
    def young(self) -> float | None:
        return self.share("young")

    def share(self, name: str) -> float | None:
        """Return a group's share of the validated hours; nothing when it is a secret."""
        inside = len(self.groups.get(name, ()))
        outside = len(self.people) - inside
        if not self.validated or 0 < inside < SECRET or 0 < outside < SECRET:
            return None
        return self.shares.get(name, 0) / self.validated

    def add(self, pk: int, counted: int, traits: Iterable[str]) -> None:
        if not counted:
            return
        self.validated += counted
        self.people.add(pk)
        for name in traits:
            self.shares[name] = self.shares.get(name, 0) + counted
            self.groups.setdefault(name, set()).add(pk)


@dataclass(frozen=True, slots=True)
class Suivi:
    """The lines of a face, and their total; people are counted once in it."""

    lignes: list[Ligne]
    total: Ligne


def read_suivi(user: Any, face: Face, marches: Any = None) -> Suivi:
    """Gather the hours of the contracts this person sees, by face."""
    rows = Marche.objects.visible_to(user) if marches is None else marches
    held = list(
        rows.select_related(
            "famille", "maitre_ouvrage", "commune", "projet_renouvellement"
        ).order_by("sort_title", "pk")
    )
    find = _FACES[face]
    lignes: dict[str, Ligne] = {}
    total = Ligne("", "Total")
    place: dict[int, Ligne] = {}
    for marche in held:
        key, label = find(marche)
        ligne = lignes.setdefault(key, Ligne(key, label))
        place[marche.pk] = ligne
        for each in (ligne, total):
            each.marches += 1
            each.objective += marche.objective_hours or 0
    traits = _read_traits()
    done: dict[int, int] = {}
    for marche_id, person, counted, declared in _read_hours(place):
        found = place.get(marche_id)
        if found is None:
            continue
        done[marche_id] = done.get(marche_id, 0) + (counted or 0)
        for each in (found, total):
            each.declared += declared or 0
            each.add(person, counted or 0, traits.get(person, ()))
    for marche in held:
        owed = max(0, (marche.objective_hours or 0) * 100 - done.get(marche.pk, 0))
        for each in (place[marche.pk], total):
            each.remaining += owed
    ordered = sorted(lignes.values(), key=lambda x: (x.key == "", x.label))
    return Suivi(ordered, total)


def read_marche(marche: Marche) -> Ligne:
    """Return the line of one contract."""
    suivi = read_suivi(None, Face.MARCHE, Marche.objects.filter(pk=marche.pk))
    return suivi.total


def _read_hours(
    marches: Collection[int],
) -> Iterable[tuple[int, int, int | None, int | None]]:
    """Sum by contract and person; a handful of contracts is asked by name."""
    lines = Heures.objects.order_by()
    if len(marches) <= 20:
        lines = lines.filter(marche__in=marches)
    rows = lines.values("marche_id", "beneficiaire_id").annotate(
        validated=Sum("counted"),
        declared=Sum(F("work") + F("training"), filter=~Q(state=HeuresState.VALIDE)),
    )
    found: Iterable[tuple[int, int, int | None, int | None]] = rows.values_list(
        "marche_id", "beneficiaire_id", "validated", "declared"
    )
    return found


def _read_traits() -> dict[int, list[str]]:
    year = timezone.localdate().year
    rows = Beneficiaire.objects.order_by().values_list(
        "pk", "quartier_id", "sex", "birth_year"
    )
    return {
        pk: [
            name
            for name, is_true in (
                ("qpv", quartier is not None),
                ("women", sex == Sexe.FEMME),
                ("young", year - birth < YOUNG),
            )
            if is_true
        ]
        for pk, quartier, sex, birth in rows
    }


_FACES: dict[Face, Callable[[Marche], tuple[str, str]]] = {
    Face.CADRE: lambda m: (m.famille.cadre, Cadre(m.famille.cadre).label),
    Face.FAMILLE: lambda m: (m.famille.slug, m.famille.name),
    Face.OWNER: lambda m: (m.maitre_ouvrage.slug, str(m.maitre_ouvrage)),
    Face.COMMUNE: lambda m: (
        (m.commune.code_insee, m.commune.name)
        if m.commune
        else ("", "Plusieurs communes, ou non précisée")
    ),
    Face.PROJET: lambda m: (
        (str(m.projet_renouvellement_id), str(m.projet_renouvellement))
        if m.projet_renouvellement
        else ("", "Hors projet de renouvellement urbain")
    ),
    Face.MARCHE: lambda m: (str(m.pk), m.title),
}
