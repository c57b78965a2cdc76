"""Links that touch a summary, rewritten between nodes that the passes know.

=====================  ========================================================
into the start         the hidden start node holds every leaf by its start
out of the finish      every leaf holds the hidden finish node by its finish
out of the start       from every entry leaf (no predecessor inside the summary)
into the finish        to every exit leaf (no successor inside the summary)
=====================  ========================================================

The first two are exact. The last two read « the group has started » as « all its
entries have », « the group may finish » as « each of its exits may ».
"""

from dataclasses import dataclass

import numpy as np

from possibles.engine.errors import InvalidInput
from possibles.engine.scheduling.model import LagUnit, LinkType
from possibles.engine.scheduling.nodes import Nodes

_FROM_START = {LinkType.SS, LinkType.SF}
_TO_FINISH = {LinkType.FF, LinkType.SF}
Row = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Edges:
    plain: list[tuple[int, int]]

    def entries(self, leaves: tuple[int, ...]) -> list[int]:
        inside = set(leaves)
        held = {s for p, s in self.plain if p in inside and s in inside}
        return [leaf for leaf in leaves if leaf not in held]

    def exits(self, leaves: tuple[int, ...]) -> list[int]:
        inside = set(leaves)
        holding = {p for p, s in self.plain if p in inside and s in inside}
        return [leaf for leaf in leaves if leaf not in holding]


def expand_links(nodes: Nodes) -> None:
    """Rewrite the edges of `nodes` in place.

    Raises
    ------
    InvalidInput
        When a summary is linked to what it contains, or to an empty summary.
    """
    edges = _Edges(list(zip(nodes.pred.tolist(), nodes.succ.tolist(), strict=True)))
    rows: list[Row] = []
    columns = (nodes.pred, nodes.succ, nodes.type, nodes.lag, nodes.unit, nodes.link)
    for pred, succ, type_, lag, unit, link in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        _check_ends(nodes, pred, succ)
        kind = LinkType(type_)
        rows += [
            (p, s, type_, lag, unit, link)
            for p in _sources(nodes, edges, pred, kind)
            for s in _targets(nodes, edges, succ, kind)
        ]
    rows += _membership(nodes)
    table = np.array(rows, np.int64).reshape(-1, 6)
    nodes.pred, nodes.succ, nodes.type, nodes.lag, nodes.unit, nodes.link = (
        np.ascontiguousarray(table[:, i]) for i in range(6)
    )


def _check_ends(nodes: Nodes, pred: int, succ: int) -> None:
    leaves = nodes.hierarchy.leaves
    for end, other in ((pred, succ), (succ, pred)):
        if end not in leaves:
            continue
        inside = leaves[end]
        if not inside or other in inside or set(leaves.get(other, ())) & set(inside):
            keys = list(nodes.index)
            raise InvalidInput(
                "A summary is empty, or linked to what it contains.",
                keys=[keys[pred], keys[succ]],
            )


def _sources(nodes: Nodes, edges: _Edges, pred: int, kind: LinkType) -> list[int]:
    if pred not in nodes.summary_nodes:
        return [pred]
    if kind in _FROM_START:
        return edges.entries(nodes.hierarchy.leaves[pred])
    return [nodes.summary_nodes[pred][1]]


def _targets(nodes: Nodes, edges: _Edges, succ: int, kind: LinkType) -> list[int]:
    if succ not in nodes.summary_nodes:
        return [succ]
    if kind in _TO_FINISH:
        return edges.exits(nodes.hierarchy.leaves[succ])
    return [nodes.summary_nodes[succ][0]]


def _membership(nodes: Nodes) -> list[Row]:
    """Tie the leaves of each touched summary to its two hidden nodes."""
    calendar = int(LagUnit.CALENDAR)
    rows: list[Row] = []
    for summary, (start, finish) in nodes.summary_nodes.items():
        for leaf in nodes.hierarchy.leaves[summary]:
            rows.append((start, leaf, int(LinkType.SS), 0, calendar, -1))
            rows.append((leaf, finish, int(LinkType.FF), 0, calendar, -1))
    return rows
