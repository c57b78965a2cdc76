"""Forward and backward pass, node by node: small, deep or changing networks.

`level_passes` does the same by whole levels; both give the same numbers.
"""

from dataclasses import dataclass

from possibles.engine.scheduling.network import Network, finish_ranks
from possibles.engine.scheduling.tables import FAR, HorizonError
from possibles.engine.scheduling.wiring import Wiring


@dataclass(slots=True)
class PassDates:
    """What the passes find, over nodes, in internal days and ranks.

    `event` holds starts then finishes; `rank` early, `late` and `free` ranks;
    `last` is the late-finish rank each node has when nothing follows it.
    """

    rank: list[int]
    event: list[int]
    late: list[int]
    free: list[int]
    last: list[int]
    end: int


def run_forward(wiring: Wiring, order: list[int]) -> tuple[list[int], list[int]]:
    """Return early ranks, and starts then finishes.

    Raises
    ------
    IndexError, HorizonError
        When a date leaves the tables.
    """
    size = wiring.size
    ranks = list(wiring.lowest)
    event = [0] * (2 * size)
    table, day = wiring.rank, wiring.day
    start_at, start_plus = wiring.start_at, wiring.start_plus
    finish_at, finish_plus = wiring.finish_at, wiring.finish_plus
    into = wiring.into
    for i in order:
        k = ranks[i]
        for held_by, a, b, _ in into[i]:
            bound = table[event[held_by] + a] + b
            if bound > k:  # noqa: PLR1730 -- max() costs three times more
                k = bound
        ranks[i] = k
        event[i] = day[k + start_at[i]] + start_plus[i]
        event[size + i] = day[k + finish_at[i]] + finish_plus[i]
    if max(event, default=0) >= FAR:
        raise HorizonError
    return ranks, event


def run_backward(wiring: Wiring, order: list[int], last: list[int]) -> list[int]:
    """Return the late ranks, given the ones each node has when nothing follows it.

    Raises
    ------
    IndexError, HorizonError
        When a date leaves the tables.
    """
    late = list(last)
    for i in reversed(order):
        late[i] = limit_by_successors(wiring, i, late, late[i])
        if late[i] < 0:
            raise HorizonError
    return late


def limit_by_successors(wiring: Wiring, i: int, ranks: list[int], limit: int) -> int:
    """Return the last rank at which node `i` lets its successors have `ranks`."""
    table, day = wiring.rank, wiring.day
    for s, c, c_floor, g, h, _ in wiring.out[i]:
        j = ranks[s] + c
        if j < c_floor:
            raise HorizonError
        bound = table[day[j] + g] + h
        if bound < limit:  # noqa: PLR1730 -- min() costs three times more
            limit = bound
    return limit


def run_free(
    network: Network, wiring: Wiring, order: list[int], ranks: list[int], end: int
) -> list[int]:
    """Return the last rank each node has without moving an early date or the end.

    A hidden summary finish moves nobody by itself: what counts is what it holds.
    """
    limits = finish_ranks_list(network, end)
    targets = list(ranks)
    for i in range(network.nodes.n_tasks, network.size):
        targets[i] = limit_by_successors(wiring, i, ranks, limits[i])
    return [
        max(limit_by_successors(wiring, i, targets, limits[i]), k)
        for i, k in enumerate(ranks)
    ]


def finish_ranks_list(network: Network, boundary: int) -> list[int]:
    ranks: list[int] = finish_ranks(network, boundary).tolist()
    return ranks


def push_late(
    network: Network,
    wiring: Wiring,
    order: list[int],
    dates: tuple[list[int], list[int]],
) -> None:
    """Move the tasks « as late as possible » as far as their successors stay put."""
    ranks, event = dates
    wanted = set(network.bounds.as_late)
    size = wiring.size
    limits = finish_ranks_list(network, max(event[size:]))
    for i in reversed(order):
        if i in wanted:
            k = max(ranks[i], limit_by_successors(wiring, i, ranks, limits[i]))
            ranks[i] = k
            event[i] = wiring.day[k + wiring.start_at[i]] + wiring.start_plus[i]
            event[size + i] = (
                wiring.day[k + wiring.finish_at[i]] + wiring.finish_plus[i]
            )
