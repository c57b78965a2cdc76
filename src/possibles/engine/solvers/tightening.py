"""Tighten the relaxation with rounding cuts, until they no longer lower the bound.

Page: docs/development/algorithms/arbitration.md.
"""

import time
from dataclasses import replace

import numpy as np

from possibles.engine.arbitration.cuts import add_cuts, separate
from possibles.engine.arbitration.instance import Instance
from possibles.engine.solvers.lp import Floats
from possibles.engine.solvers.relaxation import Relaxation, relax

ROUNDS = 14
MOST = 40
"""Cuts added in one round."""


def tighten(
    instance: Instance, relaxation: Relaxation, *, seconds: float, gap: float
) -> tuple[Instance, Relaxation]:
    """Return the instance with cuts, and its relaxation: same columns, lower bound.

    Stops when time is up or when two rounds together lower the bound by less than
    `gap` (relative).
    """
    end = time.monotonic() + seconds
    bounds = [relaxation.bound]
    for _ in range(ROUNDS):
        cuts = separate(instance, _spread(instance, relaxation), relaxation.extras)
        left = end - time.monotonic()
        if not cuts or left <= 0:
            break
        columns = add_cuts(instance.columns, cuts[:MOST])
        tighter = Instance(columns, instance.level, instance.floors)
        found = relax(
            tighter, seconds=left, start=_carry(relaxation, tighter), gap=gap / 4
        )
        if found is None or found.bound > relaxation.bound:
            break
        instance, relaxation = tighter, found
        bounds.append(found.bound)
        if len(bounds) > 2 and bounds[-3] - bounds[-1] < gap * abs(bounds[-1]):
            break
    return instance, relaxation


def _spread(instance: Instance, relaxation: Relaxation) -> Floats:
    weights = np.zeros(len(instance.gain))
    weights[relaxation.pool] = relaxation.weights
    return weights


def _carry(relaxation: Relaxation, instance: Instance) -> Relaxation:
    """Return a relaxation read on an instance with more rows, at no price yet."""
    prices = relaxation.prices
    more = np.zeros(len(instance.bound) - len(prices.rows))
    return replace(
        relaxation,
        prices=replace(prices, rows=np.concatenate((prices.rows, more))),
    )
