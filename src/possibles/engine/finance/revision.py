"""Price variation of public contracts: update, revision, and refreshed programme cost.

Updating (« actualisation », CCP R2112-11): a firm price, once, when more than three
months separate the price month from the start. Revision: a fixed part (0.125 to 0.15)
and an indexed part (BT01, TP01…). Amounts in whole cents, indices and parts exact.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from possibles.engine.errors import InvalidInput
from possibles.engine.finance.rounding import apply_rate, round_half_up

UPDATE_THRESHOLD_MONTHS = 3
"""CCP R2112-11: no update when the start comes within three months of the price."""


def update_firm_price(
    price: int,
    *,
    index_at_price: Fraction,
    index_before_start: Fraction,
    months_elapsed: int,
) -> int:
    """Return the updated firm price: P0 x I(d - 3) / I0.

    `index_before_start` is read three months before the start; the price stays as it
    is when `months_elapsed`, from price month to start, does not exceed three.
    """
    _check_indices(index_at_price, index_before_start)
    if months_elapsed <= UPDATE_THRESHOLD_MONTHS:
        return price
    return apply_rate(price, index_before_start / index_at_price)


def revision_coefficient(
    fixed_part: Fraction, indices: Sequence[tuple[Fraction, Fraction, Fraction]]
) -> Fraction:
    """Return fixed + sum of weight x I_n / I_0.

    `indices` holds (weight, I_n, I_0); the weights and the fixed part sum to one.
    """
    weights = fixed_part + sum((weight for weight, _, _ in indices), Fraction(0))
    if weights != 1:
        raise InvalidInput(
            "fixed part and weights do not sum to 1", keys=[str(weights)]
        )
    coefficient = fixed_part
    for weight, current, base in indices:
        _check_indices(current, base)
        coefficient += weight * current / base
    return coefficient


def revise_price(price: int, coefficient: Fraction, *, decimals: int = 4) -> int:
    """Return the revised price, the coefficient first rounded to `decimals` places.

    Contracts round the coefficient to a set number of decimals; four is usual.
    """
    scale = 10**decimals
    rounded = Fraction(round_half_up(coefficient * scale), scale)
    return apply_rate(price, rounded)


def refresh_cost(
    cost: int,
    *,
    index_at_cost: Fraction,
    index_latest: Fraction,
    growth: Fraction,
    months_to_mid_works: int,
) -> int:
    """Return the cost brought to mid-works: C x I_latest / I_ref x (1 + g)^(m/12).

    `growth` is a yearly rate. Whole years are exact; the twelfth root of the months
    left over is computed with 50 digits, far below the cent.
    """
    _check_indices(index_at_cost, index_latest)
    years, months = divmod(months_to_mid_works, 12)
    factor = index_latest / index_at_cost * (1 + growth) ** years
    return apply_rate(cost, factor * _monthly_growth(growth, months))


def _monthly_growth(growth: Fraction, months: int) -> Fraction:
    base = 1 + growth
    if base <= 0:
        raise InvalidInput("prices cannot fall by 100 % a year", keys=(str(growth),))
    with localcontext() as context:
        context.prec = 50
        yearly = Decimal(base.numerator) / Decimal(base.denominator)
        return Fraction(yearly ** (Decimal(months) / 12))


def _check_indices(*indices: Fraction) -> None:
    for index in indices:
        if index <= 0:
            raise InvalidInput("a price index is positive", keys=(str(index),))
