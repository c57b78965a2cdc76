"""Columns of a portfolio that differs from a solved one by amounts or locks only."""

from dataclasses import replace

import numpy as np

from possibles.engine.arbitration.columns import Columns
from possibles.engine.arbitration.limits import Limits
from possibles.engine.arbitration.problem import Portfolio
from possibles.engine.arbitration.rows import build_rows


def adapt_columns(columns: Columns, portfolio: Portfolio) -> Columns | None:
    """Return `columns` with the amounts of `portfolio`, or None when they must be rebuilt.

    Only the bounds of the same rows may differ: everything that shapes a column
    (operations, precedences, locks, horizon, debt start, objective) must be equal.
    """
    old = columns.portfolio
    if replace(portfolio, limits=Limits()) != replace(old, limits=Limits()):
        return None
    if portfolio.limits.vat != old.limits.vat:
        return None
    rows = build_rows(portfolio)
    if [row.limit for row in rows.rows] != [row.limit for row in columns.rows.rows]:
        return None
    return replace(columns, portfolio=portfolio, rows=rows)


def narrow_columns(columns: Columns, keep: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Columns:
    """Return the columns kept by a mask, loads and links following."""
    chosen = np.flatnonzero(keep)
    counts = np.add.reduceat(keep.astype(np.int64), columns.first[:-1])
    first = np.concatenate(([0], np.cumsum(counts)))
    sizes = (columns.row_first[1:] - columns.row_first[:-1])[chosen]
    row_first = np.concatenate(([0], np.cumsum(sizes)))
    entries = np.repeat(columns.row_first[chosen] - row_first[:-1], sizes)
    entries += np.arange(int(row_first[-1]))
    links = tuple(
        replace(
            link,
            release=link.release[_mask(columns, keep, link.before)],
            start=link.start[_mask(columns, keep, link.after)],
        )
        for link in columns.links
    )
    return replace(
        columns, first=first, operation=columns.operation[chosen],
        start=columns.start[chosen], pattern=columns.pattern[chosen],
        criteria=columns.criteria[chosen], row_first=row_first,
        row_index=columns.row_index[entries], row_load=columns.row_load[entries],
        links=links,
    )  # fmt: skip


def _mask(
    columns: Columns, keep: "np.ndarray[tuple[int], np.dtype[np.bool_]]", operation: int
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    return keep[int(columns.first[operation]) : int(columns.first[operation + 1])]
