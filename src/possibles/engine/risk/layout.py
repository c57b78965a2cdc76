"""The network as arrays: rows sorted by level, links grouped in slots of distinct rows."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from possibles.engine.risk.network import LinkKind, RiskNetwork, compute_levels

_Rows = npt.NDArray[np.intp]
_Days = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Slot:
    """Links into one level, at most one per successor: one array operation does all.

    Parameters
    ----------
    rows
        Rows of the successors, increasing.
    tails
        Rows of the predecessors.
    sources
        Places of the starts (row) or finishes (size + row) of the predecessors.
    members
        For each row of the level, its position in `rows`, or -1.
    lags
        Days, as a column; None when all are 0.
    to_finish
        The links hold the finish of the successor, not its start.
    """

    rows: _Rows
    tails: _Rows
    sources: _Rows
    members: _Rows
    lags: _Days | None
    to_finish: bool


@dataclass(frozen=True, slots=True)
class Level:
    """Rows `first` to `last` (excluded) and the links into them."""

    first: int
    last: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """`order[row]` is the position of the task in the network; `rows` the inverse."""

    order: _Rows
    rows: _Rows
    levels: tuple[Level, ...]
    releases: _Days

    @property
    def size(self) -> int:
        return int(self.order.size)

    @property
    def widest_slot(self) -> int:
        return max((s.rows.size for k in self.levels for s in k.slots), default=0)


@dataclass(frozen=True, slots=True)
class _Links:
    tails: _Rows
    heads: _Rows
    lags: npt.NDArray[np.int64]
    from_finish: npt.NDArray[np.bool_]
    to_finish: npt.NDArray[np.bool_]


def build_layout(network: RiskNetwork) -> Layout:
    """Sort the tasks by level and pack the links of each level."""
    levels = np.array(compute_levels(network), dtype=np.intp)
    order = np.argsort(levels, kind="stable")
    rows = np.empty_like(order)
    rows[order] = np.arange(order.size)
    links = _collect_links(network, rows)
    edges = np.searchsorted(levels[order], np.arange(levels.max(initial=-1) + 2))
    releases = [network.tasks[i].release for i in order]
    return Layout(
        order=order,
        rows=rows,
        levels=tuple(_build_levels(links, edges, int(order.size))),
        releases=np.array(releases, dtype=np.float32)[:, None],
    )


def _collect_links(network: RiskNetwork, rows: _Rows) -> _Links:
    index = {task.key: int(rows[i]) for i, task in enumerate(network.tasks)}
    leaves_end = {LinkKind.FINISH_START, LinkKind.FINISH_FINISH}
    reaches_end = {LinkKind.FINISH_FINISH, LinkKind.START_FINISH}
    links = network.links
    return _Links(
        np.array([index[link.before] for link in links], dtype=np.intp),
        np.array([index[link.after] for link in links], dtype=np.intp),
        np.array([link.lag for link in links], dtype=np.int64),
        np.array([link.kind in leaves_end for link in links], dtype=bool),
        np.array([link.kind in reaches_end for link in links], dtype=bool),
    )


def _build_levels(links: _Links, edges: _Rows, size: int) -> list[Level]:
    """Give each link the rank it has among the links of its row and kind of end."""
    bounds = [(int(a), int(b)) for a, b in pairwise(edges)]
    slots: list[list[Slot]] = [[] for _ in bounds]
    rows = links.heads
    if rows.size:
        level = np.searchsorted(edges, rows, side="right") - 1
        rank = _rank_within(rows * 2 + links.to_finish)
        label = (level * (rank.max() + 1) + rank) * 2 + links.to_finish
        chosen = np.lexsort((rows, label))
        _, starts = np.unique(label[chosen], return_index=True)
        for part in np.split(chosen, starts[1:]):
            number = int(level[part[0]])
            slots[number].append(_make_slot(links, part, bounds[number], size))
    return [
        Level(first, last, tuple(found))
        for (first, last), found in zip(bounds, slots, strict=True)
    ]


def _rank_within(groups: _Rows) -> _Rows:
    """Return the rank of each item among those of its group."""
    in_order = np.argsort(groups, kind="stable")
    _, first = np.unique(groups[in_order], return_index=True)
    sizes = np.diff([*first, groups.size])
    ranks = np.empty(groups.size, dtype=np.intp)
    ranks[in_order] = np.arange(groups.size) - np.repeat(first, sizes)
    return ranks


def _make_slot(links: _Links, part: _Rows, bounds: tuple[int, int], size: int) -> Slot:
    first, last = bounds
    lags = links.lags[part]
    members = np.full(last - first, -1, dtype=np.intp)
    members[links.heads[part] - first] = np.arange(part.size)
    return Slot(
        rows=links.heads[part],
        tails=links.tails[part],
        sources=links.tails[part] + size * links.from_finish[part],
        members=members,
        lags=lags.astype(np.float32)[:, None] if lags.any() else None,
        to_finish=bool(links.to_finish[part[0]]),
    )
