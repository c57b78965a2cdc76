"""The arbitration program restricted to a pool of columns, ready for `lp`."""

from collections.abc import Iterable

import numpy as np

from possibles.engine.arbitration.instance import Instance, Prices
from possibles.engine.solvers.lp import Floats, Ints, Program

PENALTY = 1e3
"""Price of an artificial, in units of the instance (the best score is 1)."""


class Restricted:
    """Rows and variables of a pool: columns first, extras, then artificials.

    An artificial stands, at a heavy price, for an operation that has no way out: the
    relaxation is then never infeasible, and says which operations cannot be held.

    Rows come in this order: one equation per operation, the capacity rows, the floors,
    the (link, month) pairs given.
    """

    def __init__(
        self, instance: Instance, pool: Ints, pairs: Iterable[tuple[int, int]]
    ) -> None:
        self.instance, self.pool, self.pairs = instance, pool, list(pairs)
        self.operations = len(instance.columns.first) - 1
        self.capacities = len(instance.bound)
        self.floors = len(instance.floors)
        self.stuck = list_stuck(instance)

    def program(self, *, with_artificials: bool = False) -> Program:
        """Return the program of this pool; without artificials they are held at 0."""
        instance, count, extras = self.instance, len(self.pool), self.instance.extras
        rows, columns, values = self._entries()
        stuck = len(self.stuck)
        pad, ceiling = np.zeros(stuck), float(with_artificials)
        bound = np.concatenate(
            (
                np.ones(self.operations),
                instance.bound,
                -instance.floor_bound,
                np.ones(len(self.pairs)),
            )
        )
        return Program(
            gain=np.concatenate(
                (instance.gain[self.pool], instance.extra_gain, pad - PENALTY)
            ),
            low=np.zeros(count + len(extras) + stuck),
            high=np.concatenate(
                (np.ones(count), [e.most for e in extras], pad + ceiling)
            ),
            whole=np.concatenate(
                (
                    np.ones(count, bool),
                    np.array([e.whole for e in extras], bool),
                    np.zeros(stuck, bool),
                )
            ),
            row=rows,
            column=columns,
            value=values,
            bound=bound,
            equal=np.arange(len(bound)) < self.operations,
        )

    def prices(self, duals: Floats) -> Prices:
        """Return the duals as prices >= 0, whatever the solver's tolerance."""
        low, high = self.operations, self.operations + self.capacities
        positive = np.maximum(duals, 0.0)
        tail = positive[high + self.floors :]
        links = {p: float(v) for p, v in zip(self.pairs, tail, strict=True) if v > 0}
        prices = Prices(positive[low:high], links, positive[high : high + self.floors])
        self._tame_changes(prices)
        return prices

    def _tame_changes(self, prices: Prices) -> None:
        """Scale down the prices of yearly changes that would exceed their weight."""
        rough = self.instance.columns.rows.rough
        extras = [e for e in self.instance.extras if not e.whole]
        for extra, rise, fall in zip(extras, rough[::2], rough[1::2], strict=True):
            index = self.instance.extras.index(extra)
            most = -self.instance.extra_gain[index]
            for price, gain in zip(
                prices.floors, self.instance.floor_extra, strict=True
            ):
                most -= price * gain[index]
            scale = self.instance.scale
            total = prices.rows[rise] / scale[rise] + prices.rows[fall] / scale[fall]
            if total > most:
                prices.rows[[rise, fall]] *= max(0.0, most) / total

    def _entries(self) -> tuple[Ints, Ints, Floats]:
        parts = [self._choice(), self._capacity(), *self._extra()]
        parts += [self._floor(index) for index in range(self.floors)]
        parts += [part for part in self._links() if len(part[0])]
        rows, columns, values = zip(*parts, strict=True)
        return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)

    def _choice(self) -> tuple[Ints, Ints, Floats]:
        places = np.arange(len(self.pool))
        artificial = (
            len(places) + len(self.instance.extras) + np.arange(len(self.stuck))
        )
        owners = np.concatenate(
            (self.instance.columns.operation[self.pool], self.stuck)
        )
        variables = np.concatenate((places, artificial))
        return owners, variables, np.ones(len(variables))

    def _capacity(self) -> tuple[Ints, Ints, Floats]:
        columns = self.instance.columns
        entries, owner = expand(columns.row_first, self.pool)
        rows = self.operations + columns.row_index[entries]
        return rows, owner, self.instance.load[entries]

    def _extra(self) -> Iterable[tuple[Ints, Ints, Floats]]:
        scale = self.instance.scale
        for index, extra in enumerate(self.instance.extras):
            places = np.full(len(extra.rows), len(self.pool) + index)
            yield self.operations + extra.rows, places, extra.loads / scale[extra.rows]

    def _floor(self, index: int) -> tuple[Ints, Ints, Floats]:
        instance = self.instance
        values = -np.concatenate(
            (instance.floor_gain[index][self.pool], instance.floor_extra[index])
        )
        used = np.flatnonzero(values)
        row = self.operations + self.capacities + index
        return np.full(len(used), row), used, values[used]

    def _links(self) -> Iterable[tuple[Ints, Ints, Floats]]:
        columns, instance = self.instance.columns, self.instance
        base = self.operations + self.capacities + self.floors
        edges = np.searchsorted(self.pool, columns.first)
        for index, (rank, month) in enumerate(self.pairs):
            link = columns.links[rank]
            for operation, months, is_before in (
                (link.before, link.release, True),
                (link.after, link.start, False),
            ):
                low, high = edges[operation], edges[operation + 1]
                span = instance.spans(operation)
                read = months[self.pool[low:high] - span.start]
                hit = np.flatnonzero(read > month if is_before else read <= month) + low
                yield np.full(len(hit), base + index), hit, np.ones(len(hit))


def list_stuck(instance: Instance) -> Ints:
    """Return the operations that can neither be postponed nor dropped."""
    columns = instance.columns
    outs = np.add.reduceat((columns.pattern < 0).astype(np.int64), columns.first[:-1])
    stuck: Ints = np.flatnonzero(outs == 0)
    return stuck


def expand(first: Ints, chosen: Ints) -> tuple[Ints, Ints]:
    """Return the CSR entries of the chosen lines, and the place of their owner."""
    counts = first[chosen + 1] - first[chosen]
    owner = np.repeat(np.arange(len(chosen)), counts)
    shift = np.repeat(
        first[chosen] - np.concatenate(([0], np.cumsum(counts)[:-1])), counts
    )
    return np.arange(int(counts.sum())) + shift, owner
