"""Spending profiles: how a cost spreads over the months of a phase.

A curve is the share spent in each of k equal slices of the phase; the works S-curve of
practice is 10/25/35/20/10 by fifths. Sums are kept to the cent.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from possibles.engine.errors import InvalidInput
from possibles.engine.finance.split import split_amount

FLAT: tuple[int, ...] = (1,)
WORKS_S_CURVE: tuple[int, ...] = (10, 25, 35, 20, 10)
PHASE_SHARES: Mapping[str, int] = {
    "programme": 1,
    "designer_choice": 1,
    "design": 7,
    "works": 85,
    "handover": 6,
}
"""Default share of the total cost by phase, in hundredths (practice, to be set)."""


def monthly_weights(curve: Sequence[int], months: int) -> tuple[int, ...]:
    """Return whole weights, one per month, that follow `curve` over `months`.

    The cumulated curve is read at each month end by linear interpolation; the weights
    are exact integers (scaled by months x slices), so no share is lost.
    """
    if months < 1:
        raise InvalidInput("a phase that spends lasts at least one month")
    if not curve or min(curve) < 0 or sum(curve) == 0:
        raise InvalidInput("a curve needs shares >= 0, one of them positive")
    reads = [_cumulated(curve, Fraction(end, months)) for end in range(months + 1)]
    steps = [after - before for before, after in pairwise(reads)]
    return tuple(int(step * months) for step in steps)


def spread(total: int, *, curve: Sequence[int], months: int) -> tuple[int, ...]:
    """Return `total` cents spread month by month along `curve`; the sum is exact."""
    return split_amount(total, monthly_weights(curve, months))


def sum_by_year(
    monthly: Sequence[int], *, first_month: int, origin_month: int = 0
) -> dict[int, int]:
    """Sum a monthly series by civil year, the year counted from the origin's.

    Parameters
    ----------
    monthly
        Amounts of consecutive months.
    first_month
        Month of the first amount, counted from the origin.
    origin_month
        Rank in its civil year of month 0 (0 for January, 11 for December).
    """
    years: dict[int, int] = {}
    for offset, amount in enumerate(monthly):
        year = (first_month + offset + origin_month) // 12
        years[year] = years.get(year, 0) + amount
    return years


def _cumulated(curve: Sequence[int], position: Fraction) -> Fraction:
    """Return the cumulated curve at `position` in 0..1, scaled by its own sum."""
    exact_slice = position * len(curve)
    whole = int(exact_slice)
    before = [0, *accumulate(curve)][whole]
    share = curve[whole] if whole < len(curve) else 0
    return before + (exact_slice - whole) * share
