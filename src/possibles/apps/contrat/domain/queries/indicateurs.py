"""Read indicators: series by period and place, totals, gaps of entry, distance to target."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from possibles.apps.contrat.domain.trajectoire import (
    Tendance,
    Trajectoire,
    draw_trajectoire,
    tell_tendance,
)
from possibles.apps.contrat.enums import Cumul, Maille, Mesure
from possibles.apps.contrat.models import Cible, Indicateur, Releve
from possibles.apps.territoires.models import Commune, Quartier


@dataclass(frozen=True, slots=True)
class Total:
    """The contract's value for a period: what the known places add up to.

    `value` is `None` when nothing is known, or when the indicator does not add up.
    """

    period: str
    value: Decimal | None
    entered: int
    expected: int

    @property
    def is_partial(self) -> bool:
        return self.entered < self.expected


@dataclass(frozen=True, slots=True)
class Evolution:
    """An indicator over time: where it is, where it should be, which way it goes."""

    indicateur: Indicateur
    totals: tuple[Total, ...]
    trajectoire: Trajectoire
    tendance: Tendance

    @property
    def last(self) -> Total | None:
        """The newest period of which something is known."""
        return next((t for t in reversed(self.totals) if t.value is not None), None)

    @property
    def gap(self) -> Decimal | None:
        """How far beyond (or, negative, behind) the year's hoped-for value it is."""
        last = self.last
        if last is None or last.value is None:
            return None
        return self.trajectoire.gap(int(last.period[:4]), last.value)

    @property
    def reach(self) -> Decimal | None:
        """The share of the way to the final target already made."""
        last = self.last
        if last is None or last.value is None:
            return None
        return self.trajectoire.reach(last.value)


@dataclass(frozen=True, slots=True)
class Saisies:
    """Who entered an indicator for a period: « 7/66 QPV sans saisie »."""

    entered: int
    expected: int
    missing: QuerySet[Any] | None

    @property
    def missing_count(self) -> int:
        return self.expected - self.entered


def with_series(indicateurs: Any) -> Any:
    """Prefetch what `read_evolutions` needs: two queries, however many indicators."""
    return indicateurs.select_related("projet", "saisi_par").prefetch_related(
        Prefetch("cibles", queryset=Cible.objects.order_by("year")),
        Prefetch("releves", queryset=Releve.objects.order_by("period", "pk")),
    )


def read_evolutions(indicateurs: Any) -> list[Evolution]:
    """Read the evolution of each indicator, in a constant number of queries."""
    expected = count_places()
    return [read_evolution(i, expected) for i in with_series(indicateurs)]


def read_evolution(indicateur: Indicateur, expected: dict[str, int]) -> Evolution:
    totals = add_up(indicateur, indicateur.releves.all(), expected[indicateur.maille])
    known = [t.value for t in totals if t.value is not None]
    return Evolution(
        indicateur=indicateur,
        totals=tuple(totals),
        trajectoire=draw_trajectoire(
            direction=indicateur.direction,
            baseline=indicateur.baseline,
            baseline_year=indicateur.baseline_year,
            targets={c.year: c.value for c in indicateur.cibles.all()},
        ),
        tendance=tell_tendance(indicateur.direction, known),
    )


def add_up(
    indicateur: Indicateur, releves: Iterable[Releve], expected: int
) -> list[Total]:
    """Add the places of each period up, as the indicator says; the unknown is not zero."""
    by_period: dict[str, list[Decimal]] = {}
    for releve in releves:
        values = by_period.setdefault(releve.period, [])
        if releve.value is not None:
            values.append(releve.value)
    return [
        Total(period, _cumulate(indicateur, values), len(values), expected)
        for period, values in sorted(by_period.items())
    ]


def count_places() -> dict[str, int]:
    """Count the places of each mesh: 1 contract, its communes, its quarters."""
    return {
        Maille.CONTRAT: 1,
        Maille.COMMUNE: Commune.objects.filter(in_contrat=True).count(),
        Maille.QUARTIER: Quartier.objects.count(),
    }


def read_saisies(indicateur: Indicateur, period: str) -> Saisies:
    """Tell which places have a value for a period, and which do not.

    A place whose row says why the value is missing counts as not entered.
    """
    known = _known(indicateur).filter(period=period)
    if indicateur.maille == Maille.CONTRAT:
        return Saisies(min(known.count(), 1), 1, None)
    places: Any = (
        Quartier.objects.all()
        if indicateur.maille == Maille.QUARTIER
        else Commune.objects.filter(in_contrat=True)
    )
    key = "quartier" if indicateur.maille == Maille.QUARTIER else "commune"
    entered = known.filter(**{f"{key}__isnull": False}).values(key)
    missing = places.exclude(pk__in=entered)
    expected = places.count()
    return Saisies(expected - missing.count(), expected, missing)


def list_to_enter(indicateurs: Any, *, on: date | None = None) -> Any:
    """Keep the indicators of which nothing at all was entered for the year before."""
    year = (on or timezone.localdate()).year - 1
    entered = Releve.objects.filter(period__startswith=str(year))
    return indicateurs.exclude(pk__in=entered.values("indicateur"))


def _known(indicateur: Indicateur) -> Any:
    if indicateur.mesure == Mesure.QUALITATIF:
        return indicateur.releves.exclude(text="")
    return indicateur.releves.filter(value__isnull=False)


def _cumulate(indicateur: Indicateur, values: list[Decimal]) -> Decimal | None:
    if not values:
        return None
    if indicateur.maille == Maille.CONTRAT:
        return values[-1]
    if indicateur.cumul == Cumul.SOMME:
        return sum(values, Decimal(0))
    if indicateur.cumul == Cumul.MOYENNE:
        return sum(values, Decimal(0)) / len(values)
    return None
