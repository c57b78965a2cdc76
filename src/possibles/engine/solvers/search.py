"""The search on one level of an arbitration: what is known so far, and what improves it.

Page: docs/development/algorithms/arbitration.md.
"""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from possibles.engine.arbitration.columns import Floats, Ints, index_decisions
from possibles.engine.arbitration.instance import Instance
from possibles.engine.arbitration.plan import Plan
from possibles.engine.arbitration.rounding import build_by_rounding
from possibles.engine.arbitration.state import State, build_greedily, refill
from possibles.engine.solvers.lp import Answer, solve_mixed
from possibles.engine.solvers.neighbourhood import Effort, improve
from possibles.engine.solvers.relaxation import Relaxation, relax
from possibles.engine.solvers.restricted import Restricted
from possibles.engine.solvers.tightening import tighten


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to search.

    With `rounds`, the search is deterministic: that many neighbourhoods, no thread,
    time only as a safety. `gap` stops the search as soon as it is certified.
    """

    seconds: float = 10.0
    gap: float = 1e-3
    seed: int = 0
    workers: int = 2
    rounds: int | None = None
    is_cancelled: Callable[[], bool] = lambda: False
    on_plan: Callable[[Plan, int, float], None] = lambda plan, value, bound: None


class Search:
    """One level: what is known so far, and the steps that improve it."""

    def __init__(self, instance: Instance, budget: Budget, seconds: float) -> None:
        self.instance, self.budget = instance, budget
        self.end = time.monotonic() + seconds
        self.state: State | None = None
        self.bound = np.inf
        self.relaxation: Relaxation | None = None
        self.is_infeasible = False
        self.random = random.Random(budget.seed)  # noqa: S311 (a search, not a secret)
        self.gains: Floats = np.zeros(0)
        self.weights: Floats = np.zeros(len(instance.gain))
        self.tight = instance
        self.tightened: Relaxation | None = None

    def adopt(self, state: State) -> None:
        """Start from the plan of the level before."""
        twin = State(self.instance, state.hires)
        for column in state.chosen:
            twin.put(int(column))
        self.state = twin

    def follow(self, plan: Plan) -> None:
        """Start from a given plan where it still fits, completed greedily."""
        keys = [o.key for o in self.instance.columns.portfolio.operations]
        wanted = [plan.decisions.get(key) for key in keys]
        state = State(self.instance)
        for rank, extra in enumerate(state.whole):
            state.hire(rank, min(int(extra.most), plan.hires.get(extra.key, 0)))
        columns = index_decisions(self.instance.columns, wanted)
        outs = [self._way_out(operation) for operation in range(len(columns))]
        for column, out in zip(columns, outs, strict=True):
            chosen = out if column is None else column
            if chosen is None:
                return
            state.put(chosen)
        self._repair(state, outs)
        if state.is_feasible():
            self.state = state

    def _repair(self, state: State, outs: Sequence[int | None]) -> None:
        """Take out the operations that relieve the broken rows at the least loss."""
        scores = self.instance.scores
        while not state.is_feasible():
            relief = state.relief()
            best: tuple[float, int] | None = None
            for operation, out in enumerate(outs):
                column = int(state.chosen[operation])
                if out is not None and column != out and relief[operation] > 0:
                    loss = int(scores[column]) - int(scores[out])
                    merit = loss / float(relief[operation])
                    best = min(best or (merit, operation), (merit, operation))
            if best is None:
                return
            out = outs[best[1]]
            state.take(best[1])
            if out is not None:
                state.put(out)

    def _way_out(self, operation: int) -> int | None:
        """Return the best way out of an operation, None when it must be held."""
        span = self.instance.spans(operation)
        outs = np.flatnonzero(self.instance.columns.pattern[span] < 0) + span.start
        return int(outs[np.argmax(self.instance.scores[outs])]) if len(outs) else None

    def run(self, warm: Relaxation | None) -> bool:
        """Search until the gap, the time or the rounds are reached."""
        self.relaxation = relax(
            self.instance, seconds=self._left() * 0.6, start=warm, gap=self._fineness()
        )
        if self.relaxation is None:
            return False
        self._lean_on(self.instance, self.relaxation)
        self._start()
        if not self._is_done() and self._left() > LEAST_TO_TIGHTEN:
            self._tighten()
            self._round()
        if self.state is None:
            self._find_any()
        if self.state is None:
            return False
        if self.budget.rounds is None:
            self._search_in_parallel()
        else:
            self._search_neighbourhoods(self.budget.rounds)
        return True

    def _lean_on(self, instance: Instance, relaxation: Relaxation) -> None:
        self.tight, self.tightened = instance, relaxation
        self.gains = relaxation.gains
        self.weights = np.zeros(len(instance.gain))
        self.weights[relaxation.pool] = relaxation.weights
        self._lower(relaxation.bound * instance.unit)

    def _tighten(self) -> None:
        assert self.relaxation is not None  # noqa: S101
        self._lean_on(
            *tighten(
                self.instance,
                self.relaxation,
                seconds=self._left() * 0.25,
                gap=self.budget.gap / 20,
            )
        )

    def _round(self) -> None:
        """Read plans from the solution of the relaxation, before and after the cuts."""
        assert self.relaxation is not None  # noqa: S101
        assert self.tightened is not None  # noqa: S101
        for seen in (self.relaxation, self.tightened):
            weights = np.zeros(len(self.instance.gain))
            weights[seen.pool] = seen.weights
            hires = [
                int(np.ceil(value - 1e-6))
                for value, extra in zip(seen.extras, self.instance.extras, strict=True)
                if extra.whole
            ]
            found = build_by_rounding(
                self.instance, weights, seen.gains, hires=hires, seed=self.budget.seed
            )
            if found is not None and self._is_better(found):
                self._keep(found)

    def _fineness(self) -> float:
        return max(1e-5, min(2e-4, self.budget.gap / 10))

    def _left(self) -> float:
        return self.end - time.monotonic()

    def _is_done(self) -> bool:
        if self.state is None:
            return False
        value = self.state.score()
        closed = self.bound - value <= self.budget.gap * max(1, abs(value))
        return closed or self._left() <= 0.02 or self.budget.is_cancelled()

    def _start(self) -> None:
        assert self.relaxation is not None  # noqa: S101
        if self.state is not None:
            refill(self.state, self.gains)
        up = [
            int(np.ceil(value - 1e-6))
            for value, extra in zip(
                self.relaxation.extras, self.instance.extras, strict=True
            )
            if extra.whole
        ]
        most = [int(extra.most) for extra in self.instance.extras if extra.whole]
        for hires in (up, most):
            found = build_greedily(self.instance, self.gains, hires=hires)
            if found is not None and self._is_better(found):
                self._keep(found)
                return

    def _is_better(self, found: State) -> bool:
        return self.state is None or found.score() > self.state.score()

    def _keep(self, found: State) -> None:
        self.state = found
        self.budget.on_plan(found.plan(), found.score(), self.bound)

    def _find_any(self) -> None:
        """Look for any plan on all the columns, or prove there is none."""
        every = np.arange(len(self.instance.gain))
        answer = self._solve_pool(every, max(1.0, self._left()), gap=0.5)
        if answer.values is not None:
            self._read(every, answer)
        self.is_infeasible = answer.status in {INFEASIBLE, INFEASIBLE_OR_UNBOUNDED}

    def _search_in_parallel(self) -> None:
        """Improve by neighbourhoods while HiGHS works on a pool, then on larger ones.

        A narrow pool gives good plans fast, a wide one a better bound: the first takes
        a third of the time left, the next ones half, the widest useful one nearly all.
        """
        if self._left() < 1.0:
            self._search_neighbourhoods(1_000_000)
            return
        size = max(300, FIRST_POOL * self.instance.operations)
        share_of_time = 0.3
        with ThreadPoolExecutor(1) as thread:
            while not self._is_done():
                chosen, threshold = self._narrow(size)
                is_whole = self._covers(chosen, threshold)
                share = self._left() * (0.92 if is_whole else share_of_time)
                exact = thread.submit(self._solve_pool, chosen, share, gap=1e-6)
                if self.budget.workers > 1:
                    self._search_neighbourhoods(1_000_000, exact)
                answer = exact.result()
                self._close(chosen, threshold, answer)
                if is_whole and answer.status == OPTIMAL:
                    return
                size, share_of_time = size * 3, 0.55

    def _covers(self, chosen: Ints, threshold: float) -> bool:
        """Tell whether no column left out could belong to a better plan."""
        if len(chosen) == len(self.instance.gain):
            return True
        return threshold >= self._room() / self.instance.unit - 1e-12

    def _room(self) -> float:
        assert self.state is not None  # noqa: S101
        return self.bound - self.state.score()

    def _narrow(self, size: int) -> tuple[Ints, float]:
        """Return the columns of smallest reduced cost, and the smallest left out."""
        assert self.state is not None  # noqa: S101
        best = self.instance.best_by_operation(self.gains)
        lost = np.repeat(best, np.diff(self.instance.columns.first)) - self.gains
        room = self._room()
        most = min(len(lost), size)
        limit = float(np.partition(lost, most - 1)[most - 1])
        limit = min(limit, room / self.instance.unit)
        keep = (lost <= limit) | (self.instance.columns.pattern < 0)
        keep[self.state.chosen] = True
        chosen: Ints = np.flatnonzero(keep)
        return chosen, limit

    def _close(self, chosen: Ints, threshold: float, answer: Answer) -> None:
        """Use what HiGHS found on the pool: a plan, and a bound on everything."""
        assert self.tightened is not None  # noqa: S101
        if answer.values is not None:
            self._read(chosen, answer)
        left_out = self.tightened.bound - threshold
        inside = answer.bound if np.isfinite(answer.bound) else np.inf
        certified = max(left_out, inside) * self.instance.unit
        self._lower(certified)

    def _lower(self, bound: float) -> None:
        """Lower the bound: scores are whole, so a bound is one too (with tolerance)."""
        whole = np.floor(bound + 1e-7 * max(1.0, abs(bound)) + 1e-6)
        self.bound = float(min(self.bound, whole))

    def _solve_pool(self, pool: Ints, seconds: float, *, gap: float) -> Answer:
        restricted = Restricted(self.instance, pool, list_pairs(self.instance, pool))
        return solve_mixed(restricted.program(), seconds=seconds, gap=gap)

    def _read(self, pool: Ints, answer: Answer) -> None:
        assert answer.values is not None  # noqa: S101
        numbers = answer.values[len(pool) :]
        hires = [
            round(numbers[k]) for k, e in enumerate(self.instance.extras) if e.whole
        ]
        found = State(self.instance, hires)
        for column in pool[answer.values[: len(pool)] > 0.5]:
            found.put(int(column))
        if found.is_feasible() and self._is_better(found):
            self._keep(found)

    def _search_neighbourhoods(
        self, rounds: int, exact: "Future[Answer] | None" = None
    ) -> None:
        assert self.state is not None  # noqa: S101
        candidates = self._offer(16)
        size, missed = 10, 0
        for number in range(rounds):
            if self._is_done() or (exact is not None and exact.done()):
                return
            found = improve(
                self.state, self._pick(size), candidates, self._effort(number)
            )
            missed = 0 if found is not None else missed + 1
            if found is not None:
                self._keep(found)
            if missed >= 6:
                size, missed = min(size + 2, 60), 0

    def _effort(self, number: int) -> Effort:
        if self.budget.rounds is None:
            seconds = SHORT if self.instance.operations < FEW else LONG
            return Effort(min(seconds, self._left()), seed=self.budget.seed + number)
        return Effort(60.0, deterministic=0.1, seed=self.budget.seed + number)

    def _offer(self, most: int) -> list[Ints]:
        """Return, by operation, the columns the prices like most and the ways out."""
        offered = []
        for operation in range(len(self.instance.columns.first) - 1):
            span = self.instance.spans(operation)
            order = np.argsort(-self.gains[span], kind="stable")[:most]
            outs = np.flatnonzero(self.instance.columns.pattern[span] < 0)
            offered.append(np.union1d(order, outs) + span.start)
        return offered

    def _pick(self, size: int) -> list[int]:
        """Return operations that compete: same zone, same envelope, or any.

        Half of the time, rather those the plan decides otherwise than the relaxation.
        """
        assert self.state is not None  # noqa: S101
        if self.random.random() < 0.5:
            dice = np.array([0.8 * self.random.random() for _ in self.state.chosen])
            strange = 1.0 - self.weights[self.state.chosen] + dice
            return [int(rank) for rank in np.argsort(-strange)[:size]]
        operations = self.instance.columns.portfolio.operations
        everyone = list(range(len(operations)))
        pivot = self.random.choice(operations)
        way = self.random.random()
        if way < 0.3:
            near = [r for r in everyone if operations[r].zone == pivot.zone]
        elif way < 0.6:
            near = [r for r in everyone if operations[r].envelope == pivot.envelope]
        else:
            near = everyone
        picked = self.random.sample(near, min(size, len(near)))
        if len(picked) < size:
            rest = [r for r in everyone if r not in set(picked)]
            picked += self.random.sample(rest, min(size - len(picked), len(rest)))
        return picked


FIRST_POOL = 8
"""Columns by operation in the first pool given to HiGHS."""

SHORT, LONG, FEW = 0.2, 0.6, 100
"""Seconds given to a neighbourhood when operations are fewer than `FEW`, or more."""

LEAST_TO_TIGHTEN = 1.0
"""Seconds left below which cuts are not worth looking for."""

OPTIMAL = "optimal"
INFEASIBLE = "infeasible"
INFEASIBLE_OR_UNBOUNDED = "infeasible_or_unbounded"


def list_pairs(instance: Instance, pool: Ints) -> list[tuple[int, int]]:
    """Return every (link, month) row that the columns of a pool may break."""
    columns = instance.columns
    edges = np.searchsorted(pool, columns.first)
    pairs: list[tuple[int, int]] = []
    for rank, link in enumerate(columns.links):
        one = pool[edges[link.before] : edges[link.before + 1]]
        two = pool[edges[link.after] : edges[link.after + 1]]
        release = link.release[one - columns.first[link.before]]
        start = link.start[two - columns.first[link.after]]
        months = np.unique(start[start < release.max(initial=-1)])
        pairs += [(rank, int(month)) for month in months]
    return pairs
