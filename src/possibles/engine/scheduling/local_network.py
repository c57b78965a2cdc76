"""A network after local changes: only the constants of a few nodes differ."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

import numpy as np

from possibles.engine.scheduling.changes import Change, SetDuration, SetLag
from possibles.engine.scheduling.network import Network, recompute_constants
from possibles.engine.scheduling.schedule import Schedule
from possibles.engine.scheduling.tables import HorizonError
from possibles.engine.scheduling.wiring import Wiring, rewire


@dataclass(slots=True)
class LocalChange:
    """The new network, its wiring, the nodes to start from, positions in order."""

    network: Network
    wiring: Wiring
    nodes: list[int]
    position: list[int]


def change_locally(schedule: Schedule, changes: Sequence[Change]) -> LocalChange:
    """Return the network after changes of durations and lags.

    Raises
    ------
    HorizonError
        When the tables of the old network are too short for the new values.
    """
    old = schedule.network
    nodes = copy(old.nodes)
    nodes.duration = old.nodes.duration.copy()
    nodes.lag = old.nodes.lag.copy()
    touched: list[int] = []
    edges: list[int] = []
    for change in changes:
        if isinstance(change, SetDuration):
            i = nodes.index[change.key]
            nodes.duration[i] = change.duration
            touched.append(i)
        elif isinstance(change, SetLag):
            found = _find_edges(schedule, change)
            nodes.lag[found] = change.lag
            edges += found
            touched += [int(nodes.succ[edge]) for edge in found]
    touched = sorted(set(touched))
    _check_reach(old, int(nodes.duration.max()), int(np.abs(nodes.lag).max(initial=0)))
    network = replace(old, nodes=nodes)
    edges += np.flatnonzero(
        np.isin(nodes.pred, touched) | np.isin(nodes.succ, touched)
    ).tolist()
    recompute_constants(network)
    wiring = rewire(schedule.wiring, network, touched, sorted(set(edges)))
    position = schedule.wiring.position
    if position is None:
        position = [0] * network.size
        for place, node in enumerate(schedule.order):
            position[node] = place
        schedule.wiring.position = position
    wiring.position = position
    return LocalChange(network, wiring, touched, position)


def _find_edges(schedule: Schedule, change: SetLag) -> list[int]:
    links = schedule.project.links
    place = links.index(change.link)
    return np.flatnonzero(schedule.network.nodes.link == place).tolist()


def _check_reach(old: Network, longest: int, lag: int) -> None:
    had = int(old.nodes.duration.max()) + int(np.abs(old.nodes.lag).max(initial=0))
    if longest + lag > had + 3:
        raise HorizonError
