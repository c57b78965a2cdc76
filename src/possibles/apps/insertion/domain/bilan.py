"""What a year of insertion counts, by what ANRU asks: doors, companies, people, after.

Only hours that count are here. A line of fewer than five people is a secret, and so are
those a total would give it back from.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from possibles.apps.insertion.enums import (
    Cadre,
    ContratKind,
    Critere,
    EmployeurKind,
    Modalite,
    Sexe,
    Tranche,
)
from possibles.apps.insertion.models import (
    Beneficiaire,
    Embauche,
    Employeur,
    Heures,
    Marche,
    tranche_of,
)
from possibles.engine.calendars.days import add_months
from possibles.engine.insertion import Population, hide_cells, hide_grid

from .secret import SECRET

SIZES = (
    (10, "Moins de 10 salariés"),
    (50, "10 à 49 salariés"),
    (250, "50 à 249 salariés"),
)
LARGE, UNKNOWN_SIZE = "250 salariés et plus", "Effectif inconnu"
QPV, ELSEWHERE = "Quartier prioritaire", "Hors quartier prioritaire"


@dataclass(frozen=True, slots=True)
class Fait:
    """Counted hours of a person, on a contract, in a month, in hundredths."""

    person: int
    marche: int
    employeur: int
    month: date
    work: int
    training: int
    embauche: Embauche | None

    @property
    def hours(self) -> int:
        return self.work + self.training


@dataclass(frozen=True, slots=True)
class Compte:
    """A line of a breakdown; everything is nothing when it is a secret."""

    label: str
    people: int | None
    work: int | None
    training: int | None

    @property
    def hours(self) -> int | None:
        if self.work is None or self.training is None:
            return None
        return self.work + self.training


@dataclass(frozen=True, slots=True)
class Repartition:
    """A breakdown and its total, people once in it."""

    comptes: Sequence[Compte]
    total: Compte


@dataclass(frozen=True, slots=True)
class Croisement:
    """People by sex and age band; nothing where it is a secret."""

    cells: Mapping[tuple[Sexe, Tranche], int | None]


@dataclass(frozen=True, slots=True)
class Bilan:
    """A year, or all of them when `year` is nothing."""

    year: int | None
    faits: Sequence[Fait]
    by_cadre: Repartition
    by_modalite: Repartition
    by_contrat: Repartition
    by_employeur: Repartition
    by_size: Repartition
    by_sexe: Repartition
    by_tranche: Repartition
    by_residence: Repartition
    by_critere: Repartition
    sexe_tranche: Croisement

    def hours_of(self, marches: Iterable[int]) -> int:
        """Return the hours of these contracts, in hundredths."""
        held = set(marches)
        return sum(fait.hours for fait in self.faits if fait.marche in held)


def read_bilan(year: int | None = None, marches: Iterable[int] | None = None) -> Bilan:
    """Read a year, of every contract or of some."""
    faits = _read_faits(year, marches)
    people = _read_people({fait.person for fait in faits})
    employers = {e.pk: e for e in Employeur.objects.all()}
    cadres = dict(Marche.objects.order_by().values_list("pk", "famille__cadre"))

    def spread(labels: Iterable[str], key: Callable[[Fait], str]) -> Repartition:
        return _spread(faits, list(labels), key)

    return Bilan(
        year=year,
        faits=faits,
        by_cadre=_open_spread(
            faits, Cadre.labels, lambda f: Cadre(cadres[f.marche]).label
        ),
        by_modalite=spread(
            [*Modalite.labels, _NO_HIRE],
            lambda f: Modalite(f.embauche.modalite).label if f.embauche else _NO_HIRE,
        ),
        by_contrat=spread(
            [*ContratKind.labels, _NO_HIRE],
            lambda f: ContratKind(f.embauche.kind).label if f.embauche else _NO_HIRE,
        ),
        by_employeur=spread(
            EmployeurKind.labels,
            lambda f: EmployeurKind(employers[f.employeur].kind).label,
        ),
        by_size=spread(
            [*(label for _, label in SIZES), LARGE, UNKNOWN_SIZE],
            lambda f: size_of(employers[f.employeur].headcount),
        ),
        by_sexe=spread(Sexe.labels, lambda f: people[f.person].sexe.label),
        by_tranche=spread(Tranche.labels, lambda f: people[f.person].tranche.label),
        by_residence=spread(
            [QPV, ELSEWHERE],
            lambda f: QPV if people[f.person].is_from_qpv else ELSEWHERE,
        ),
        by_critere=spread(Critere.labels, lambda f: people[f.person].critere.label),
        sexe_tranche=_cross(faits, people),
    )


def size_of(headcount: int | None) -> str:
    """Return the band of a company's size."""
    if headcount is None:
        return UNKNOWN_SIZE
    return next((label for limit, label in SIZES if headcount < limit), LARGE)


_NO_HIRE = "Embauche non précisée"


@dataclass(frozen=True, slots=True)
class _Person:
    sexe: Sexe
    tranche: Tranche
    critere: Critere
    is_from_qpv: bool


def _read_faits(year: int | None, marches: Iterable[int] | None) -> list[Fait]:
    rows = Heures.objects.filter(counted__gt=0).order_by("pk")
    if year is not None:
        rows = rows.filter(month__year=year)
    hires = Embauche.objects.order_by("start", "pk")
    if marches is not None:
        held = list(marches)
        rows, hires = rows.filter(marche__in=held), hires.filter(marche__in=held)
    by_key: dict[tuple[int, int, int], list[Embauche]] = {}
    for embauche in hires:
        key = (embauche.beneficiaire_id, embauche.marche_id, embauche.employeur_id)
        by_key.setdefault(key, []).append(embauche)
    return [
        Fait(person, marche, employer, month, work, training,
             _hire_of(by_key.get((person, marche, employer), []), month))
        for person, marche, employer, month, work, training in rows.values_list(
            "beneficiaire", "marche", "employeur", "month", "work", "training"
        )
    ]  # fmt: skip


def _hire_of(hires: Sequence[Embauche], month: date) -> Embauche | None:
    """Return the hire that runs in a month: the last begun, else the first there is."""
    last_day = add_months(month, 1) - timedelta(days=1)
    begun = [embauche for embauche in hires if embauche.start <= last_day]
    return begun[-1] if begun else (hires[0] if hires else None)


def _read_people(keys: set[int]) -> dict[int, _Person]:
    rows = Beneficiaire.objects.order_by().values_list(
        "pk", "sex", "critere", "quartier", "kept_qpv",
        "birth_year", "kept_tranche", "validated_on", "entered_on",
    )  # fmt: skip
    return {
        pk: _Person(
            Sexe(sex),
            Tranche(kept) if birth is None else tranche_of(birth, validated or entered),
            Critere(critere),
            bool(kept_qpv or quartier),
        )
        for pk, sex, critere, quartier, kept_qpv, birth, kept, validated, entered in rows
        if pk in keys
    }


def _spread(
    faits: Sequence[Fait], labels: list[str], key: Callable[[Fait], str]
) -> Repartition:
    """Break hours down, and hide the lines of too few people."""
    people, work, training = _sums(faits, labels, key)
    hidden = hide_cells(
        {label: Population(people[label]) for label in labels}, [], threshold=SECRET
    )
    comptes = [
        Compte(label, None, None, None)
        if label in hidden.atoms
        else Compte(label, people[label].bit_count(), work[label], training[label])
        for label in labels
    ]
    return Repartition(comptes, _total(faits, is_hidden=hidden.total))


def _open_spread(
    faits: Sequence[Fait], labels: list[str], key: Callable[[Fait], str]
) -> Repartition:
    """Break hours down by what is owed: hours are always told, people not always."""
    people, work, training = _sums(faits, labels, key)
    hidden = hide_cells(
        {label: Population(people[label]) for label in labels}, [], threshold=SECRET
    )
    comptes = [
        Compte(
            label,
            None if label in hidden.atoms else people[label].bit_count(),
            work[label],
            training[label],
        )
        for label in labels
    ]
    total = _total(faits, is_hidden=False)
    if hidden.total:
        total = Compte(total.label, None, total.work, total.training)
    return Repartition(comptes, total)


def _sums(
    faits: Sequence[Fait], labels: list[str], key: Callable[[Fait], str]
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    rank = {p: i for i, p in enumerate(sorted({fait.person for fait in faits}))}
    people = dict.fromkeys(labels, 0)
    work, training = dict.fromkeys(labels, 0), dict.fromkeys(labels, 0)
    for fait in faits:
        label = key(fait)
        people[label] |= 1 << rank[fait.person]
        work[label] += fait.work
        training[label] += fait.training
    return people, work, training


def _total(faits: Sequence[Fait], *, is_hidden: bool) -> Compte:
    if is_hidden:
        return Compte("Total", None, None, None)
    return Compte(
        "Total",
        len({fait.person for fait in faits}),
        sum(fait.work for fait in faits),
        sum(fait.training for fait in faits),
    )


def _cross(faits: Sequence[Fait], people: Mapping[int, _Person]) -> Croisement:
    rank = {p: i for i, p in enumerate(sorted({fait.person for fait in faits}))}
    cells: dict[tuple[Hashable, Hashable], int] = {
        (s, t): 0 for s in Sexe for t in Tranche
    }
    for person, index in rank.items():
        found = people[person]
        cells[(found.sexe, found.tranche)] |= 1 << index
    hidden = hide_grid(
        {cell: Population(bits) for cell, bits in cells.items()}, threshold=SECRET
    )
    return Croisement(
        {
            (s, t): None if (s, t) in hidden else cells[(s, t)].bit_count()
            for s in Sexe
            for t in Tranche
        }
    )


def mean_days(embauches: Any = None) -> float | None:
    """Return the mean length of hires that have an end, in days; a secret under five."""
    rows = (Embauche.objects.all() if embauches is None else embauches).filter(
        Q(end__isnull=False)
    )
    held = list(rows.order_by().values_list("beneficiaire", "start", "end"))
    if len({person for person, _, _ in held}) < SECRET:
        return None
    days: int = sum((end - start).days + 1 for _, start, end in held)
    return days / len(held)
