"""Plans read from a fractional solution: whole operations first, the others where they fit."""

from collections.abc import Sequence

import numpy as np

from possibles.engine.arbitration.columns import Floats
from possibles.engine.arbitration.instance import Instance
from possibles.engine.arbitration.state import State, refill

OFFERED = 100
"""Columns tried by operation, those the prices like most."""


def build_by_rounding(
    instance: Instance,
    weights: Floats,
    gains: Floats,
    *,
    hires: Sequence[int],
    seed: int,
    tries: int = 16,
) -> State | None:
    """Return the best feasible plan of some roundings of `weights`, or None.

    Operations the solution decides firmly are placed first, on the column it gives
    them when that fits; the order of the others is drawn anew at each try.
    """
    rng = np.random.default_rng(seed)
    firmness = np.maximum.reduceat(weights, instance.columns.first[:-1])
    liked = gains + 1e-3 * weights + (weights > 0.5)
    orders = [_offer(instance, liked, rank) for rank in range(instance.operations)]
    best: State | None = None
    for _ in range(tries):
        order = np.argsort(-(firmness + 0.05 * rng.random(len(firmness))))
        state = _place_all(instance, order.tolist(), orders, hires)
        if state is None:
            continue
        refill(state, gains)
        if state.is_feasible() and (best is None or state.score() > best.score()):
            best = state
    return best


def _offer(instance: Instance, liked: Floats, rank: int) -> list[int]:
    """Return the columns to try for an operation, its ways out among them."""
    span = instance.spans(rank)
    mine = liked[span]
    count = min(OFFERED, len(mine))
    top = np.argpartition(-mine, count - 1)[:count]
    chosen = np.union1d(top, np.flatnonzero(instance.columns.pattern[span] < 0))
    ordered = chosen[np.argsort(-mine[chosen], kind="stable")] + span.start
    return [int(column) for column in ordered]


def _place_all(
    instance: Instance,
    order: Sequence[int],
    orders: Sequence[Sequence[int]],
    hires: Sequence[int],
) -> State | None:
    state = State(instance, hires)
    for operation in order:
        if not state.place(operation, orders[operation]):
            return None
    return state
