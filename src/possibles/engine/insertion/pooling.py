"""Pooling of objectives across contracts (« globalisation des heures »).

Contracts too small to carry a job hand their hours to larger ones of the same pool.
Hours are conserved: what is taken is given, to the hour. In the same way the hours done
above one objective can cover the shortfall of another.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from possibles.engine.errors import InvalidInput
from possibles.engine.finance.split import split_amount


@dataclass(frozen=True, slots=True)
class Balance:
    """Objectives and hours done of a pool once surpluses have covered shortfalls.

    `received` and `given` sum to the same hours; `missing` and `surplus` are what
    remains on each contract afterwards.
    """

    received: Mapping[str, int]
    given: Mapping[str, int]
    missing: Mapping[str, int]
    surplus: Mapping[str, int]


def pool_objectives(objectives: Mapping[str, int], *, minimum: int) -> dict[str, int]:
    """Move the hours of contracts below `minimum` to those that reach it.

    Each carrier receives in proportion to its own objective, by largest remainder.
    When no contract reaches the minimum, the largest one (first by key when equal)
    carries them all. The keys and the sum never change.
    """
    _check(objectives)
    if not objectives:
        return {}
    carriers = [key for key in sorted(objectives) if objectives[key] >= minimum]
    carriers = [key for key in carriers if objectives[key] > 0] or [
        _largest(objectives)
    ]
    moved = sum(hours for key, hours in objectives.items() if key not in carriers)
    weights = [objectives[key] for key in carriers]
    shares = split_amount(moved, weights) if sum(weights) else (0,)
    gains = dict(zip(carriers, shares, strict=True))
    return {
        key: hours + gains[key] if key in gains else 0
        for key, hours in objectives.items()
    }


def balance_hours(objectives: Mapping[str, int], done: Mapping[str, int]) -> Balance:
    """Let the surplus of some contracts cover the shortfall of others, in one pool.

    Both sides are shared in proportion, by largest remainder, in order of key.
    """
    _check(objectives)
    _check(done)
    gaps = {
        key: done.get(key, 0) - objectives.get(key, 0)
        for key in sorted({*objectives, *done})
    }
    missing = {key: -gap for key, gap in gaps.items() if gap < 0}
    surplus = {key: gap for key, gap in gaps.items() if gap > 0}
    moved = min(sum(missing.values()), sum(surplus.values()))
    received, given = _share(moved, missing), _share(moved, surplus)
    return Balance(
        received=received,
        given=given,
        missing={key: hours - received[key] for key, hours in missing.items()},
        surplus={key: hours - given[key] for key, hours in surplus.items()},
    )


def _share(total: int, hours: Mapping[str, int]) -> dict[str, int]:
    if not hours:
        return {}
    parts = split_amount(total, list(hours.values()))
    return dict(zip(hours, parts, strict=True))


def _largest(objectives: Mapping[str, int]) -> str:
    return min(objectives, key=lambda key: (-objectives[key], key))


def _check(hours: Mapping[str, int]) -> None:
    for key, value in hours.items():
        if value < 0:
            raise InvalidInput("hours are negative", keys=(key,))
