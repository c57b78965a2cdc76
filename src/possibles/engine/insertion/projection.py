"""Projection of insertion hours: whether the objective is met, and in which month.

Each remaining month is worth the observed rhythm (hours per euro spent so far) times
the spending the schedule puts in it; without any spending so far, the contractual rhythm
(objective / total spending) is used instead and said so. Exact until the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from possibles.engine.errors import InvalidInput
from possibles.engine.finance.rounding import round_half_up


class Basis(StrEnum):
    """Where the rhythm of the projection comes from."""

    OBSERVED = "observed"
    CONTRACTUAL = "contractual"


@dataclass(frozen=True, slots=True)
class Situation:
    """Where an objective stands.

    Attributes
    ----------
    objective, done
        Hours, in the same unit (hours or centihours).
    spent
        Spending so far, whole cents.
    spending_to_come
        Spending of each remaining month, whole cents, from the schedule.
    """

    objective: int
    done: int
    spent: int
    spending_to_come: tuple[int, ...]

    def __post_init__(self) -> None:
        amounts = (self.objective, self.done, self.spent, *self.spending_to_come)
        if min(amounts) < 0:
            raise InvalidInput("a situation holds a negative figure")


@dataclass(frozen=True, slots=True)
class Projection:
    """Hours at the end of each remaining month, and the verdict.

    `met_in` is the number of months until the objective is met (0: already), None
    when it is not met by the end; `shortfall` is then what is missing.
    `needed_rhythm` is the multiple of the rhythm that would just suffice, None when
    nothing remains to be spent or no hour is expected.
    """

    basis: Basis
    cumulated: tuple[int, ...]
    final: int
    met_in: int | None
    shortfall: int
    needed_rhythm: Fraction | None


def project_hours(situation: Situation) -> Projection:
    """Project the hours of `situation` to the end of its schedule."""
    basis, rhythm = _read_rhythm(situation)
    exact = _cumulate(situation.done, rhythm, situation.spending_to_come)
    final = exact[-1] if exact else Fraction(situation.done)
    return Projection(
        basis=basis,
        cumulated=tuple(round_half_up(value) for value in exact),
        final=round_half_up(final),
        met_in=_find_month(situation, exact),
        shortfall=max(0, situation.objective - round_half_up(final)),
        needed_rhythm=_needed(situation, final - situation.done),
    )


def _read_rhythm(situation: Situation) -> tuple[Basis, Fraction]:
    if situation.spent > 0:
        return Basis.OBSERVED, Fraction(situation.done, situation.spent)
    total = sum(situation.spending_to_come)
    rate = Fraction(situation.objective, total) if total else Fraction(0)
    return Basis.CONTRACTUAL, rate


def _cumulate(
    done: int, rhythm: Fraction, spending: Sequence[int]
) -> tuple[Fraction, ...]:
    values: list[Fraction] = []
    hours = Fraction(done)
    for amount in spending:
        hours += rhythm * amount
        values.append(hours)
    return tuple(values)


def _find_month(situation: Situation, exact: Sequence[Fraction]) -> int | None:
    if situation.done >= situation.objective:
        return 0
    for index, hours in enumerate(exact):
        if round_half_up(hours) >= situation.objective:
            return index + 1
    return None


def _needed(situation: Situation, expected: Fraction) -> Fraction | None:
    if expected <= 0:
        return None
    return Fraction(max(0, situation.objective - situation.done)) / expected
