"""Exact numbers and the one rounding rule of the engine.

Rates, shares and indices are `Fraction`s: a float never enters money or hours.
"""

from decimal import Decimal
from fractions import Fraction

from possibles.engine.errors import InvalidInput

_FLOAT_REFUSED = (
    "an exact number is expected (int, Fraction, Decimal or text), not a float"
)


def exact(value: int | str | Decimal | Fraction) -> Fraction:
    """Return `value` as an exact fraction.

    Raises
    ------
    InvalidInput
        When `value` is a float, a boolean, or a text that is no number.
    """
    if isinstance(value, bool | float) or not isinstance(
        value, int | str | Decimal | Fraction
    ):
        raise InvalidInput(_FLOAT_REFUSED, keys=(repr(value),))
    try:
        return Fraction(value)
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        raise InvalidInput("not a finite number", keys=(repr(value),)) from error


def round_half_up(value: Fraction) -> int:
    """Return the nearest whole number, halves away from zero.

    The commercial rounding of French public accounts: 0.5 -> 1, -0.5 -> -1.
    """
    doubled = 2 * abs(value.numerator) + value.denominator
    magnitude = doubled // (2 * value.denominator)
    return magnitude if value >= 0 else -magnitude


def round_to_step(value: Fraction, step: int) -> int:
    """Return the multiple of `step` nearest to `value`, halves away from zero."""
    if step < 1:
        raise InvalidInput("a rounding step is at least 1", keys=(str(step),))
    return step * round_half_up(value / step)


def apply_rate(amount: int, rate: Fraction) -> int:
    """Return `rate` of `amount` cents, rounded to the cent."""
    return round_half_up(amount * rate)
