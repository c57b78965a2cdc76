"""Follow-up after entry: who is due, what is recorded, what became of people as figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Min
from django.utils import timezone

from possibles.apps.insertion.enums import POSITIVE, Sortie
from possibles.apps.insertion.models import Beneficiaire, PointDeSuivi
from possibles.apps.journal.models import change
from possibles.apps.referentiel.domain.parametres import find_parametres
from possibles.engine.calendars.days import add_months
from possibles.engine.insertion import Hidden, Population, hide_cells

from .secret import SECRET

MONTHS = "insertion.suivi_mois"
NOTICE = timedelta(days=15)
"""A follow-up shows among what is to do that long before its day."""


@dataclass(frozen=True, slots=True)
class Rappel:
    """A follow-up of a person: when it is due, and what was found if it is done."""

    person: Beneficiaire
    months: int
    due: date
    done: PointDeSuivi | None = None

    def is_due(self, on: date) -> bool:
        return self.done is None and self.due <= on + NOTICE

    def is_late(self, on: date) -> bool:
        return self.done is None and self.due < on


@dataclass(frozen=True, slots=True)
class Sorties:
    """How many people were found in each situation, so many months after entry.

    `counts[situation][months]` is nothing when it is a secret, and so are the totals.
    """

    months: Sequence[int]
    counts: Mapping[Sortie, Mapping[int, int | None]]
    totals: Mapping[int, int | None]
    positive: Mapping[int, float | None]


def read_months(on: date | None = None) -> list[int]:
    """Return when people are followed up; nothing while the parameter is missing."""
    held = find_parametres([MONTHS], on).get(MONTHS)
    return [] if held is None else sorted(int(value) for value in held.value)


def list_rappels(user: Any, on: date | None = None) -> list[Rappel]:
    """List the follow-ups of the people this person accompanies, the oldest first."""
    return _rappels(Beneficiaire.objects.visible_to(user), on)


def list_rappels_of(person: Beneficiaire, on: date | None = None) -> list[Rappel]:
    return _rappels(Beneficiaire.objects.filter(pk=person.pk), on)


def record_suivi(
    person: Beneficiaire, months: int, *, situation: str, done_on: date, author: Any
) -> PointDeSuivi:
    """Write what was found; a second time corrects the first."""
    held = PointDeSuivi.objects.filter(beneficiaire=person, months=months).first()
    point: PointDeSuivi = held or PointDeSuivi(beneficiaire=person, months=months)
    point.situation, point.done_on = situation, done_on
    with change(author=author, reason=f"Suivi à {months} mois"):
        point.save()
    return point


def read_sorties(until: date | None = None) -> Sorties:
    """Count what became of people, anonymous ones included; too few are not told."""
    rows = PointDeSuivi.objects.order_by("months", "beneficiaire")
    if until is not None:
        rows = rows.filter(done_on__lte=until)
    found = list(rows.values_list("beneficiaire", "months", "situation"))
    months = sorted({*read_months(until), *(m for _, m, _ in found)})
    rank = {pk: index for index, pk in enumerate(sorted({pk for pk, _, _ in found}))}
    cells = {(s, m): 0 for s in Sortie for m in months}
    for pk, month, situation in found:
        cells[(Sortie(situation), month)] |= 1 << rank[pk]
    hidden = {month: _hide(cells, month) for month in months}
    return Sorties(
        months=months,
        counts={
            s: {
                m: None if s in hidden[m].atoms else cells[(s, m)].bit_count()
                for m in months
            }
            for s in Sortie
        },
        totals={
            m: None if hidden[m].total else _count(cells, Sortie, m) for m in months
        },
        positive={
            m: None if hidden[m].total or hidden[m].lines[0] else _share(cells, m)
            for m in months
        },
    )


def _hide(cells: Mapping[tuple[Sortie, int], int], month: int) -> Hidden:
    """Choose what to hide among those followed up that many months after entry."""
    kinds = {"positive": list(POSITIVE), "other": list(set(Sortie) - POSITIVE)}
    return hide_cells(
        {s: Population(cells[(s, month)]) for s in Sortie},
        [kinds],
        threshold=SECRET,
    )


def _count(
    cells: Mapping[tuple[Sortie, int], int], kept: Iterable[Sortie], month: int
) -> int:
    return sum(cells[(s, month)].bit_count() for s in kept)


def _share(cells: Mapping[tuple[Sortie, int], int], month: int) -> float | None:
    total = _count(cells, Sortie, month)
    return _count(cells, POSITIVE, month) / total if total else None


def _rappels(people: Any, on: date | None) -> list[Rappel]:
    months = read_months(on)
    if not months:
        return []
    rows = list(
        people.annotate(entered=Min("embauches__start"))
        .filter(entered__isnull=False)
        .order_by("code")
    )
    done = {
        (p.beneficiaire_id, p.months): p
        for p in PointDeSuivi.objects.filter(beneficiaire__in=people.order_by())
    }
    found = [
        Rappel(
            person,
            month,
            add_months(person.entered, month),
            done.get((person.pk, month)),
        )
        for person in rows
        for month in months
    ]
    return sorted(found, key=lambda r: (r.due, r.person.code))


def count_due(user: Any, on: date | None = None) -> int:
    day = on or timezone.localdate()
    return sum(rappel.is_due(day) for rappel in list_rappels(user, day))
