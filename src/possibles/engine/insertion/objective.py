"""Insertion-hours objective of a contract (« clause sociale d'insertion »).

H = M x p / c x t: amount without VAT, labour share, full hourly cost, insertion rate.
Charte nationale d'insertion NPNRU: t >= 5 % of the hours of works and of their
engineering, >= 10 % for urban-management contracts (GUP). Everything is exact until the
last step, where hours are rounded to the nearest whole, halves up.

Worked examples (mefsud77.fr, mde-alescevennes): 1 000 000 € x 50 % x 5 % at 30 €/h
gives 833 h; 1 500 000 € x 70 % at 30 €/h is 35 000 h, hence 3 500 h at 10 %.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from possibles.engine.errors import InvalidInput
from possibles.engine.finance.rounding import round_half_up, round_to_step

HOURS_PER_FULL_TIME_YEAR = 1607
"""Legal yearly working time of one full-time equivalent, in hours."""


@dataclass(frozen=True, slots=True)
class Contract:
    """What the objective of one contract is computed from.

    Attributes
    ----------
    amount
        Amount without VAT, whole cents.
    labour_share
        Share of the amount that pays labour, 0..1.
    hourly_cost
        Full cost of one hour of work, charges included, whole cents.
    rate
        Insertion rate, 0..1 (1/20 for works, 1/10 for GUP).
    """

    key: str
    amount: int
    labour_share: Fraction
    hourly_cost: int
    rate: Fraction

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise InvalidInput("a contract amount is negative", keys=(self.key,))
        if self.hourly_cost <= 0:
            raise InvalidInput("an hourly cost is positive", keys=(self.key,))
        for share in (self.labour_share, self.rate):
            if not 0 <= share <= 1:
                raise InvalidInput("a share lies between 0 and 1", keys=(self.key,))


def labour_hours(contract: Contract) -> Fraction:
    """Return the hours of work the contract pays for, exactly."""
    return contract.amount * contract.labour_share / contract.hourly_cost


def exact_objective(contract: Contract) -> Fraction:
    """Return the insertion hours the contract owes, before rounding."""
    return labour_hours(contract) * contract.rate


def objective(contract: Contract, *, step: int = 1) -> int:
    """Return the insertion hours owed, rounded to the nearest `step` (1, 5 or 10 h)."""
    return round_to_step(exact_objective(contract), step)


def total_objective(contracts: Iterable[Contract]) -> int:
    """Return the objective of an operation, an owner or a project.

    Exact hours are summed first and rounded once, so that splitting a contract in
    lots does not change the total.
    """
    return round_half_up(sum(map(exact_objective, contracts), Fraction(0)))


def observed_rate(insertion_hours: Fraction, worked_hours: Fraction) -> Fraction | None:
    """Return insertion hours / hours worked, None before any hour is worked."""
    return None if worked_hours <= 0 else insertion_hours / worked_hours


def full_time_equivalents(hours: Fraction) -> Fraction:
    """Return `hours` as full-time years of work."""
    return Fraction(hours) / HOURS_PER_FULL_TIME_YEAR


def is_clause_useful(
    hours: Fraction, months: int, *, minimum_hours: int, minimum_months: int
) -> bool:
    """Tell whether a clause carries a job; below, the hours are better pooled."""
    return hours >= minimum_hours and months >= minimum_months
