"""Forward and backward pass by whole levels, with numpy: wide, large networks.

A level holds the nodes whose predecessors all lie in earlier levels. Nodes are
renumbered so that a level is a slice, edges sorted so that those leaving a level are
a slice too; each level then costs a dozen array operations, however many nodes.
"""

from dataclasses import dataclass

import numpy as np

from possibles.engine.scheduling.network import Network, finish_ranks
from possibles.engine.scheduling.nodes import IntArray
from possibles.engine.scheduling.tables import FAR, HorizonError


@dataclass(slots=True)
class Levels:
    """`order` lists nodes level by level, `edges` the edges leaving them.

    `node_cuts` and `edge_cuts` bound the slices; `is_whole` is false when a loop
    kept some nodes out.
    """

    order: IntArray
    edges: IntArray
    node_cuts: list[int]
    edge_cuts: list[int]
    is_whole: bool


@dataclass(slots=True)
class LevelDates:
    """As `PassDates`, in arrays over the network's own node numbers."""

    rank: IntArray
    event: IntArray
    late: IntArray
    free: IntArray
    end: int


def sort_levels(network: Network, *, max_levels: int) -> Levels | None:
    """Return the levels, or None past `max_levels` (a deep network)."""
    nodes = network.nodes
    size, count = nodes.size, len(nodes.pred)
    by_pred = _sort_edges(nodes.pred, count)
    offsets = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(nodes.pred, minlength=size), out=offsets[1:])
    waiting = np.bincount(nodes.succ, minlength=size)
    successors = nodes.succ[by_pred]
    mark = np.empty(size, np.int64)
    frontier = np.flatnonzero(waiting == 0)
    fronts: list[IntArray] = []
    edge_runs: list[IntArray] = []
    node_cuts, edge_cuts = [0], [0]
    while len(frontier):
        if len(fronts) == max_levels:
            return None
        leaving = _ranges(offsets[frontier], offsets[frontier + 1])
        targets = successors[leaving]
        np.subtract.at(waiting, targets, 1)
        fronts.append(frontier)
        edge_runs.append(leaving)
        node_cuts.append(node_cuts[-1] + len(frontier))
        edge_cuts.append(edge_cuts[-1] + len(leaving))
        ready = targets[waiting[targets] == 0]
        ticks = np.arange(len(ready))
        mark[ready] = ticks
        frontier = ready[mark[ready] == ticks]
    order = np.concatenate(fronts) if fronts else np.empty(0, np.int64)
    runs = np.concatenate(edge_runs) if edge_runs else np.empty(0, np.int64)
    return Levels(order, by_pred[runs], node_cuts, edge_cuts, len(order) == size)


def run_levels(network: Network, levels: Levels, *, end: int | None) -> LevelDates:
    """Run both passes and the free floats.

    Parameters
    ----------
    end
        Internal boundary the whole must finish by; None for the earliest possible.

    Raises
    ------
    IndexError, HorizonError
        When a date leaves the tables.
    """
    position = np.empty(network.size, np.int64)
    position[levels.order] = np.arange(network.size)
    succ = position[network.nodes.succ[levels.edges]]
    pred = position[network.nodes.pred[levels.edges]]
    rank, event = _forward(network, levels, pred, succ)
    by_node = np.empty(2 * network.size, np.int64)
    by_node[levels.order] = event[: network.size]
    by_node[levels.order + network.size] = event[network.size :]
    earliest = int(event[network.size :].max(initial=0))
    end = earliest if end is None else end
    late, free = _backward(network, levels, (pred, succ), rank, (end, earliest))
    return LevelDates(
        rank=rank[position],
        event=by_node,
        late=late[position],
        free=free[position],
        end=end,
    )


def _sort_edges(pred: IntArray, count: int) -> IntArray:
    """Return a stable sort of the edges by predecessor (faster than argsort)."""
    bits = max(count, 1).bit_length()
    keys = (pred << bits) | np.arange(count)
    keys.sort()
    return keys & ((1 << bits) - 1)


def _ranges(starts: IntArray, stops: IntArray) -> IntArray:
    """Return the concatenation of the ranges [start, stop)."""
    sizes = stops - starts
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - ends + sizes, sizes) + np.arange(total)


def _forward(
    network: Network, levels: Levels, pred: IntArray, succ: IntArray
) -> tuple[IntArray, IntArray]:
    size, order, edges = network.size, levels.order, levels.edges
    table, day = network.tables.rank, network.tables.day
    ranks = network.lowest[order]
    start_at, start_plus = network.start_at[order], network.start_plus[order]
    finish_at, finish_plus = network.finish_at[order], network.finish_plus[order]
    held_by = np.where(network.event[edges] >= size, pred + size, pred)
    a, b = network.a[edges], network.b[edges]
    event = np.empty(2 * size, np.int64)
    starts, finishes = event[:size], event[size:]
    for n0, n1, e0, e1 in _slices(levels):
        k = ranks[n0:n1]
        starts[n0:n1] = day[k + start_at[n0:n1]] + start_plus[n0:n1]
        finishes[n0:n1] = day[k + finish_at[n0:n1]] + finish_plus[n0:n1]
        if e1 > e0:
            bound = table[event[held_by[e0:e1]] + a[e0:e1]] + b[e0:e1]
            np.maximum.at(ranks, succ[e0:e1], bound)
    if size and int(event.max()) >= FAR:
        raise HorizonError
    return ranks, event


def _backward(
    network: Network,
    levels: Levels,
    ends: tuple[IntArray, IntArray],
    ranks: IntArray,
    boundaries: tuple[int, int],
) -> tuple[IntArray, IntArray]:
    order, edges = levels.order, levels.edges
    pred, succ = ends
    end, earliest = boundaries
    table, day = network.tables.rank, network.tables.day
    late = finish_ranks(network, end)[order]
    c, c_floor = network.c[edges], network.c_floor[edges]
    g, h = network.g[edges], network.h[edges]
    for n0, n1, e0, e1 in reversed(list(_slices(levels))):
        if e1 > e0:
            j = late[succ[e0:e1]] + c[e0:e1]
            if (j < c_floor[e0:e1]).any():
                raise HorizonError
            np.minimum.at(late, pred[e0:e1], table[day[j] + g[e0:e1]] + h[e0:e1])
        if n1 > n0 and late[n0:n1].min() < 0:
            raise HorizonError
    last = finish_ranks(network, earliest)[order]
    free = _free(network, levels, (pred, succ), ranks, last)
    return late, free


def _free(
    network: Network,
    levels: Levels,
    ends: tuple[IntArray, IntArray],
    ranks: IntArray,
    last: IntArray,
) -> IntArray:
    hidden = levels.order >= network.nodes.n_tasks
    targets = ranks
    if hidden.any():
        limits = _limits(network, levels, ends, ranks, last.copy())
        targets = np.where(hidden, limits, ranks)
    return np.maximum(_limits(network, levels, ends, targets, last), ranks)


def _limits(
    network: Network,
    levels: Levels,
    ends: tuple[IntArray, IntArray],
    targets: IntArray,
    limits: IntArray,
) -> IntArray:
    pred, succ = ends
    edges = levels.edges
    j = targets[succ] + network.c[edges]
    if (j < network.c_floor[edges]).any():
        raise HorizonError
    table, day = network.tables.rank, network.tables.day
    np.minimum.at(limits, pred, table[day[j] + network.g[edges]] + network.h[edges])
    return limits


def _slices(levels: Levels) -> list[tuple[int, int, int, int]]:
    nodes, edges = levels.node_cuts, levels.edge_cuts
    return list(zip(nodes, nodes[1:], edges, edges[1:], strict=False))
