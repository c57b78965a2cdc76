"""Splitting an amount without losing a cent: the largest-remainder method.

Source: A. Hamilton's apportionment (« plus fort reste »). Ties go to the earliest
part, so that the same input always gives the same output.
"""

from collections.abc import Sequence

from possibles.engine.errors import InvalidInput


def split_amount(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split `total` in proportion to `weights`.

    Parameters
    ----------
    total
        Whole cents (or hours…); a negative total is split as its opposite.
    weights
        Whole numbers >= 0, at least one of them > 0.

    Returns
    -------
    tuple of int
        One part per weight. The parts sum to `total`, each is less than one unit
        from its exact share, and a weight of zero receives nothing.
    """
    mass = _check_weights(weights)
    if total < 0:
        return tuple(-part for part in split_amount(-total, weights))
    parts = [total * weight // mass for weight in weights]
    remainders = [total * weight % mass for weight in weights]
    for index in _by_remainder(remainders)[: total - sum(parts)]:
        parts[index] += 1
    return tuple(parts)


def split_evenly(total: int, count: int) -> tuple[int, ...]:
    """Split `total` in `count` parts that differ by one unit at most."""
    return split_amount(total, [1] * count)


def _check_weights(weights: Sequence[int]) -> int:
    for index, weight in enumerate(weights):
        if weight < 0:
            raise InvalidInput("a weight is negative", keys=(str(index),))
    mass = sum(weights)
    if mass == 0:
        raise InvalidInput("no weight is positive: nothing to split on")
    return mass


def _by_remainder(remainders: Sequence[int]) -> list[int]:
    return sorted(range(len(remainders)), key=lambda index: -remainders[index])
