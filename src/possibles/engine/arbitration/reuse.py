"""Columns of a portfolio that differs from a solved one by amounts or locks only."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from possibles.engine.arbitration.columns import DROPPED, POSTPONED, Columns, Ints
from possibles.engine.arbitration.limits import Limits
from possibles.engine.arbitration.plan import Verdict
from possibles.engine.arbitration.problem import Portfolio
from possibles.engine.arbitration.rows import build_rows

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reuse:
    """Columns taken from a solved portfolio; `keep` is the mask that narrowed them."""

    columns: Columns
    keep: Mask

    def place(self, columns: Ints) -> Ints:
        """Return the new indices of old columns, those left out apart."""
        rank = np.cumsum(self.keep) - 1
        kept: Ints = rank[columns[self.keep[columns]]]
        return kept


def adapt_columns(columns: Columns, portfolio: Portfolio) -> Reuse | None:
    """Return `columns` for a portfolio close to theirs, or None to build them anew.

    Bounds of the same rows may differ, locks may be added, operations may become
    mandatory; everything else that shapes a column must be equal.
    """
    old = columns.portfolio
    if _shape(portfolio) != _shape(old) or portfolio.limits.vat != old.limits.vat:
        return None
    if not set(old.locks) <= set(portfolio.locks) or _frees(old, portfolio):
        return None
    rows = build_rows(portfolio)
    if [row.limit for row in rows.rows] != [row.limit for row in columns.rows.rows]:
        return None
    if [h.most for h in portfolio.limits.hires] and _hire_shape(
        portfolio
    ) != _hire_shape(old):
        return None
    adapted = replace(columns, portfolio=portfolio, rows=rows)
    keep = _allowed(adapted, portfolio)
    return Reuse(adapted if keep.all() else narrow_columns(adapted, keep), keep)


def _shape(portfolio: Portfolio) -> Portfolio:
    operations = tuple(replace(o, mandatory=False) for o in portfolio.operations)
    return replace(portfolio, limits=Limits(), locks=(), operations=operations)


def _hire_shape(portfolio: Portfolio) -> list[object]:
    return [replace(hire, most=0) for hire in portfolio.limits.hires]


def _frees(old: Portfolio, new: Portfolio) -> bool:
    """Tell whether an operation stops being mandatory: columns would be missing."""
    pairs = zip(old.operations, new.operations, strict=True)
    return any(was.mandatory and not now.mandatory for was, now in pairs)


def _allowed(columns: Columns, portfolio: Portfolio) -> Mask:
    keep: Mask = np.ones(len(columns.start), dtype=bool)
    locks = {lock.operation: lock for lock in portfolio.locks}
    codes = {Verdict.POSTPONE: POSTPONED, Verdict.DROP: DROPPED}
    for rank, operation in enumerate(portfolio.operations):
        span = slice(int(columns.first[rank]), int(columns.first[rank + 1]))
        pattern, mask = columns.pattern[span], keep[span]
        if operation.mandatory:
            mask &= pattern >= 0
        lock = locks.get(operation.key)
        if lock is None:
            continue
        if lock.verdict is not Verdict.KEEP:
            mask &= pattern == codes[lock.verdict]
            continue
        mask &= pattern >= 0
        if lock.start is not None:
            mask &= columns.start[span] == lock.start
        if lock.variant is not None:
            names = [p.variant.key == lock.variant for p in columns.patterns]
            mask &= np.array([*names, False, False])[pattern]
    return keep


def narrow_columns(columns: Columns, keep: Mask) -> Columns:
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


def _mask(columns: Columns, keep: Mask, operation: int) -> Mask:
    return keep[int(columns.first[operation]) : int(columns.first[operation + 1])]
