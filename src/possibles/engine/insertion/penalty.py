"""Penalty for insertion hours not done, and for missing certificates.

Typical clause: after formal notice, P = hours missing x k, with k a flat amount per hour
or 1.5 to 3 times the gross hourly minimum wage; a daily flat amount for missing
certificates. Neutralised when the facilitator certifies that the company is not at fault.
"""

from dataclasses import dataclass
from fractions import Fraction

from possibles.engine.errors import InvalidInput
from possibles.engine.finance.rounding import round_half_up


@dataclass(frozen=True, slots=True)
class PenaltyTerms:
    """What the contract says. Amounts in whole cents.

    `hourly` applies to each hour missing; `daily` to each day a certificate is late;
    `cap`, when given, bounds the whole penalty.
    """

    hourly: int
    daily: int = 0
    cap: int | None = None

    def __post_init__(self) -> None:
        if self.hourly < 0 or self.daily < 0 or (self.cap or 0) < 0:
            raise InvalidInput("a penalty is negative")


def hourly_from_wage(minimum_wage: int, multiple: Fraction) -> int:
    """Return the hourly penalty as a multiple of the gross hourly minimum wage."""
    return round_half_up(minimum_wage * multiple)


def compute_penalty(
    terms: PenaltyTerms,
    *,
    missing_centihours: int,
    late_days: int = 0,
    excused_centihours: int = 0,
) -> int:
    """Return the penalty in whole cents, rounded once, halves up.

    `excused_centihours` are the hours the facilitator certifies as not attributable
    to the company; they never make the penalty negative.
    """
    if min(missing_centihours, late_days, excused_centihours) < 0:
        raise InvalidInput("a penalty is computed from a negative figure")
    owed = max(0, missing_centihours - excused_centihours)
    amount = round_half_up(Fraction(owed * terms.hourly, 100)) + late_days * terms.daily
    return amount if terms.cap is None else min(amount, terms.cap)
