"""Large-neighbourhood search: a few operations set free, the others held, by CP-SAT.

Amounts are exact integers; rows of large amounts are divided and rounded on the safe
side (loads up, room down), so that whatever CP-SAT answers is feasible.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from possibles.engine.arbitration.columns import Floats, Ints
from possibles.engine.arbitration.state import State
from possibles.engine.solvers.restricted import expand

COARSE = 10_000
"""Rows whose bound exceeds 100 times this are counted in this unit (100 €)."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long one neighbourhood may be searched."""

    seconds: float
    deterministic: float | None = None
    workers: int = 1
    seed: int = 0


def improve(
    state: State, free: Sequence[int], candidates: Sequence[Ints], effort: Effort
) -> State | None:
    """Return a better state that differs on the `free` operations only, or None.

    `candidates` holds the columns offered to each operation (by rank).
    """
    return _Neighbourhood(state, free, candidates).solve(effort)


class _Neighbourhood:
    def __init__(
        self, state: State, free: Sequence[int], candidates: Sequence[Ints]
    ) -> None:
        self.state, self.instance = state, state.instance
        self.free = sorted(free)
        self.base = state.copy()
        held = [self.base.take(operation) for operation in self.free]
        pools = [
            np.union1d(candidates[operation], [column])
            for operation, column in zip(self.free, held, strict=True)
        ]
        pools = [self._prune(pool) for pool in pools]
        self.edges = np.concatenate(([0], np.cumsum([len(pool) for pool in pools])))
        self.pool: Ints = np.concatenate(pools).astype(np.int64)
        self.held = set(held)
        self.model = cp_model.CpModel()
        self.choice = [self.model.new_bool_var("") for _ in self.pool]
        self.hires = [
            self.model.new_int_var(0, int(extra.most), "") for extra in state.whole
        ]
        self.changes: list[cp_model.IntVar] = []

    def solve(self, effort: Effort) -> State | None:
        self._choose_one()
        self._hold_rows()
        self._hold_links()
        self._hold_floors()
        self._maximise()
        return self._search(effort)

    def _prune(self, pool: Ints) -> Ints:
        """Leave out columns that contradict the dates of operations held."""
        keep = [c for c in pool.tolist() if self.base._links_hold(c)]  # noqa: SLF001
        return np.array(keep, dtype=np.int64)

    def _choose_one(self) -> None:
        for low, high in zip(self.edges, self.edges[1:], strict=False):
            self.model.add_exactly_one(self.choice[low:high])
        for place, column in enumerate(self.pool):
            self.model.add_hint(self.choice[place], int(column) in self.held)
        for variable, number in zip(self.hires, self.state.hires, strict=True):
            self.model.add_hint(variable, number)

    def _hold_rows(self) -> None:
        columns = self.instance.columns
        entries, owner = expand(columns.row_first, self.pool)
        order = np.argsort(columns.row_index[entries], kind="stable")
        entries, owner = entries[order], owner[order]
        rows = columns.row_index[entries]
        splits = np.flatnonzero(np.diff(rows)) + 1
        hired = self._hired_rows()
        rough = set(columns.rows.rough)
        for group, owners in zip(
            np.split(entries, splits), np.split(owner, splits), strict=True
        ):
            if len(group):
                row = int(columns.row_index[group[0]])
                if row not in rough:
                    self._hold_row(row, owners, columns.row_load[group], hired)
        self._follow_changes(entries, owner)

    def _hold_row(
        self,
        row: int,
        owners: Ints,
        loads: Ints,
        hired: dict[int, list[tuple[cp_model.IntVar, int]]],
    ) -> None:
        room = int(self.base.room[row])
        people = hired.get(row, [])
        given = sum(load * number for (_, load), number in self._now(people))
        room += given
        if not people and loads[loads > 0].sum() <= room and (loads >= 0).all():
            return
        unit = COARSE if int(self.instance.bounds[row]) > 100 * COARSE else 1
        weights = -(-loads // unit)
        terms = [
            self.choice[place] * int(w)
            for place, w in zip(owners, weights, strict=True)
        ]
        terms += [variable * load for variable, load in people]
        self.model.add(cp_model.LinearExpr.sum(terms) <= room // unit)

    def _now(
        self, people: list[tuple[cp_model.IntVar, int]]
    ) -> list[tuple[tuple[cp_model.IntVar, int], int]]:
        numbers = {
            v.index: n for v, n in zip(self.hires, self.state.hires, strict=True)
        }
        return [
            ((variable, load), numbers[variable.index]) for variable, load in people
        ]

    def _hired_rows(self) -> dict[int, list[tuple[cp_model.IntVar, int]]]:
        table: dict[int, list[tuple[cp_model.IntVar, int]]] = {}
        for variable, extra in zip(self.hires, self.state.whole, strict=True):
            for row, load in zip(extra.rows, extra.loads, strict=True):
                table.setdefault(int(row), []).append((variable, int(load)))
        return table

    def _follow_changes(self, entries: Ints, owner: Ints) -> None:
        columns = self.instance.columns
        rough = columns.rows.rough
        for rise, fall in zip(rough[::2], rough[1::2], strict=True):
            change = self.model.new_int_var(0, 1 << 50, "")
            self.changes.append(change)
            for row in (rise, fall):
                hit = np.flatnonzero(columns.row_index[entries] == row)
                terms = [
                    self.choice[int(owner[k])] * int(columns.row_load[entries[k]])
                    for k in hit
                ]
                load = cp_model.LinearExpr.sum(terms)
                self.model.add(load - change <= int(self.base.room[row]))

    def _hold_links(self) -> None:
        columns = self.instance.columns
        place = {operation: index for index, operation in enumerate(self.free)}
        for link in columns.links:
            if link.before not in place or link.after not in place:
                continue
            one, two = self._span(place[link.before]), self._span(place[link.after])
            release = link.release[self.pool[one] - columns.first[link.before]]
            start = link.start[self.pool[two] - columns.first[link.after]]
            self._forbid(one.start, release, two.start, start)

    def _forbid(self, low: int, release: Ints, high: int, start: Ints) -> None:
        for month in np.unique(start[start < release.max(initial=-1)]):
            late = np.flatnonzero(release > month) + low
            early = np.flatnonzero(start <= month) + high
            self.model.add_at_most_one([self.choice[k] for k in (*late, *early)])

    def _span(self, place: int) -> slice:
        return slice(int(self.edges[place]), int(self.edges[place + 1]))

    def _hold_floors(self) -> None:
        for index, floor in enumerate(self.instance.floors):
            now = self.base_score(index)
            gains = np.rint(
                self.instance.floor_gain[index][self.pool] * self.instance.unit
            )
            terms = [c * int(g) for c, g in zip(self.choice, gains, strict=True)]
            extras = self.instance.floor_extra[index] * self.instance.unit
            terms += self._extra_terms(extras)
            self.model.add(cp_model.LinearExpr.sum(terms) >= floor.least - now)

    def base_score(self, index: int) -> int:
        """Return the score of the operations held, on a floor's level."""
        held = self.base.chosen[self.base.chosen >= 0]
        gains = np.rint(self.instance.floor_gain[index][held] * self.instance.unit)
        return int(gains.sum())

    def _extra_terms(self, weights: Floats) -> list[cp_model.LinearExpr]:
        whole = [k for k, extra in enumerate(self.instance.extras) if extra.whole]
        rest = [k for k, extra in enumerate(self.instance.extras) if not extra.whole]
        pairs = [
            *zip(self.hires, whole, strict=True),
            *zip(self.changes, rest, strict=True),
        ]
        return [variable * round(weights[k]) for variable, k in pairs]

    def _maximise(self) -> None:
        scores = self.instance.scores[self.pool]
        terms = [c * int(s) for c, s in zip(self.choice, scores, strict=True) if s]
        terms += self._extra_terms(self.instance.extra_gain * self.instance.unit)
        self.model.maximize(cp_model.LinearExpr.sum(terms))

    def _search(self, effort: Effort) -> State | None:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.02, effort.seconds)
        if effort.deterministic is not None:
            solver.parameters.max_deterministic_time = effort.deterministic
        solver.parameters.num_workers = effort.workers
        solver.parameters.random_seed = effort.seed
        solver.parameters.relative_gap_limit = 5e-4
        status = solver.solve(self.model)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        found = self.base.copy()
        for place, variable in enumerate(self.choice):
            if solver.boolean_value(variable):
                found.put(int(self.pool[place]))
        for rank, variable in enumerate(self.hires):
            found.hire(rank, solver.value(variable))
        if found.is_feasible() and found.score() > self.state.score():
            return found
        return None
