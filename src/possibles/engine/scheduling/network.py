"""Nodes and edges as flat integer arrays, ready for the passes.

Everything is counted in ranks: `k` is the number of days of its own calendar a node
lets pass before it starts. In ranks every rule is one look-up and one addition.

Forward, an edge from `p` to `s` asks::

    k[s] >= rank[event[p] + a] + b

where `event` is the start (SS, SF) or the finish (FS, FF) of `p`. A node then reads::

    start = day[k + start_at] + start_plus ; finish = day[k + finish_at] + finish_plus

Backward, with `late` the late rank of `s`, the same edge asks of `p`::

    late[p] <= rank[day[late[s] + c] + g] + h

The constants come from `docs/development/algorithms/cpm.md`.
"""

from dataclasses import dataclass

import numpy as np

from possibles.engine.scheduling.bounds import Anchor, Bound, Bounds, read_bounds
from possibles.engine.scheduling.model import LagUnit, LinkType, Project
from possibles.engine.scheduling.node_building import build_nodes
from possibles.engine.scheduling.nodes import Form, IntArray, Nodes
from possibles.engine.scheduling.tables import (
    FAR,
    Horizon,
    HorizonError,
    Tables,
    build_tables,
)

_FIRST_REACH = 2 * 1024


@dataclass(slots=True)
class Network:
    """A project compiled for one horizon. Arrays over nodes, then over edges."""

    nodes: Nodes
    bounds: Bounds
    tables: Tables
    lowest: IntArray
    highest: IntArray
    start_at: IntArray
    start_plus: IntArray
    finish_at: IntArray
    finish_plus: IntArray
    limit_g: IntArray
    limit_h: IntArray
    event: IntArray
    a: IntArray
    b: IntArray
    c: IntArray
    c_floor: IntArray
    g: IntArray
    h: IntArray

    @property
    def size(self) -> int:
        return self.nodes.size


def compile_network(
    project: Project, nodes: Nodes | None = None, *, reach: int = _FIRST_REACH
) -> Network:
    """Return the network of a project.

    Raises
    ------
    InvalidInput
        As `build_nodes` and `read_bounds`.
    """
    nodes = build_nodes(project) if nodes is None else nodes
    bounds = read_bounds(project, nodes)
    tables = _build_tables(project, nodes, bounds, reach)
    network = _node_constants(nodes, bounds, tables)
    _edge_constants(network)
    _apply_bounds(network)
    return network


def _build_tables(project: Project, nodes: Nodes, bounds: Bounds, reach: int) -> Tables:
    known = [*bounds.days(), *(day for pair in nodes.fixed.values() for day in pair)]
    if project.finish is not None:
        known.append(project.finish + 1)
    longest_lag = int(np.abs(nodes.lag).max(initial=0))
    overshoot = int(nodes.duration.max(initial=0)) + longest_lag
    reach = max(reach, 2 * longest_lag + 16)
    horizon = Horizon.around(min(known), max(known), reach=reach)
    return build_tables(project.calendars, project.origin, horizon, overshoot=overshoot)


def _node_constants(nodes: Nodes, bounds: Bounds, tables: Tables) -> Network:
    form, duration = nodes.form, nodes.duration
    rank_base = tables.rank_base[nodes.calendar]
    day_base = tables.day_base[nodes.calendar]
    finish_ms = form == Form.FINISH_MILESTONE
    work = form == Form.WORK
    start_at = day_base - finish_ms
    finish_at = start_at + np.where(work, duration - 1, 0)
    start_plus = finish_ms.astype(np.int64)
    finish_plus = (finish_ms | work).astype(np.int64)
    start_ms = form == Form.START_MILESTONE
    network = Network(
        nodes=nodes,
        bounds=bounds,
        tables=tables,
        lowest=np.zeros(nodes.size, np.int64),
        highest=np.full(nodes.size, FAR, np.int64),
        start_at=start_at,
        start_plus=start_plus,
        finish_at=finish_at,
        finish_plus=finish_plus,
        limit_g=rank_base + start_ms,
        limit_h=np.where(work, -duration, 0) - start_ms,
        **{name: np.empty(0, np.int64) for name in ("event", "a", "b", "c")},
        c_floor=np.empty(0, np.int64),
        g=np.empty(0, np.int64),
        h=np.empty(0, np.int64),
    )
    _fix_nodes(network)
    return network


def _fix_nodes(network: Network) -> None:
    """Give nodes already past (and empty summaries) their dates, whatever the rank."""
    tables, nodes = network.tables, network.nodes
    fixed = np.flatnonzero(nodes.form == Form.FIXED)
    if not len(fixed):
        return
    low = tables.horizon.low
    nowhere = low, low
    first_day = int(tables.day[0])
    for i in fixed.tolist():
        start, finish = nodes.fixed.get(i, nowhere)
        network.start_at[i] = network.finish_at[i] = 0
        network.start_plus[i] = start - low - first_day
        network.finish_plus[i] = finish - low - first_day


def _edge_constants(network: Network) -> None:
    """Compute the constants of every edge; edges into the past are dropped."""
    nodes, tables = network.nodes, network.tables
    _drop_past_edges(nodes)
    pred, succ = nodes.pred, nodes.succ
    to_finish = (nodes.type == LinkType.FF) | (nodes.type == LinkType.SF)
    by_finish = (nodes.type == LinkType.FF) | (nodes.type == LinkType.FS)
    form = nodes.form[succ]
    work = form == Form.WORK
    at_finish = (to_finish & work) | (form == Form.FINISH_MILESTONE)
    # A finish held by a finish must not end before it, even over a week-end; held by
    # a start, « Friday evening » and « Monday morning » are the same instant.
    strict = (at_finish & by_finish).astype(np.int64)
    calendar_lag = np.where(nodes.unit == LagUnit.CALENDAR, nodes.lag, 0)
    working_lag = nodes.lag - calendar_lag
    rank_base = tables.rank_base[nodes.calendar]
    day_base = tables.day_base[nodes.calendar]
    shift = calendar_lag - strict
    network.event = pred + by_finish * network.size
    network.a = shift + rank_base[succ]
    network.b = (
        working_lag + strict - np.where(to_finish & work, nodes.duration[succ], 0)
    )
    network.c = day_base[succ] - network.b
    network.c_floor = day_base[succ] + np.abs(shift) + 2
    _backward_constants(network, by_finish, shift)


def _backward_constants(
    network: Network, by_finish: np.ndarray, shift: IntArray
) -> None:
    nodes = network.nodes
    pred_form = nodes.form[nodes.pred]
    rank_base = network.tables.rank_base[nodes.calendar][nodes.pred]
    work_start = (pred_form == Form.WORK) & ~by_finish
    morning = (work_start | (pred_form == Form.START_MILESTONE)).astype(np.int64)
    lasting = (pred_form == Form.WORK) & by_finish
    network.g = rank_base + morning - shift
    network.h = np.where(lasting, -nodes.duration[nodes.pred], 0) - morning
    network.h[pred_form == Form.FIXED] = FAR


def _drop_past_edges(nodes: Nodes) -> None:
    past = nodes.form[nodes.succ] == Form.FIXED
    if past.any():
        for name in ("pred", "succ", "type", "lag", "unit", "link"):
            setattr(nodes, name, getattr(nodes, name)[~past])


def _apply_bounds(network: Network) -> None:
    """Turn bounds into ranks; a pinned node no longer listens to its predecessors."""
    nodes, bounds, tables = network.nodes, network.bounds, network.tables
    floor = bounds.floor - tables.horizon.low
    base = tables.rank_base[nodes.calendar]
    finish_ms = nodes.form == Form.FINISH_MILESTONE
    # A finish milestone not yet met is met at the earliest this evening.
    network.lowest = tables.rank[base + floor] + finish_ms
    network.lowest[nodes.form == Form.FIXED] = 0
    network.highest[nodes.form == Form.FIXED] = 0
    for bound in bounds.releases:
        rank = release_rank(network, bound)
        network.lowest[bound.node] = max(network.lowest[bound.node], rank)
    for bound in bounds.limits:
        rank = limit_rank(network, bound)
        network.highest[bound.node] = min(network.highest[bound.node], rank)
    for bound in bounds.pins:
        rank = max(release_rank(network, bound), int(network.lowest[bound.node]))
        network.lowest[bound.node] = rank
        network.highest[bound.node] = min(network.highest[bound.node], rank)
        network.b[nodes.succ == bound.node] -= FAR


def recompute_constants(network: Network) -> None:
    """Compute again what depends on durations and lags, in fresh arrays.

    The forms, the calendars and the tables must be those the network was compiled
    with; the tables must reach far enough.
    """
    nodes = network.nodes
    work = nodes.form == Form.WORK
    base = network.tables.day_base[nodes.calendar]
    network.finish_at = np.where(work, base + nodes.duration - 1, network.finish_at)
    start_ms = nodes.form == Form.START_MILESTONE
    network.limit_h = np.where(work, -nodes.duration, 0) - start_ms
    network.highest = np.full(nodes.size, FAR, np.int64)
    _edge_constants(network)
    _apply_bounds(network)


def release_rank(network: Network, bound: Bound) -> int:
    """Return the first rank at which the node respects a lower bound."""
    nodes, tables = network.nodes, network.tables
    node = bound.node
    base = int(tables.rank_base[nodes.calendar[node]])
    x = base + bound.boundary - tables.horizon.low
    form = nodes.form[node]
    if form == Form.FINISH_MILESTONE:
        return int(tables.rank[x - 1]) + 1
    if form == Form.WORK and bound.anchor is Anchor.FINISH:
        return int(tables.rank[x - 1]) + 1 - int(nodes.duration[node])
    return int(tables.rank[x])


def limit_rank(network: Network, bound: Bound) -> int:
    """Return the last rank at which the node respects an upper bound."""
    nodes, tables = network.nodes, network.tables
    node = bound.node
    base = int(tables.rank_base[nodes.calendar[node]])
    x = base + bound.boundary - tables.horizon.low
    form = nodes.form[node]
    if form == Form.FINISH_MILESTONE:
        return int(tables.rank[x])
    if form == Form.WORK and bound.anchor is Anchor.FINISH:
        return int(tables.rank[x]) - int(nodes.duration[node])
    return int(tables.rank[x + 1]) - 1


def finish_ranks(network: Network, boundary: int) -> IntArray:
    """Return, for every node, its last rank that finishes by an internal boundary."""
    if boundary < 0:
        raise HorizonError
    ranks = network.tables.rank[network.limit_g + boundary] + network.limit_h
    ranks[network.nodes.form == Form.FIXED] = 0
    capped: IntArray = np.minimum(ranks, network.highest)
    return capped
