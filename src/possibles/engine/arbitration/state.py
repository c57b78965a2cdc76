"""A plan being built: one column per operation, exact integer loads, and greedy moves."""

from collections.abc import Iterable, Sequence

import numpy as np

from possibles.engine.arbitration.columns import Floats, Ints
from possibles.engine.arbitration.instance import Instance, score_columns
from possibles.engine.arbitration.objective import Criterion, Level
from possibles.engine.arbitration.plan import Plan

UNSET = -1


class State:
    """Columns chosen so far (`UNSET` where none), people hired, loads of the rows.

    Loads are exact integers; hires lower them (a hire is a negative load).
    """

    def __init__(self, instance: Instance, hires: Sequence[int] | None = None) -> None:
        self.instance = instance
        columns = instance.columns
        self.chosen = np.full(len(columns.first) - 1, UNSET, dtype=np.int64)
        self.room = instance.bounds.copy()
        self.whole = [extra for extra in instance.extras if extra.whole]
        self.hires = [0] * len(self.whole)
        self.soft = np.zeros(len(self.room), dtype=bool)
        self.soft[[*columns.rows.rough]] = True
        self.links: list[list[int]] = [[] for _ in self.chosen]
        for rank, link in enumerate(columns.links):
            self.links[link.before].append(rank)
            self.links[link.after].append(rank)
        for rank, number in enumerate(hires or ()):
            self.hire(rank, number)

    def hire(self, rank: int, number: int) -> None:
        """Set how many people of a hire option are hired."""
        extra, change = self.whole[rank], number - self.hires[rank]
        self.room[extra.rows] -= (extra.loads * change).astype(np.int64)
        self.hires[rank] = number

    def put(self, column: int) -> None:
        """Choose a column for its operation, which must have none."""
        rows, loads = self._entries(column)
        self.room[rows] -= loads
        self.chosen[self.instance.columns.operation[column]] = column

    def take(self, operation: int) -> int:
        """Remove and return the column of an operation (`UNSET` when it has none)."""
        column = int(self.chosen[operation])
        if column != UNSET:
            rows, loads = self._entries(column)
            self.room[rows] += loads
            self.chosen[operation] = UNSET
        return column

    def fits(self, column: int) -> bool:
        """Tell whether a column can join the ones chosen."""
        rows, loads = self._entries(column)
        short = (self.room[rows] < loads) & (loads > 0) & ~self.soft[rows]
        return not short.any() and self._links_hold(column)

    def place(self, operation: int, candidates: Iterable[int]) -> bool:
        """Choose the first candidate that fits and leaves every row satisfied."""
        for column in candidates:
            if self.fits(column):
                self.put(column)
                if (self.room[~self.soft] >= 0).all():
                    return True
                self.take(operation)
        return False

    def is_feasible(self) -> bool:
        """Tell whether every operation is decided and every rule holds."""
        if (self.chosen == UNSET).any() or (self.room[~self.soft] < 0).any():
            return False
        if not all(self._links_hold(int(column)) for column in self.chosen):
            return False
        return all(self.score(f.level) >= f.least for f in self.instance.floors)

    def score(self, level: Level | None = None) -> int:
        """Return the exact score of a level (the instance's own by default)."""
        level = level or self.instance.level
        amounts = {
            Criterion.HIRING: sum(
                number * extra.amounts[Criterion.HIRING]
                for number, extra in zip(self.hires, self.whole, strict=True)
            ),
            Criterion.ROUGHNESS: int(np.maximum(0, -self.room[self.soft]).sum()),
        }
        scores = score_columns(self.instance.columns, level)
        return int(scores[self.chosen].sum()) + level.score(amounts)

    def relief(self) -> Floats:
        """Return by operation what taking it out would give back to broken rules.

        Broken rows count as shares of what is missing, broken links as one each.
        """
        columns, gained = self.instance.columns, np.zeros(len(self.chosen))
        short = np.where(self.soft, 0, np.minimum(self.room, 0))
        for operation, column in enumerate(self.chosen):
            rows, loads = self._entries(int(column))
            missing = -short[rows]
            hit = (missing > 0) & (loads > 0)
            gained[operation] = np.minimum(1.0, loads[hit] / missing[hit]).sum()
            if self.links[operation] and not self._links_hold(int(column)):
                gained[operation] += float(columns.pattern[column] >= 0)
        return gained

    def plan(self) -> Plan:
        """Return the plan chosen."""
        columns = self.instance.columns
        keys = [operation.key for operation in columns.portfolio.operations]
        return Plan(
            {
                k: columns.decision(int(c))
                for k, c in zip(keys, self.chosen, strict=True)
            },
            {e.key: n for e, n in zip(self.whole, self.hires, strict=True)},
        )

    def copy(self) -> "State":
        """Return an independent copy."""
        twin = State(self.instance, self.hires)
        twin.chosen, twin.room = self.chosen.copy(), self.room.copy()
        return twin

    def _entries(self, column: int) -> tuple[Ints, Ints]:
        columns = self.instance.columns
        span = slice(int(columns.row_first[column]), int(columns.row_first[column + 1]))
        return columns.row_index[span], columns.row_load[span]

    def _links_hold(self, column: int) -> bool:
        columns = self.instance.columns
        operation = int(columns.operation[column])
        own = column - int(columns.first[operation])
        for rank in self.links[operation]:
            link = columns.links[rank]
            is_before = link.before == operation
            other = int(self.chosen[link.after if is_before else link.before])
            if other == UNSET:
                continue
            place = other - int(columns.first[link.after if is_before else link.before])
            before, after = (own, place) if is_before else (place, own)
            if link.release[before] > link.start[after]:
                return False
        return True


def build_greedily(
    instance: Instance, gains: Floats, *, hires: Sequence[int], tries: int = 40
) -> State | None:
    """Return a feasible plan made of each operation's best reduced gains, or None.

    Operations with no way out come first, then those the prices like most; passes are
    repeated, since an operation may wait for the one it requires.
    """
    state = State(instance, hires)
    columns = instance.columns
    orders = []
    for operation in range(len(state.chosen)):
        span = instance.spans(operation)
        order = np.argsort(-gains[span], kind="stable")[:tries] + span.start
        outs = np.flatnonzero(columns.pattern[span] < 0) + span.start
        orders.append((order[columns.pattern[order] >= 0], outs))
    stuck = [r for r, (_, outs) in enumerate(orders) if not len(outs)]
    for operation in stuck:
        span = instance.spans(operation)
        full = np.argsort(-gains[span], kind="stable") + span.start
        if not state.place(operation, map(int, full)):
            return None
    for _, outs in orders:
        if len(outs):
            best = outs[np.argmax(instance.scores[outs])]
            state.put(int(best))
    merit = [
        max((float(gains[c]) for c in order[:1]), default=-np.inf)
        for order, _ in orders
    ]
    reinsert(state, sorted(range(len(merit)), key=lambda r: -merit[r]), orders)
    return state if state.is_feasible() else None


def refill(state: State, gains: Floats, *, tries: int = 40) -> None:
    """Bring back into a feasible plan whatever fits, best reduced gains first."""
    columns, instance = state.instance.columns, state.instance
    orders = []
    for operation in range(len(state.chosen)):
        span = instance.spans(operation)
        order = np.argsort(-gains[span], kind="stable")[:tries] + span.start
        orders.append((order[columns.pattern[order] >= 0], order[:0]))
    merit = [float(gains[o[0]]) if len(o) else -np.inf for o, _ in orders]
    reinsert(state, sorted(range(len(merit)), key=lambda r: -merit[r]), orders)


def reinsert(
    state: State,
    order: Iterable[int],
    candidates: Sequence[tuple[Ints, Ints]],
    *,
    passes: int = 2,
) -> None:
    """Bring operations that are out back in wherever a column fits."""
    order = list(order)
    for _ in range(passes):
        for operation in order:
            column = int(state.chosen[operation])
            if state.instance.columns.pattern[column] >= 0:
                continue
            state.take(operation)
            better = candidates[operation][0]
            better = better[
                state.instance.scores[better] > state.instance.scores[column]
            ]
            if not state.place(operation, map(int, better)):
                state.put(column)
