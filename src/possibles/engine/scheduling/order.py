"""Topological order of a network, in plain Python, and the loop that forbids one."""

from possibles.engine.errors import CycleError
from possibles.engine.scheduling.model import Project
from possibles.engine.scheduling.nodes import Nodes
from possibles.engine.scheduling.wiring import Wiring


def order_nodes(wiring: Wiring) -> list[int] | None:
    """Return the nodes, predecessors first, or None when there is a loop (Kahn)."""
    waiting = [len(edges) for edges in wiring.into]
    order = [node for node, count in enumerate(waiting) if not count]
    for node in order:
        for edge in wiring.out[node]:
            successor = edge[0]
            waiting[successor] -= 1
            if not waiting[successor]:
                order.append(successor)
    return order if len(order) == len(waiting) else None


def raise_cycle(project: Project, nodes: Nodes) -> None:
    """Raise the shortest-looking loop of the network, with its members in order.

    Raises
    ------
    CycleError
        Always.
    """
    loop = find_cycle(nodes.size, nodes.pred.tolist(), nodes.succ.tolist())
    keys: list[str] = []
    for node in loop:
        key = project.tasks[nodes.task_of(node)].key
        if key not in keys:
            keys.append(key)
    raise CycleError("Links form a loop.", keys=keys)


def find_cycle(size: int, preds: list[int], succs: list[int]) -> list[int]:
    """Return the members of one loop, in link order, or nothing without any.

    Nodes without predecessor or without successor are peeled off first; what is left
    holds a loop, found by walking back until a node is met twice. The walk starts at
    the lowest node number, so the answer does not depend on the order of links.
    """
    before: list[set[int]] = [set() for _ in range(size)]
    after: list[set[int]] = [set() for _ in range(size)]
    for p, s in zip(preds, succs, strict=True):
        before[s].add(p)
        after[p].add(s)
    _peel(before, after)
    _peel(after, before)
    start = next((node for node in range(size) if before[node]), None)
    if start is None:
        return []
    path, seen = [start], {start: 0}
    while True:
        node = min(before[path[-1]])
        if node in seen:
            return path[seen[node] :][::-1]
        seen[node] = len(path)
        path.append(node)


def _peel(before: list[set[int]], after: list[set[int]]) -> None:
    bare = [node for node, sources in enumerate(before) if not sources]
    for node in bare:
        for target in after[node]:
            before[target].discard(node)
            if not before[target]:
                bare.append(target)
        after[node] = set()
