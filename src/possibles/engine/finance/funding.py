"""Co-funding of an operation: subsidies, own share, FCTVA, instalments.

Owner's minimum share: CGCT L1111-10 III (20 % of public funding). FCTVA: 16.404 % of
spending with VAT, returned in year N, N+1 or N+2. All amounts in whole cents.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from possibles.engine.errors import InvalidInput
from possibles.engine.finance.rounding import apply_rate
from possibles.engine.finance.split import split_amount


def planned_subsidy(base: int, *, rate: Fraction, cap: int) -> int:
    """Return the expected subsidy: rate x eligible base, within the agreed cap."""
    return min(apply_rate(base, rate), cap)


def final_subsidy(justified: int, *, rate: Fraction, granted: int) -> int:
    """Return the subsidy at balance: never above the grant, less if less is spent."""
    return min(granted, apply_rate(justified, rate))


def owner_share(cost: int, subsidies: Sequence[int]) -> int:
    """Return what the owner pays: cost - subsidies (negative when over-funded)."""
    return cost - sum(subsidies)


def cap_subsidies(
    cost: int, subsidies: Sequence[int], *, minimum_share: Fraction
) -> tuple[int, ...]:
    """Return the subsidies once cut so that the owner keeps its minimum share.

    Cut in proportion, to the cent (« écrêtement »); left alone when within the limit.
    The owner's share is rounded up: never one cent below the minimum.
    """
    if not 0 <= minimum_share <= 1:
        raise InvalidInput("a share lies between 0 and 1", keys=(str(minimum_share),))
    room = cost - _ceil(cost * minimum_share)
    if sum(subsidies) <= room:
        return tuple(subsidies)
    return split_amount(room, subsidies)


def vat_refund(
    payments: Mapping[int, int], *, rate: Fraction, delay_years: int
) -> dict[int, int]:
    """Return the FCTVA by year of receipt, from eligible payments with VAT by year."""
    return {
        year + delay_years: apply_rate(amount, rate)
        for year, amount in sorted(payments.items())
    }


def instalments(amount: int, percents: Sequence[int]) -> tuple[int, ...]:
    """Return the successive instalments (« acomptes et solde »), summing to `amount`."""
    if sum(percents) != 100:
        raise InvalidInput("instalments do not sum to 100 %", keys=[str(sum(percents))])
    return split_amount(amount, percents)


def _ceil(value: Fraction) -> int:
    return -((-value.numerator) // value.denominator)
