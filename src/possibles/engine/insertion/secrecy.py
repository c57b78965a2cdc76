"""Statistical secrecy: hide what tells of too few people, and what would reveal it.

A cell is told of when the people inside it are none or at least `threshold`, and so are
those outside it: « all of them » tells of each. A hidden cell stays hidden only if no
total minus the cells that are shown gives it back, so others are hidden with it
(complementary suppression) until what can be subtracted tells of enough people again.

People are given as the bits of an integer, so that unions are exact and cheap.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from possibles.engine.errors import InvalidInput

PRIME = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Population:
    """Who is in a cell: those who have the trait, and the others, as bits."""

    inside: int = 0
    outside: int = 0

    def __post_init__(self) -> None:
        if self.inside < 0 or self.outside < 0 or self.inside & self.outside:
            raise InvalidInput("a person is on both sides of a trait")

    def __or__(self, other: "Population") -> "Population":
        return Population(self.inside | other.inside, self.outside | other.outside)

    @property
    def size(self) -> int:
        return self.inside.bit_count() + self.outside.bit_count()

    def is_told(self, threshold: int) -> bool:
        """Tell whether nobody in it can be made out."""
        return all(
            side == 0 or side.bit_count() >= threshold
            for side in (self.inside, self.outside)
        )


@dataclass(frozen=True, slots=True)
class Hidden:
    """What must not be shown: atoms, lines of each grouping, perhaps the total."""

    atoms: frozenset[Hashable]
    lines: tuple[frozenset[Hashable], ...]
    total: bool


def hide_cells(
    atoms: Mapping[Any, Population],
    groupings: Sequence[Mapping[Any, Collection[Any]]],
    *,
    threshold: int,
) -> Hidden:
    """Choose what to hide among the atoms, the lines that gather them, and their total.

    Each grouping is a partition of the atoms, or of some of them. What is hidden only
    grows, one cell at a time, the smallest first: the choice ends and is always the same.
    """
    if threshold < 1:
        raise InvalidInput("a threshold of secrecy is at least one person")
    table = _Table(atoms, groupings, threshold)
    while table.tighten() or table.untie():
        pass
    return Hidden(
        frozenset(table.hidden),
        tuple(frozenset(names) for names in table.hidden_lines),
        table.is_total_hidden,
    )


def hide_grid(
    cells: Mapping[tuple[Any, Any], Population], *, threshold: int
) -> frozenset[tuple[Any, Any]]:
    """Choose the cells to hide in a table shown with its row and column totals.

    Here a cell tells of its own people alone: give them as `inside`. Rows and columns are
    groupings of the same cells; a margin that must be hidden hides its whole line.
    """
    rows: dict[Hashable, list[Hashable]] = {}
    columns: dict[Hashable, list[Hashable]] = {}
    for row, column in cells:
        rows.setdefault(row, []).append((row, column))
        columns.setdefault(column, []).append((row, column))
    found = hide_cells(cells, (rows, columns), threshold=threshold)
    whole = {
        cell
        for names, lines in zip((rows, columns), found.lines, strict=True)
        for name in lines
        for cell in names[name]
    }
    return frozenset(
        cell for cell in product(rows, columns) if cell in found.atoms or cell in whole
    )


def find_determined(rows: Sequence[Sequence[int]]) -> set[int]:
    """Return the unknowns that sums of unknowns, whatever they are combined, give back.

    Gauss-Jordan elimination modulo a prime: no rounding, and whole columns at once.
    """
    import numpy as np

    if not rows or not rows[0]:
        return set()
    matrix = np.unique(np.array(rows, dtype=np.int64), axis=0)
    rank = 0
    for column in range(matrix.shape[1]):
        pivots = np.flatnonzero(matrix[rank:, column])
        if not len(pivots):
            continue
        pivot = rank + int(pivots[0])
        matrix[[rank, pivot]] = matrix[[pivot, rank]]
        inverse = pow(int(matrix[rank, column]), -1, PRIME)
        matrix[rank] = matrix[rank] * inverse % PRIME
        ratios = matrix[:, column].copy()
        ratios[rank] = 0
        matrix = (matrix - ratios[:, None] * matrix[rank]) % PRIME
        rank += 1
        if rank == len(matrix):
            break
    alone = matrix[:rank][np.count_nonzero(matrix[:rank], axis=1) == 1]
    return {int(np.flatnonzero(row)[0]) for row in alone}


class _Table:
    """What is hidden so far."""

    def __init__(
        self,
        atoms: Mapping[Any, Population],
        groupings: Sequence[Mapping[Any, Collection[Any]]],
        threshold: int,
    ) -> None:
        self.atoms = atoms
        self.rank = {
            key: (population.size, index)
            for index, (key, population) in enumerate(atoms.items())
        }
        self.groupings = groupings
        self.threshold = threshold
        self.hidden = {k for k, p in atoms.items() if not p.is_told(threshold)}
        self.hidden_lines = [
            {name for name, keys in grouping.items() if not self._is_told(keys)}
            for grouping in groupings
        ]
        self.is_total_hidden = not self._is_told(atoms)

    def tighten(self) -> bool:
        """Hide what could be worked out, everywhere once; tell whether anything was."""
        has_moved = False
        for grouping, gone in zip(self.groupings, self.hidden_lines, strict=True):
            for name, keys in grouping.items():
                if name not in gone:
                    has_moved |= self._cover(keys)
                    if self._stands_out(keys):
                        gone.add(name)
                        has_moved = True
            if gone and not self.is_total_hidden:
                has_moved |= self._cover_lines(grouping, gone)
        if not self.is_total_hidden:
            has_moved |= self._cover(self.atoms)
        return has_moved

    def untie(self) -> bool:
        """Hide one line where several sums, combined, give back a hidden cell."""
        lost = sorted(
            (key for key in self.hidden if self.rank[key][0]),
            key=self.rank.__getitem__,
        )
        sums = [
            (index, name, frozenset(keys))
            for index, grouping in enumerate(self.groupings)
            for name, keys in grouping.items()
            if name not in self.hidden_lines[index]
        ]
        rows = [[int(key in keys) for key in lost] for _, _, keys in sums]
        if not self.is_total_hidden:
            rows.append([1] * len(lost))
        found = find_determined(rows)
        if not found:
            return False
        given = {lost[column] for column in found}
        holding = [held for held in sums if held[2] & given] or [
            held for held in sums if held[2] & self.hidden
        ]
        if not holding:
            self.is_total_hidden = True
            return True
        index, name, _ = min(
            holding, key=lambda h: (sum(self.rank[k][0] for k in h[2]), h[0])
        )
        self.hidden_lines[index].add(name)
        return True

    def _cover(self, keys: Iterable[Hashable]) -> bool:
        """Hide atoms of a sum that is shown until the hidden ones do not stand out."""
        held = list(keys)
        if not self._stands_out(held):
            return False
        shown = [k for k in held if k not in self.hidden and self.rank[k][0]]
        shown.sort(key=self.rank.__getitem__, reverse=True)
        has_moved = False
        while shown and self._stands_out(held):
            self.hidden.add(shown.pop())
            has_moved = True
        return has_moved

    def _stands_out(self, keys: Iterable[Hashable]) -> bool:
        """Tell whether a sum gives back what is hidden in it: one cell, or too few people."""
        lost = [key for key in keys if key in self.hidden and self.rank[key][0]]
        return len(lost) == 1 or not self._is_told(lost)

    def _cover_lines(
        self, grouping: Mapping[Any, Collection[Any]], gone: set[Hashable]
    ) -> bool:
        """Do the same with the lines that the total minus the others would give."""
        inside = {key for keys in grouping.values() for key in keys}
        members = [key for key in self.atoms if key not in inside]
        members += [key for name in gone for key in grouping[name]]
        sizes = {
            name: sum(self.rank[key][0] for key in keys)
            for name, keys in grouping.items()
            if name not in gone
        }
        shown = [name for name in sizes if sizes[name]]
        shown.sort(key=lambda name: (sizes[name], str(name)), reverse=True)
        has_moved = False
        while shown and (len(gone) == 1 or not self._is_told(members)):
            gone.add(shown[-1])
            members += grouping[shown.pop()]
            has_moved = True
        return self._cover(members) or has_moved

    def _is_told(self, keys: Iterable[Hashable]) -> bool:
        inside = outside = 0
        for key in keys:
            population = self.atoms[key]
            inside |= population.inside
            outside |= population.outside
        return all(
            side == 0 or side.bit_count() >= self.threshold
            for side in (inside, outside)
        )
