"""The columns of the model: one per operation x variant x waits x start, plus ways out.

Built with numpy, one block of starts at a time: whatever an operation loads (money by
year, staff and sites by quarter) is a difference of cumulated monthly series. Windows are
pruned first (hard deadlines, locks, horizon). Loads and criteria are exact integers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from possibles.engine.arbitration.objective import BY_COLUMN, Criterion
from possibles.engine.arbitration.plan import Decision, Verdict
from possibles.engine.arbitration.problem import Portfolio, Variant
from possibles.engine.arbitration.rows import Rows

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A variant with its waits chosen: month of each phase, from the first's start."""

    variant: Variant
    offsets: tuple[int, ...]

    @property
    def length(self) -> int:
        """Months from the start of the first phase to the end of the last to end."""
        phases = zip(self.variant.phases, self.offsets, strict=True)
        return max(offset + phase.months for phase, offset in phases)


@dataclass(frozen=True, slots=True)
class Link:
    """A date precedence between two operations, read on their columns.

    `release` is, for each column of `before`, the month from which `after` may start;
    `start` is, for each column of `after`, the month it does. Ways out never bind.
    """

    rank: int
    before: int
    after: int
    release: Ints
    start: Ints


@dataclass(frozen=True, slots=True)
class Columns:
    """Every decision open to every operation, as arrays of the same length n.

    Attributes
    ----------
    first
        Where the columns of each operation start; one more entry than operations.
    operation, start, pattern
        Rank of the operation, start month, index in `patterns` (-1: postponed,
        -2: dropped).
    criteria
        n x len(BY_COLUMN), each in its own unit, unsigned.
    row_first, row_index, row_load
        Loads on the rows, compressed by column (CSR).
    cuts
        Rows added by `cuts.add_cuts`: the row, then (rank, load) of each extra in it.
    """

    portfolio: Portfolio
    rows: Rows
    patterns: tuple[Pattern, ...]
    first: Ints
    operation: Ints
    start: Ints
    pattern: Ints
    criteria: Ints
    row_first: Ints
    row_index: Ints
    row_load: Ints
    links: tuple[Link, ...]
    cuts: tuple[tuple[int, tuple[tuple[int, int], ...]], ...] = ()

    def decision(self, column: int) -> Decision:
        """Return the decision a column stands for."""
        rank = int(self.pattern[column])
        if rank < 0:
            return Decision(Verdict.POSTPONE if rank == POSTPONED else Verdict.DROP)
        pattern, start = self.patterns[rank], int(self.start[column])
        starts = tuple(start + offset for offset in pattern.offsets)
        return Decision(Verdict.KEEP, pattern.variant.key, starts)

    def blocked(self) -> tuple[str, ...]:
        """Return the operations left without any column: nothing can satisfy them."""
        empty = np.flatnonzero(np.diff(self.first) == 0)
        return tuple(self.portfolio.operations[int(i)].key for i in empty)


POSTPONED, DROPPED = -1, -2


def index_decisions(
    columns: Columns, decisions: Sequence[Decision | None]
) -> list[int | None]:
    """Return the column of each decision, None where none matches."""
    found: list[int | None] = []
    for rank, decision in enumerate(decisions):
        low, high = int(columns.first[rank]), int(columns.first[rank + 1])
        found.append(_find(columns, range(low, high), decision))
    return found


def _find(columns: Columns, candidates: range, decision: Decision | None) -> int | None:
    if decision is None or not candidates:
        return None
    if decision.verdict is not Verdict.KEEP:
        wanted = POSTPONED if decision.verdict is Verdict.POSTPONE else DROPPED
        hits = np.flatnonzero(
            columns.pattern[candidates.start : candidates.stop] == wanted
        )
        return candidates.start + int(hits[0]) if len(hits) else None
    start = columns.start[candidates.start : candidates.stop]
    for offset in np.flatnonzero(start == min(decision.starts)):
        column = candidates.start + int(offset)
        if columns.decision(column) == decision:
            return column
    return None


def criterion_rank(criterion: Criterion) -> int:
    """Return the place of a criterion in `Columns.criteria`."""
    return BY_COLUMN.index(criterion)
