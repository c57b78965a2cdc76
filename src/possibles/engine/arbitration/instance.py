"""The numbers the solver works on: scaled loads, scores, prices, and a true bound.

For prices p >= 0 on the rows, links and floors, every plan is worth at most

    sum over operations of max over columns (score - priced loads)
      + sum over extras of max over their box + priced bounds,

the Lagrangian bound. It is computed here, on all the columns, from whatever prices a
linear solver returns: it does not rest on that solver's tolerances. Pure numpy.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from possibles.engine.arbitration.columns import Columns, Floats, Ints, criterion_rank
from possibles.engine.arbitration.objective import (
    BY_COLUMN,
    GAINS,
    Criterion,
    Level,
)


@dataclass(frozen=True, slots=True)
class Extra:
    """A quantity decided beside the columns: people hired, or a yearly change.

    `rows` and `loads` (unscaled) are what one unit adds to the rows.
    """

    key: str
    most: float
    whole: bool
    rows: Ints
    loads: Floats
    amounts: dict[Criterion, int]


@dataclass(frozen=True, slots=True)
class Floor:
    """A level already optimised: its score must stay at `least` or more."""

    level: Level
    least: int


@dataclass(slots=True)
class Prices:
    """Prices >= 0 of rows, of (link, month) pairs and of floors."""

    rows: Floats
    links: dict[tuple[int, int], float] = field(default_factory=dict)
    floors: Floats = field(default_factory=lambda: np.zeros(0))


class Instance:
    """Columns with one level of the objective, scaled for floating-point solvers.

    Attributes
    ----------
    scores
        Exact signed score of each column (int64); `gain` is scores / `unit`.
    scale
        Divisor of each row; `load` and `bound` are divided by it.
    """

    def __init__(
        self, columns: Columns, level: Level, floors: Sequence[Floor] = ()
    ) -> None:
        self.columns, self.level, self.floors = columns, level, tuple(floors)
        self.extras = list_extras(columns)
        self.scores = score_columns(columns, level)
        self.unit = float(max(1, np.abs(self.scores).max(initial=1)))
        self.gain = self.scores / self.unit
        self.scale = _scales(columns)
        self.load = columns.row_load / self.scale[columns.row_index]
        self.set_bounds(columns.rows.bounds())
        self.extra_gain = np.array(
            [level.score(extra.amounts) / self.unit for extra in self.extras]
        )
        self.floor_gain = [score_columns(columns, f.level) / self.unit for f in floors]
        self.floor_extra = [
            np.array([f.level.score(e.amounts) / self.unit for e in self.extras])
            for f in floors
        ]
        self.floor_bound = np.array([f.least / self.unit for f in floors])

    def set_bounds(self, bounds: Sequence[int]) -> None:
        """Replace the bound of every row (same rows, other amounts)."""
        self.bounds = np.array(bounds, dtype=np.int64)
        self.bound = self.bounds / self.scale

    def reduced_gains(self, prices: Prices) -> Floats:
        """Return score - priced loads of every column."""
        gains = self.gain - self._price_loads(prices.rows)
        for (rank, month), price in prices.links.items():
            link = self.columns.links[rank]
            before, after = self.spans(link.before), self.spans(link.after)
            gains[before] -= price * (link.release > month)
            gains[after] -= price * (link.start <= month)
        for price, gain in zip(prices.floors, self.floor_gain, strict=True):
            gains += price * gain
        reduced: Floats = gains
        return reduced

    @property
    def operations(self) -> int:
        """Number of operations."""
        return len(self.columns.first) - 1

    def spans(self, operation: int) -> slice:
        """Return the columns of an operation."""
        first = self.columns.first
        return slice(int(first[operation]), int(first[operation + 1]))

    def best_by_operation(self, gains: Floats) -> Floats:
        """Return the best gain of each operation."""
        best: Floats = np.maximum.reduceat(gains, self.columns.first[:-1])
        return best

    def bound_value(self, prices: Prices, gains: Floats) -> float:
        """Return the Lagrangian bound at these prices, in units."""
        value = float(self.best_by_operation(gains).sum())
        value += float(prices.rows @ self.bound) + sum(prices.links.values())
        value -= float(prices.floors @ self.floor_bound)
        for extra, gain in zip(self.extras, self._extra_gains(prices), strict=True):
            value += max(0.0, gain) * extra.most
        return value

    def _extra_gains(self, prices: Prices) -> Floats:
        gains = self.extra_gain.copy()
        for price, gain in zip(prices.floors, self.floor_extra, strict=True):
            gains += price * gain
        for index, extra in enumerate(self.extras):
            gains[index] -= prices.rows[extra.rows] @ (
                extra.loads / self.scale[extra.rows]
            )
        return gains

    def _price_loads(self, prices: Floats) -> Floats:
        columns = self.columns
        priced = np.zeros(len(self.load) + 1)
        np.cumsum(self.load * prices[columns.row_index], out=priced[1:])
        total: Floats = priced[columns.row_first[1:]] - priced[columns.row_first[:-1]]
        return total


def score_columns(columns: Columns, level: Level) -> Ints:
    """Return the signed weighted score of each column, exactly."""
    weights = np.zeros(len(BY_COLUMN), dtype=np.int64)
    for criterion, weight in level.weights.items():
        if criterion in BY_COLUMN:
            sign = 1 if criterion in GAINS else -1
            weights[criterion_rank(criterion)] = sign * weight
    scores: Ints = columns.criteria @ weights
    return scores


def list_extras(columns: Columns) -> list[Extra]:
    """Return the hires, then the yearly changes when roughness counts."""
    portfolio, rows = columns.portfolio, columns.rows
    horizon, extras = portfolio.horizon, []
    starts = horizon.quarter_starts()
    for hire in portfolio.limits.hires:
        first = rows.staff[hire.role, hire.direction]
        months = [
            max(0, min(starts[q + 1], horizon.months) - max(starts[q], hire.from_month))
            for q in range(horizon.quarters)
        ]
        used = [q for q, value in enumerate(months) if value]
        extras.append(
            Extra(
                hire.key, hire.most, True,
                np.array([first + q for q in used], dtype=np.int64),
                np.array([-100.0 * months[q] for q in used]),
                {Criterion.HIRING: hire.monthly_cost * max(0, horizon.months - hire.from_month)},
            )
        )  # fmt: skip
    highest = float(sum(max(v.cost for v in o.variants) for o in portfolio.operations))
    for rise, fall in zip(rows.rough[::2], rows.rough[1::2], strict=True):
        extras.append(
            Extra(
                f"change-{rows.rows[rise].limit.period}", 2 * highest, False,
                np.array([rise, fall]), np.array([-1.0, -1.0]), {Criterion.ROUGHNESS: 1},
            )
        )  # fmt: skip
    return [_with_cuts(extra, rank, columns) for rank, extra in enumerate(extras)]


def _with_cuts(extra: Extra, rank: int, columns: Columns) -> Extra:
    """Return an extra with what it adds to the rows drawn as cuts."""
    added = [
        (row, load) for row, pairs in columns.cuts for k, load in pairs if k == rank
    ]
    if not added:
        return extra
    rows, loads = zip(*added, strict=True)
    return replace(
        extra,
        rows=np.concatenate((extra.rows, rows)).astype(np.int64),
        loads=np.concatenate((extra.loads, loads)),
    )


def _scales(columns: Columns) -> Floats:
    scale = np.ones(len(columns.rows.rows))
    # Same types on both sides: numpy is eight times slower when it must convert.
    loads = np.abs(columns.row_load).astype(np.float64)
    np.maximum.at(scale, columns.row_index, loads)
    return scale
