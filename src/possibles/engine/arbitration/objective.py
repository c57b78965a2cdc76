"""What a good plan is: criteria, weighted inside levels, levels in strict order."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from possibles.engine.errors import InvalidInput


class Criterion(StrEnum):
    """What can be counted for (or against) a plan; each has its own unit."""

    SUBSIDIES = "subsidies"  # cents secured, more is better
    VALUE = "value"  # points for residents, more is better
    OPERATIONS = "operations"  # operations kept, more is better
    LATENESS = "lateness"  # weighted months late, less is better
    OWN_MONEY = "own_money"  # cents the owner pays, less is better
    CHANGES = "changes"  # decisions that differ from the previous plan, less
    HIRING = "hiring"  # cents of salaries of people hired, less is better
    ROUGHNESS = "roughness"  # cents of change between yearly net payments, less


GAINS = frozenset({Criterion.SUBSIDIES, Criterion.VALUE, Criterion.OPERATIONS})
"""Criteria that add to the objective; the others are subtracted."""

BY_COLUMN = tuple(
    c for c in Criterion if c not in {Criterion.HIRING, Criterion.ROUGHNESS}
)
"""Criteria that each decision brings by itself."""


@dataclass(frozen=True, slots=True)
class Level:
    """Criteria optimised together: whole weights >= 0, by criterion.

    `tolerance` is the part of this level's optimum, in thousandths, that later levels
    may give up.
    """

    weights: Mapping[Criterion, int]
    tolerance: int = 0

    def __post_init__(self) -> None:
        if not self.weights or min(self.weights.values()) < 0 or self.tolerance < 0:
            raise InvalidInput("a level needs weights >= 0")

    def score(self, amounts: Mapping[Criterion, int]) -> int:
        """Return the signed weighted sum of the amounts, exactly."""
        return sum(
            weight * amounts.get(criterion, 0) * (1 if criterion in GAINS else -1)
            for criterion, weight in self.weights.items()
        )


def _default_levels() -> tuple[Level, ...]:
    return (
        Level(
            {
                Criterion.SUBSIDIES: 1,
                Criterion.VALUE: 1_000_000,
                Criterion.LATENESS: 200_000,
                Criterion.HIRING: 1,
            }
        ),
    )


@dataclass(frozen=True, slots=True)
class Objective:
    """Levels in order of importance; one level is a plain weighted objective.

    The default counts in cents: one point of value is worth 10 000 €, one month of
    lateness 2 000 €.
    """

    levels: tuple[Level, ...] = ()

    def __post_init__(self) -> None:
        if not self.levels:
            object.__setattr__(self, "levels", _default_levels())
