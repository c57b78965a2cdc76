"""Rows that every plan satisfies and that fractional solutions break: rounding cuts.

From one capacity row `sum of a_c x_c + sum of e_k z_k <= b`, where every variable is
whole, and a divisor d, mixed-integer rounding gives

    sum of F(a_c) x_c + sum of F(e_k) z_k <= floor(b / d),
    F(v) = floor(v / d) + max(0, frac(v / d) - f) / (1 - f),   f = frac(b / d).

Small teams and envelopes make it bite: three people cannot share four contracts, though
fractions of contracts would. An operation takes exactly one column, so the load of the
column it leans on may first be moved to the right-hand side. Computed with integers:
what comes out is valid whatever the solution it was drawn from. Page:
docs/development/algorithms/arbitration.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from possibles.engine.arbitration.columns import Columns, Floats, Ints
from possibles.engine.arbitration.instance import Instance
from possibles.engine.arbitration.rows import Row

UNIT = 1_000_000
"""Coefficients of cuts are counted in millionths, rounded down."""

MULTIPLES = np.array([1, 2, 3, 4, 5, 6, 8])
SLACK = 0.02
LEAST = 1e-3


@dataclass(frozen=True, slots=True)
class Cut:
    """A row drawn from row `row`: loads of columns and of extras, and its bound."""

    row: int
    columns: Ints
    loads: Ints
    extras: tuple[tuple[int, int], ...]
    bound: int
    depth: float


@dataclass(frozen=True, slots=True)
class _Source:
    """A capacity row read on all its columns, and on the extras that relax it."""

    row: int
    columns: Ints
    loads: Ints
    extras: tuple[tuple[int, int], ...]
    bound: int


@dataclass(frozen=True, slots=True)
class _Form:
    """The row rewritten: `base` is what each operation moves to the right-hand side."""

    base: Ints
    bound: int


def separate(
    instance: Instance, weights: Floats, extras: Floats, *, by_row: int = 2
) -> list[Cut]:
    """Return the cuts a fractional solution breaks, deepest first.

    Parameters
    ----------
    weights
        Value of every column of the instance.
    extras
        Value of every extra.
    by_row
        How many cuts one row may give.
    """
    found: list[Cut] = []
    for source in _tight_rows(instance, weights, extras):
        found += _round(instance, source, weights, extras)[:by_row]
    return sorted(found, key=lambda cut: -cut.depth)


def add_cuts(columns: Columns, cuts: Sequence[Cut]) -> Columns:
    """Return the same columns with one more row for each cut."""
    first, rows = len(columns.rows.rows), columns.rows.rows
    owner = np.concatenate([cut.columns for cut in cuts])
    index = np.concatenate(
        [np.full(len(cut.columns), first + rank) for rank, cut in enumerate(cuts)]
    )
    load = np.concatenate([cut.loads for cut in cuts])
    places = columns.row_first[owner + 1]
    more = np.bincount(owner, minlength=len(columns.operation))
    rows += tuple(Row(rows[cut.row].limit, cut.bound) for cut in cuts)
    return replace(
        columns,
        rows=replace(columns.rows, rows=rows),
        row_first=columns.row_first + np.concatenate(([0], np.cumsum(more))),
        row_index=np.insert(columns.row_index, places, index),
        row_load=np.insert(columns.row_load, places, load),
        cuts=columns.cuts + tuple((first + r, c.extras) for r, c in enumerate(cuts)),
    )


def _tight_rows(
    instance: Instance, weights: Floats, extras: Floats
) -> Iterator[_Source]:
    """Yield the rows the solution fills, cuts and rows of real quantities apart."""
    columns = instance.columns
    derived = {row for row, _ in columns.cuts}
    whole: dict[int, list[tuple[int, int]]] = {}
    for rank, extra in enumerate(instance.extras):
        for row, load in zip(extra.rows.tolist(), extra.loads.tolist(), strict=True):
            if not extra.whole:
                derived.add(row)
            whole.setdefault(row, []).append((rank, round(load)))
    used = _used(instance, weights)
    for row, pairs in whole.items():
        used[row] += sum(load * extras[rank] for rank, load in pairs)
    tight = instance.bounds - used <= SLACK * np.abs(instance.bounds) + 1
    tight[[*derived]] = False
    entries = np.flatnonzero(tight[columns.row_index])
    entries = entries[np.argsort(columns.row_index[entries], kind="stable")]
    owner = np.searchsorted(columns.row_first, entries, side="right") - 1
    index = columns.row_index[entries]
    for row in np.unique(index).tolist():
        low, high = np.searchsorted(index, [row, row + 1])
        yield _Source(
            row,
            owner[low:high],
            columns.row_load[entries[low:high]],
            tuple(whole.get(row, ())),
            int(instance.bounds[row]),
        )


def _used(instance: Instance, weights: Floats) -> Floats:
    """Return what the columns chosen (even in part) use of every row."""
    columns = instance.columns
    chosen = np.flatnonzero(weights > 0)
    sizes = np.diff(columns.row_first)[chosen]
    shift = columns.row_first[chosen] - np.concatenate(([0], np.cumsum(sizes)[:-1]))
    entries = np.arange(int(sizes.sum())) + np.repeat(shift, sizes)
    loads = columns.row_load[entries] * np.repeat(weights[chosen], sizes)
    used = np.bincount(columns.row_index[entries], loads, len(columns.rows.rows))
    return used.astype(np.float64)


def _round(
    instance: Instance, source: _Source, weights: Floats, extras: Floats
) -> list[Cut]:
    """Return the deepest cut of each form of a row, deepest first."""
    here = weights[source.columns]
    seen = here > 1e-6
    divisors = np.unique(np.abs(source.loads[seen]))
    divisors = np.union1d(divisors, [abs(load) for _, load in source.extras])
    divisors = divisors[divisors > 0].astype(np.int64)
    if not len(divisors):
        return []
    cuts = []
    for form in _forms(instance, source, weights):
        cut = _deepest(instance, source, form, divisors, weights, extras)
        if cut is not None:
            cuts.append(cut)
    return sorted(cuts, key=lambda cut: -cut.depth)


def _forms(instance: Instance, source: _Source, weights: Floats) -> list[_Form]:
    """Return the row as it is, and with each operation's main column moved away."""
    owners = instance.columns.operation[source.columns]
    forms = [_Form(np.zeros(instance.operations, dtype=np.int64), source.bound)]
    for least in (0.5, 0.999):
        base = np.zeros(instance.operations, dtype=np.int64)
        main = weights[source.columns] > least
        base[owners[main]] = source.loads[main]
        if base.any():
            forms.append(_Form(base, source.bound - int(base.sum())))
    return forms


def _deepest(
    instance: Instance,
    source: _Source,
    form: _Form,
    divisors: Ints,
    weights: Floats,
    extras: Floats,
) -> Cut | None:
    """Try every divisor on the columns the solution uses; return the best cut."""
    owners = instance.columns.operation[source.columns]
    seen = weights[source.columns] > 1e-6
    moved = source.loads[seen] - form.base[owners[seen]]
    absent = _missing_weight(instance, source, weights)
    based = np.flatnonzero(form.base)
    values = np.concatenate(
        (moved, -form.base[based], [load for _, load in source.extras])
    ).astype(np.int64)
    amounts = np.concatenate(
        (
            weights[source.columns][seen],
            absent[based],
            [extras[rank] for rank, _ in source.extras],
        )
    )
    divisor = np.repeat(divisors, len(MULTIPLES))
    multiple = np.tile(MULTIPLES, len(divisors))
    rest = form.bound * multiple % divisor
    # Rounding says little when the right-hand side is nearly whole.
    fair = (rest > divisor // 50) & (rest < divisor - divisor // 50)
    divisor, multiple, rest = divisor[fair], multiple[fair], rest[fair]
    if not len(divisor):
        return None
    rounded = _rounded(values[None], divisor[:, None], multiple[:, None], rest[:, None])
    limit = form.bound * multiple // divisor
    norm = np.sqrt((rounded.astype(float) ** 2).sum(axis=1)) / UNIT + 1e-9
    over = rounded @ amounts / UNIT - limit
    best = int(np.argmax(over / norm))
    if over[best] < LEAST:
        return None
    depth = float(over[best] / norm[best])
    return _write(
        instance, source, form, (divisor[best], multiple[best], rest[best]), depth
    )


def _missing_weight(instance: Instance, source: _Source, weights: Floats) -> Floats:
    """Return by operation the weight of its columns that do not load the row."""
    owners = instance.columns.operation[source.columns]
    present = np.bincount(owners, weights[source.columns], instance.operations)
    missing: Floats = np.maximum(0.0, 1.0 - present)
    return missing


def _rounded(values: Ints, divisor: Ints, multiple: Ints, rest: Ints) -> Ints:
    """Return F(values) in millionths, rounded down."""
    scaled = values * multiple
    excess = np.maximum(0, scaled % divisor - rest)
    rounded: Ints = scaled // divisor * UNIT + UNIT * excess // (divisor - rest)
    return rounded


def _write(
    instance: Instance,
    source: _Source,
    form: _Form,
    rule: tuple[Ints, Ints, Ints],
    depth: float,
) -> Cut:
    """Write a cut on every column that loads the row.

    Every operation takes one column: what all the columns of an operation would carry
    (`idle`) is moved to the right-hand side, so that the others stay at zero.
    """
    owners = instance.columns.operation[source.columns]
    idle = _rounded(-form.base, *rule)
    loads = _rounded(source.loads - form.base[owners], *rule) - idle[owners]
    divisor, multiple, _ = rule
    bound = int(form.bound * multiple // divisor) * UNIT - int(idle.sum())
    used = np.flatnonzero(loads)
    numbers = np.array([load for _, load in source.extras], dtype=np.int64)
    given = _rounded(numbers, *rule).tolist()
    return Cut(
        source.row,
        source.columns[used],
        loads[used],
        tuple(
            (rank, load) for (rank, _), load in zip(source.extras, given, strict=True)
        ),
        bound,
        depth,
    )
