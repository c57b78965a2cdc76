"""Where an indicator should be between its baseline and its targets, and how far it is.

Pure reckoning on years and values: straight lines from point to point, nothing assumed
outside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from possibles.apps.contrat.enums import Direction


class Tendance(StrEnum):
    """Which way the last two values went, for those who want the indicator to succeed."""

    MIEUX = "mieux"
    STABLE = "stable"
    MOINS_BIEN = "moins_bien"
    INCONNUE = "inconnue"


TENDANCE_LABELS = {
    Tendance.MIEUX: "s’améliore",
    Tendance.STABLE: "stable",
    Tendance.MOINS_BIEN: "se dégrade",
    Tendance.INCONNUE: "tendance inconnue",
}


@dataclass(frozen=True, slots=True)
class Trajectoire:
    """The dated points of an indicator: baseline and targets, by year."""

    direction: str
    points: tuple[tuple[int, Decimal], ...]

    def expected(self, year: int) -> Decimal | None:
        """Return the value hoped for in a year; unknown outside the first and last points."""
        for (y1, v1), (y2, v2) in zip(self.points, self.points[1:], strict=False):
            if y1 <= year <= y2:
                return v1 + (v2 - v1) * (year - y1) / (y2 - y1)
        return next((value for y, value in self.points if y == year), None)

    def gap(self, year: int, value: Decimal) -> Decimal | None:
        """Return how far beyond the hoped-for value one is; negative when behind."""
        hoped = self.expected(year)
        if hoped is None:
            return None
        return value - hoped if self.direction == Direction.HAUSSE else hoped - value

    def reach(self, value: Decimal, year: int | None = None) -> Decimal | None:
        """Return the share of the way from the first point to the target (0 to 1 and more).

        The target is the year's when given (its hoped-for value), else the last one.
        Unknown when there is no way to go.
        """
        if len(self.points) < 2:
            return None
        start = self.points[0][1]
        target = self.points[-1][1] if year is None else self.expected(year)
        if target is None or target == start:
            return None
        return (value - start) / (target - start)


def draw_trajectoire(
    *,
    direction: str,
    baseline: Decimal | None,
    baseline_year: int | None,
    targets: Mapping[int, Decimal],
) -> Trajectoire:
    """Join the baseline and the targets; a target the same year replaces the baseline."""
    points = dict(targets)
    if baseline is not None and baseline_year is not None:
        points.setdefault(baseline_year, baseline)
    return Trajectoire(direction, tuple(sorted(points.items())))


def tell_tendance(direction: str, values: Sequence[Decimal]) -> Tendance:
    """Compare the last two values, oldest first."""
    if len(values) < 2:
        return Tendance.INCONNUE
    before, after = values[-2:]
    if before == after:
        return Tendance.STABLE
    is_better = (after > before) == (direction == Direction.HAUSSE)
    return Tendance.MIEUX if is_better else Tendance.MOINS_BIEN
