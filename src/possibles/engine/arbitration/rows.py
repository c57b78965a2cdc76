"""The capacity rows of the column model: one inequality `load <= bound` per limit.

Rows are laid out in blocks (payments by year, debt by year, envelopes, funders, staff by
quarter, sites by quarter, logic), so that columns fill them by block. Date precedences
are not rows here: see `columns.Link`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from possibles.engine.arbitration.limits import Limit, LimitKind
from possibles.engine.arbitration.objective import Criterion
from possibles.engine.arbitration.problem import Portfolio


@dataclass(frozen=True, slots=True)
class Row:
    """One inequality: the loads of the columns chosen sum to `bound` at most."""

    limit: Limit
    bound: int


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows, and where each block starts.

    `payments` and `debt` map a year's rank to its row, `envelopes` and `funders` a key
    to its row, `staff` (role, direction) and `sites` a zone to the row of quarter 0,
    `logic` an operation key to its (row, coefficient) pairs. `rough` holds, for each
    pair of successive years, the row of the rise then the row of the fall.
    """

    rows: tuple[Row, ...]
    payments: Mapping[int, int]
    debt: Mapping[int, int]
    envelopes: Mapping[str, int]
    funders: Mapping[str, int]
    staff: Mapping[tuple[str, str], int]
    sites: Mapping[str, int]
    logic: Mapping[str, tuple[tuple[int, int], ...]]
    rough: tuple[int, ...] = ()

    def bounds(self) -> list[int]:
        """Return the bound of every row."""
        return [row.bound for row in self.rows]


def build_rows(portfolio: Portfolio) -> Rows:
    """Return the rows of `portfolio`, in a fixed order."""
    return _Builder(portfolio).build()


class _Builder:
    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.rows: list[Row] = []
        self.logic: dict[str, list[tuple[int, int]]] = {}

    def build(self) -> Rows:
        limits = self.portfolio.limits
        payments = self._payments()
        debt = self._debt()
        envelopes = self._amounts(LimitKind.ENVELOPE, limits.envelopes)
        funders = self._amounts(LimitKind.FUNDER, limits.funders)
        staff, sites = self._staff(), self._sites()
        self._exclusives()
        self._implications()
        rough = self._rough()
        return Rows(
            tuple(self.rows), payments, debt, envelopes, funders, staff, sites,
            {key: tuple(pairs) for key, pairs in self.logic.items()}, rough,
        )  # fmt: skip

    def _rough(self) -> tuple[int, ...]:
        levels = self.portfolio.objective.levels
        if not any(level.weights.get(Criterion.ROUGHNESS) for level in levels):
            return ()
        years = [*self.portfolio.horizon.years][1:]
        return tuple(
            self._add(Limit(LimitKind.PAYMENTS, (way, str(year)), year), 0)
            for year in years
            for way in ("rise", "fall")
        )

    def _add(self, limit: Limit, bound: int) -> int:
        self.rows.append(Row(limit, bound))
        return len(self.rows) - 1

    def _payments(self) -> dict[int, int]:
        ceilings = self.portfolio.limits.payments
        return {
            rank: self._add(
                Limit(LimitKind.PAYMENTS, (str(year),), year), ceilings[year]
            )
            for rank, year in enumerate(self.portfolio.horizon.years)
            if year in ceilings
        }

    def _debt(self) -> dict[int, int]:
        rule = self.portfolio.limits.debt
        if rule is None:
            return {}
        return {
            rank: self._add(Limit(LimitKind.DEBT, (str(year),), year), rule.room(year))
            for rank, year in enumerate(self.portfolio.horizon.years)
            if year in rule.gross_savings
        }

    def _amounts(self, kind: LimitKind, amounts: Mapping[str, int]) -> dict[str, int]:
        return {
            key: self._add(Limit(kind, (key,)), amount)
            for key, amount in amounts.items()
        }

    def _staff(self) -> dict[tuple[str, str], int]:
        horizon, first = self.portfolio.horizon, {}
        for capacity in self.portfolio.limits.staff:
            keys = (capacity.role, capacity.direction)
            first[keys] = len(self.rows)
            levels = capacity.centi_fte
            for rank in range(horizon.quarters):
                level = levels[min(rank, len(levels) - 1)] if levels else 0
                bound = level * horizon.months_in_quarter(rank)
                self._add(Limit(LimitKind.STAFF, keys, rank), bound)
        return first

    def _sites(self) -> dict[str, int]:
        first = {}
        for zone, most in self.portfolio.limits.sites.items():
            first[zone] = len(self.rows)
            for rank in range(self.portfolio.horizon.quarters):
                self._add(Limit(LimitKind.SITES, (zone,), rank), most)
        return first

    def _exclusives(self) -> None:
        for group in self.portfolio.exclusives:
            row = self._add(Limit(LimitKind.EXCLUSIVE, (group.key,)), 1)
            for key in group.operations:
                self.logic.setdefault(key, []).append((row, 1))

    def _implications(self) -> None:
        pairs = [
            (LimitKind.CONDITIONAL, c.operation, c.requires)
            for c in self.portfolio.conditionals
        ] + [
            (LimitKind.REQUIRED, link.after, link.before)
            for link in self.portfolio.precedences
            if link.required
        ]
        for kind, follower, leader in dict.fromkeys(pairs):
            row = self._add(Limit(kind, (leader, follower)), 0)
            self.logic.setdefault(follower, []).append((row, 1))
            self.logic.setdefault(leader, []).append((row, -1))
