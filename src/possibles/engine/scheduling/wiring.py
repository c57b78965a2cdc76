"""A network as plain lists, for the passes that go node by node."""

from dataclasses import dataclass, replace

from possibles.engine.scheduling.network import Network

InEdge = tuple[int, int, int, int]
OutEdge = tuple[int, int, int, int, int, int]


@dataclass(slots=True)
class Wiring:
    """Lists over nodes; edges are tuples.

    `into[s]` holds (event, a, b, edge); `out[p]` holds (s, c, c_floor, g, h, edge).
    `position` is the place of each node in the order, once somebody asked.
    """

    rank: list[int]
    day: list[int]
    start_at: list[int]
    start_plus: list[int]
    finish_at: list[int]
    finish_plus: list[int]
    lowest: list[int]
    into: list[list[InEdge]]
    out: list[list[OutEdge]]
    position: list[int] | None = None

    @property
    def size(self) -> int:
        return len(self.lowest)


def wire(network: Network) -> Wiring:
    """Return the network as lists."""
    nodes = network.nodes
    into: list[list[InEdge]] = [[] for _ in range(network.size)]
    out: list[list[OutEdge]] = [[] for _ in range(network.size)]
    columns = (
        nodes.pred,
        nodes.succ,
        network.event,
        network.a,
        network.b,
        network.c,
        network.c_floor,
        network.g,
        network.h,
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for edge, (p, s, event, a, b, c, c_floor, g, h) in enumerate(rows):
        into[s].append((event, a, b, edge))
        out[p].append((s, c, c_floor, g, h, edge))
    return Wiring(
        rank=network.tables.rank.tolist(),
        day=network.tables.day.tolist(),
        start_at=network.start_at.tolist(),
        start_plus=network.start_plus.tolist(),
        finish_at=network.finish_at.tolist(),
        finish_plus=network.finish_plus.tolist(),
        lowest=network.lowest.tolist(),
        into=into,
        out=out,
    )


def rewire(
    wiring: Wiring, network: Network, nodes: list[int], edges: list[int]
) -> Wiring:
    """Return the wiring with the constants of some nodes and edges read again."""
    into, out = list(wiring.into), list(wiring.out)
    finish_at, lowest = list(wiring.finish_at), list(wiring.lowest)
    for node in nodes:
        finish_at[node] = int(network.finish_at[node])
        lowest[node] = int(network.lowest[node])
    preds, succs = network.nodes.pred, network.nodes.succ
    chosen = set(edges)
    for s in {int(succs[edge]) for edge in edges}:
        into[s] = [
            (row[0], int(network.a[row[3]]), int(network.b[row[3]]), row[3])
            if row[3] in chosen
            else row
            for row in into[s]
        ]
    for p in {int(preds[edge]) for edge in edges}:
        out[p] = [
            _read_out(network, row[5]) if row[5] in chosen else row for row in out[p]
        ]
    return replace(wiring, finish_at=finish_at, lowest=lowest, into=into, out=out)


def _read_out(network: Network, edge: int) -> OutEdge:
    return (
        int(network.nodes.succ[edge]),
        int(network.c[edge]),
        int(network.c_floor[edge]),
        int(network.g[edge]),
        int(network.h[edge]),
        edge,
    )
