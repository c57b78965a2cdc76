"""The linear relaxation of an arbitration, by column and row generation.

All columns exist in memory; the solver only sees a pool of them. Each round prices every
column with the duals of the pool, adds the best of each operation, adds the (link,
month) rows the solution breaks, and improves the Lagrangian bound. Page:
docs/development/algorithms/arbitration.md.
"""

import time
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt

from possibles.engine.arbitration.instance import Instance, Prices
from possibles.engine.solvers.lp import Answer, Basis, Floats, Ints, solve_linear
from possibles.engine.solvers.restricted import Restricted


@dataclass(slots=True)
class Relaxation:
    """Where the relaxation stands.

    `bound` is the best Lagrangian bound (units of the instance), `prices` and `gains`
    the prices that gave it and the reduced gains of every column; `pool` and `weights`
    the columns the solver sees and their value in the last solution. `missing` counts
    the operations that must be held and cannot be: above 0, no plan exists.
    """

    bound: float
    prices: Prices
    gains: Floats
    pool: Ints
    weights: Floats
    extras: Floats
    pairs: list[tuple[int, int]]
    value: float
    missing: float = 0.0


def relax(
    instance: Instance,
    *,
    seconds: float,
    start: Relaxation | None = None,
    gap: float = 2e-4,
    breadth: int = 6,
    trace: list[tuple[float, float]] | None = None,
) -> Relaxation | None:
    """Return the relaxation within `gap`, or where it stands when time is up.

    None only when time ran out before any solution.
    """
    return _Generation(instance, seconds, start, gap, breadth, trace).run()


class _Generation:
    def __init__(
        self,
        instance: Instance,
        seconds: float,
        start: Relaxation | None,
        gap: float,
        breadth: int,
        trace: list[tuple[float, float]] | None,
    ) -> None:
        self.instance, self.gap, self.breadth = instance, gap, breadth
        self.clock = time.monotonic
        self.end = self.clock() + seconds
        self.trace = trace
        self.pool = self._first_pool() if start is None else self._complete(start.pool)
        self.pairs = [] if start is None else list(start.pairs)
        self.best: Relaxation | None = None
        self.known: dict[int, mathopt.BasisStatus] = {}
        self.row_status: list[mathopt.BasisStatus] = []
        self.start = start

    def run(self) -> Relaxation | None:
        if self.start is not None:
            self._renew(self.start)
        while True:
            restricted = Restricted(self.instance, self.pool, self.pairs)
            answer = solve_linear(
                restricted.program(with_artificials=True),
                seconds=max(0.1, self.end - self.clock()),
                basis=self._basis(restricted),
            )
            if answer.values is None or answer.prices is None:
                return self.best
            self._remember(restricted, answer)
            prices = restricted.prices(answer.prices)
            gains = self.instance.reduced_gains(prices)
            self._improve(prices, gains, answer)
            if self.trace is not None:
                self.trace.append(
                    (answer.value, self.best.bound if self.best else np.inf)
                )
            broken = self._broken_links(answer.values)
            added = self._priced_columns(gains)
            done = self._is_closed(answer) and not broken
            if done or not (len(added) or broken) or self.clock() > self.end:
                return self.best
            self.pairs += broken
            self.pool = np.union1d(self.pool, added)

    def _renew(self, start: Relaxation) -> None:
        """Read an older relaxation on this instance: its prices still bound it."""
        gains = self.instance.reduced_gains(start.prices)
        bound = self.instance.bound_value(start.prices, gains)
        self.best = Relaxation(
            bound, start.prices, gains, start.pool, start.weights, start.extras,
            list(start.pairs), start.value,
        )  # fmt: skip

    def _first_pool(self) -> Ints:
        """Take every way out, and a spread of the best-scored columns of each."""
        instance = self.instance
        chosen: list[Ints] = []
        for operation in range(len(instance.columns.first) - 1):
            span = instance.spans(operation)
            places = np.arange(span.start, span.stop)
            order = np.argsort(-instance.scores[span], kind="stable")
            spread = np.linspace(0, len(order) - 1, num=min(len(order), 12)).astype(int)
            chosen.append(places[order[spread]])
            chosen.append(places[instance.columns.pattern[span] < 0])
        return np.unique(np.concatenate(chosen))

    def _complete(self, pool: Ints) -> Ints:
        """Give every operation a column: a narrowed pool may have lost them all."""
        columns = self.instance.columns
        owners = np.bincount(columns.operation[pool], minlength=len(columns.first) - 1)
        completed: Ints = np.union1d(pool, columns.first[:-1][owners == 0])
        return completed

    def _basis(self, restricted: Restricted) -> Basis | None:
        if not self.row_status:
            return None
        lower = mathopt.BasisStatus.AT_LOWER_BOUND
        extras = len(self.instance.extras)
        variables = [self.known.get(int(c), lower) for c in restricted.pool]
        extras += len(restricted.stuck)
        variables += [self.known.get(-1 - i, lower) for i in range(extras)]
        fixed = restricted.operations + restricted.capacities + restricted.floors
        rows = list(self.row_status)
        rows += [mathopt.BasisStatus.BASIC] * (fixed + len(self.pairs) - len(rows))
        return Basis(variables, rows)

    def _remember(self, restricted: Restricted, answer: Answer) -> None:
        if answer.basis is None:
            return
        count = len(restricted.pool)
        statuses = answer.basis.variables
        self.known = dict(zip(restricted.pool.tolist(), statuses, strict=False))
        for index, status in enumerate(statuses[count:]):
            self.known[-1 - index] = status
        self.row_status = answer.basis.rows

    def _improve(self, prices: Prices, gains: Floats, answer: Answer) -> None:
        bound = self.instance.bound_value(prices, gains)
        assert answer.values is not None  # noqa: S101 (checked by the caller)
        count = len(self.pool)
        split = count + len(self.instance.extras)
        weights, extras = answer.values[:count], answer.values[count:split]
        missing = float(answer.values[split:].sum())
        if self.best is None or bound < self.best.bound:
            self.best = Relaxation(
                bound,
                prices,
                gains,
                self.pool,
                weights,
                extras,
                self.pairs,
                answer.value,
                missing,
            )
        else:
            self.best.pool, self.best.weights = self.pool, weights
            self.best.extras, self.best.value = extras, answer.value
            self.best.pairs, self.best.missing = self.pairs, missing

    def _is_closed(self, answer: Answer) -> bool:
        assert self.best is not None  # noqa: S101
        return self.best.bound - answer.value <= self.gap * max(1e-9, abs(answer.value))

    def _priced_columns(self, gains: Floats) -> Ints:
        """Return, by operation, the columns that would most improve the pool."""
        instance = self.instance
        reduced = gains.copy()
        reference = np.maximum.reduceat(gains[self.pool], self._pool_edges())
        reduced -= np.repeat(reference, np.diff(instance.columns.first))
        reduced[self.pool] = -np.inf
        better = np.flatnonzero(reduced > 1e-7)
        if not len(better):
            return better
        order = better[
            np.lexsort((-reduced[better], instance.columns.operation[better]))
        ]
        owner = instance.columns.operation[order]
        firsts = np.concatenate(([0], np.flatnonzero(np.diff(owner)) + 1))
        place = np.arange(len(order)) - np.repeat(
            firsts, np.diff(np.concatenate((firsts, [len(order)])))
        )
        chosen: Ints = order[place < self.breadth]
        return chosen

    def _pool_edges(self) -> Ints:
        edges: Ints = np.searchsorted(self.pool, self.instance.columns.first[:-1])
        return edges

    def _broken_links(self, values: Floats) -> list[tuple[int, int]]:
        """Return the (link, month) rows the fractional solution breaks most."""
        known, broken = set(self.pairs), []
        months = self.instance.columns.portfolio.horizon.months
        mass = np.zeros(len(self.instance.gain))
        mass[self.pool] = values[: len(self.pool)]
        for rank, link in enumerate(self.instance.columns.links):
            one, two = (self.instance.spans(r) for r in (link.before, link.after))
            excess = link_excess(link.release, mass[one], link.start, mass[two], months)
            for month in np.argsort(-excess, kind="stable")[:3]:
                pair = (rank, int(month))
                if excess[month] > 1e-4 and pair not in known:
                    broken.append(pair)
        return broken


def link_excess(
    release: Ints, before: Floats, start: Ints, after: Floats, months: int
) -> Floats:
    """Return by month t: mass released after t + mass started by t - 1."""
    late = np.bincount(np.clip(release, 0, months + 1), before, months + 2)
    late[0] = 0.0
    early = np.bincount(np.clip(start, 0, months + 1), after, months + 2)
    pending = before[release > 0].sum() - np.cumsum(late)
    started = np.cumsum(early)
    excess: Floats = (pending + started - 1.0)[: months + 1]
    return excess
