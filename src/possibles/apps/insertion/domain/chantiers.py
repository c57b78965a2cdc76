"""The works of an operation's schedule, as the rhythm of the contracts that hang on it.

A month weighs as many days as works are planned in it: two works at once weigh twice,
a month between two works weighs nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from possibles.apps.insertion.models import Marche
from possibles.apps.operations.enums import DROPPED, RoleDeTache, TacheKind
from possibles.apps.operations.models import Tache

from .heures import to_month

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Rythme:
    """How a spending is spread: the weight of what is behind, of each month ahead.

    The first month ahead is the current one.
    """

    behind: int
    ahead: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chantier:
    """The planned works of an operation, last day included."""

    operation: int
    spans: tuple[Span, ...]

    @property
    def start(self) -> date:
        return min(first for first, _ in self.spans)

    @property
    def end(self) -> date:
        return max(last for _, last in self.spans)

    def rythme(self, on: date) -> Rythme:
        """Return the weight of what is behind a day's month, and of each month from it."""
        month = on.replace(day=1)
        behind = self._days(date.min, month - timedelta(days=1))
        ahead = []
        while month <= self.end:
            following = add_months(month, 1)
            ahead.append(self._days(month, following - timedelta(days=1)))
            month = following
        return Rythme(behind, tuple(ahead))

    def _days(self, first: date, last: date) -> int:
        """Return how many days of works there are between two days."""
        return sum(
            max(0, (min(last, end) - max(first, start)).days + 1)
            for start, end in self.spans
        )


def read_chantiers(marches: Iterable[Marche]) -> dict[int, Chantier]:
    """Return the works of the operations these contracts hang on; one query at most.

    What is done keeps its own days; what is not takes those of the schedule.
    """
    keys = {m.operation_id for m in marches if m.operation_id is not None}
    if not keys:
        return {}
    rows = (
        Tache.objects.filter(
            operation__in=keys, role=RoleDeTache.TRAVAUX, kind=TacheKind.TACHE
        )
        .exclude(operation__state__in=DROPPED)
        .order_by("operation", "pk")
        .values_list(
            "operation", "actual_start", "early_start", "actual_finish", "early_finish"
        )
    )
    spans: dict[int, list[Span]] = {}
    for operation, began, early, ended, late in rows:
        start, end = began or early, ended or late
        if start is not None and end is not None and start <= end:
            spans.setdefault(operation, []).append((start, end))
    return {key: Chantier(key, tuple(held)) for key, held in spans.items()}


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by weight, to the last centime; nothing without any weight."""
    total = sum(weights)
    if not total:
        return [0 for _ in weights]
    parts, seen, given = [], 0, 0
    for weight in weights:
        seen += weight
        share = amount * seen // total - given
        parts.append(share)
        given += share
    return parts


def add_months(day: date, months: int) -> date:
    """Return the first day of the month that is so many months later."""
    index = to_month(day) + months
    return date(index // 12, index % 12 + 1, 1)
