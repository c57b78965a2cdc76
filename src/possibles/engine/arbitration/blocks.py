"""Filling the columns, block by block (one operation, variant and choice of waits)."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

import numpy as np

from possibles.engine.arbitration.columns import (
    DROPPED,
    POSTPONED,
    Columns,
    Ints,
    Link,
    Pattern,
    criterion_rank,
)
from possibles.engine.arbitration.limits import EVERYWHERE
from possibles.engine.arbitration.objective import BY_COLUMN, Criterion
from possibles.engine.arbitration.plan import Decision, Lock, Verdict
from possibles.engine.arbitration.problem import Operation, Portfolio, Variant
from possibles.engine.arbitration.rows import Rows, build_rows
from possibles.engine.finance import cap_subsidies, split_amount, spread

Loads = list[tuple[Ints, Ints]]
"""Loads of a block of starts: rows, and a starts x rows matrix."""


def build_columns(portfolio: Portfolio) -> Columns:
    """Return every column of `portfolio`."""
    rows = build_rows(portfolio)
    blocks = Blocks(portfolio, rows)
    for rank in range(len(portfolio.operations)):
        blocks.add_operation(rank)
    return blocks.close()


class Blocks:
    """The columns being built; `add_operation` in order, then `close`."""

    def __init__(self, portfolio: Portfolio, rows: Rows) -> None:
        self.portfolio, self.rows = portfolio, rows
        horizon = portfolio.horizon
        self.year_edges = np.array(horizon.year_starts())
        self.quarter_edges = np.array(horizon.quarter_starts())
        self.days = np.array([horizon.day(m) for m in range(horizon.months + 1)])
        self.locks = {lock.operation: lock for lock in portfolio.locks}
        self.patterns: list[Pattern] = []
        self.counts: list[int] = []
        self.operation: list[Ints] = []
        self.start: list[Ints] = []
        self.pattern: list[Ints] = []
        self.criteria: list[Ints] = []
        self.columns: list[Ints] = []
        self.indices: list[Ints] = []
        self.loads: list[Ints] = []
        self.phase_months: dict[tuple[str, bool], Ints] = {}
        self.total = 0

    def add_operation(self, rank: int) -> None:
        """Add every column of the operation of that rank."""
        operation, before = self.portfolio.operations[rank], self.total
        lock = self.locks.get(operation.key)
        if lock is None or lock.verdict is Verdict.KEEP:
            for variant in operation.variants:
                if lock is None or lock.variant in {None, variant.key}:
                    for pattern in _list_patterns(variant):
                        self._add_pattern(rank, pattern, lock)
        self._add_ways_out(rank, operation, lock)
        self.counts.append(self.total - before)

    def close(self) -> Columns:
        """Return the columns, their loads sorted by column."""
        columns = _concat(self.columns)
        order = np.argsort(columns, kind="stable")
        row_first = np.zeros(self.total + 1, dtype=np.int64)
        np.cumsum(np.bincount(columns, minlength=self.total), out=row_first[1:])
        first = np.concatenate(([0], np.cumsum(self.counts, dtype=np.int64)))
        start, pattern = _concat(self.start), _concat(self.pattern)
        criteria = (
            np.concatenate(self.criteria)
            if self.criteria
            else np.zeros((0, len(BY_COLUMN)), dtype=np.int64)
        )
        return Columns(
            portfolio=self.portfolio,
            rows=self.rows,
            patterns=tuple(self.patterns),
            first=first.astype(np.int64),
            operation=_concat(self.operation),
            start=start,
            pattern=pattern,
            criteria=criteria,
            row_first=row_first,
            row_index=_concat(self.indices)[order],
            row_load=_concat(self.loads)[order],
            links=tuple(self._list_links(first, start, pattern)),
        )

    def _add_pattern(self, rank: int, pattern: Pattern, lock: Lock | None) -> None:
        operation = self.portfolio.operations[rank]
        starts = self._window(operation, pattern, lock)
        if not len(starts):
            return
        index = len(self.patterns)
        self.patterns.append(pattern)
        for rows in self._subsidy_groups(pattern, starts):
            self._add_block(rank, index, starts[rows])

    def _window(
        self, operation: Operation, pattern: Pattern, lock: Lock | None
    ) -> Ints:
        """Return the start months that respect dates, deadlines and locks."""
        last = self.portfolio.horizon.months - pattern.length
        if operation.latest is not None:
            last = min(last, operation.latest)
        step = self.portfolio.step
        lowest = -(-operation.earliest // step) * step
        if lock is not None and lock.start is not None:
            starts = np.array([lock.start])
            starts = starts[(starts >= operation.earliest) & (starts <= last)]
        else:
            starts = np.arange(lowest, last + 1, step)
        for name, deadline in (
            ("engages", operation.engage_by),
            ("delivers", operation.deliver_by),
        ):
            if deadline is not None and len(starts):
                starts = starts[self._reached(pattern, starts, name) <= deadline]
        return starts.astype(np.int64)

    def _reached(self, pattern: Pattern, starts: Ints, name: str) -> Ints:
        """Return the day each start reaches a milestone."""
        rank = pattern.variant.milestone(name)
        end = pattern.offsets[rank] + pattern.variant.phases[rank].months
        reached: Ints = self.days[starts + end]
        return reached

    def _subsidy_groups(self, pattern: Pattern, starts: Ints) -> list[Ints]:
        """Split the starts in groups that keep the same subsidies."""
        kept = self._kept(pattern, starts)
        codes = kept @ (1 << np.arange(kept.shape[1], dtype=np.int64))
        return [np.flatnonzero(codes == code) for code in np.unique(codes)]

    def _kept(self, pattern: Pattern, starts: Ints) -> Ints:
        engaged = self._reached(pattern, starts, "engages")
        delivered = self._reached(pattern, starts, "delivers")
        kept = np.ones((len(starts), len(pattern.variant.subsidies)), dtype=np.int64)
        for rank, subsidy in enumerate(pattern.variant.subsidies):
            if subsidy.engage_by is not None:
                kept[:, rank] &= engaged <= subsidy.engage_by
            if subsidy.deliver_by is not None:
                kept[:, rank] &= delivered <= subsidy.deliver_by
        return kept

    def _add_block(self, rank: int, index: int, starts: Ints) -> None:
        operation, pattern = self.portfolio.operations[rank], self.patterns[index]
        variant, count = pattern.variant, len(starts)
        mask = self._kept(pattern, starts[:1])[0]
        kept = [s for s, k in zip(variant.subsidies, mask, strict=True) if k]
        amounts = cap_subsidies(
            variant.cost,
            [s.amount for s in kept],
            minimum_share=operation.minimum_share,
        )
        loads: Loads = []
        self._load_money(loads, pattern, starts, [s.lag_months for s in kept], amounts)
        if operation.envelope in self.rows.envelopes:
            row = self.rows.envelopes[operation.envelope]
            loads.append(_constant(row, variant.cost, count))
        for subsidy, amount in zip(kept, amounts, strict=True):
            if subsidy.funder in self.rows.funders:
                row = self.rows.funders[subsidy.funder]
                loads.append(_constant(row, amount, count))
        self._load_quarters(loads, operation, pattern, starts)
        for row, coefficient in self.rows.logic.get(operation.key, ()):
            loads.append(_constant(row, coefficient, count))
        criteria = self._criteria(operation, pattern, starts, sum(amounts))
        self._store(rank, index, starts, loads, criteria)

    def _load_money(
        self,
        loads: Loads,
        pattern: Pattern,
        starts: Ints,
        lags: list[int],
        amounts: tuple[int, ...],
    ) -> None:
        """Add yearly net payments (gross - subsidies - FCTVA) and their cumulation."""
        rows = self.rows
        if not rows.payments and not rows.debt and not rows.rough:
            return
        monthly = _monthly_cost(pattern)
        gross = _by_period(monthly, starts, self.year_edges)
        net = gross.copy()
        spent = np.flatnonzero(monthly)
        for lag, amount in zip(lags, amounts, strict=True):
            if amount:
                received = np.zeros_like(monthly)
                received[spent] = split_amount(amount, [int(v) for v in monthly[spent]])
                net -= _by_period(received, starts + lag, self.year_edges)
        if pattern.variant.vat_refunded:
            self._refund_vat(net, gross)
        for table, block in ((rows.payments, net), (rows.debt, np.cumsum(net, axis=1))):
            loads.append((np.array([*table.values()], np.int64), block[:, [*table]]))
        if rows.rough:
            change = np.diff(net, axis=1)
            both = np.stack((change, -change), axis=2).reshape(len(starts), -1)
            loads.append((np.array(rows.rough, np.int64), both))

    def _refund_vat(self, net: Ints, gross: Ints) -> None:
        vat = self.portfolio.limits.vat
        up, down = vat.rate.numerator, vat.rate.denominator
        refund = (2 * gross * up + down) // (2 * down)
        delay = vat.delay_years
        years = net.shape[1]
        if delay < years:
            net[:, delay:] -= refund[:, : years - delay]

    def _load_quarters(
        self, loads: Loads, operation: Operation, pattern: Pattern, starts: Ints
    ) -> None:
        """Add the staff (months of centi-FTE) and the sites open of each quarter."""
        needs = _monthly_staff(pattern, self.rows)
        sites = [z for z in (operation.zone, EVERYWHERE) if z in self.rows.sites]
        series = [*needs.values(), _monthly_site(pattern)]
        blocks = _by_period(np.stack(series), starts, self.quarter_edges)
        quarters = np.arange(blocks.shape[2])
        for keys, block in zip(needs, blocks, strict=False):
            loads.append((self.rows.staff[keys] + quarters, block))
        opened = np.minimum(blocks[-1], 1)
        loads += [(self.rows.sites[z] + quarters, opened) for z in dict.fromkeys(sites)]

    def _criteria(
        self, operation: Operation, pattern: Pattern, starts: Ints, secured: int
    ) -> Ints:
        criteria = np.zeros((len(starts), len(BY_COLUMN)), dtype=np.int64)
        criteria[:, criterion_rank(Criterion.SUBSIDIES)] = secured
        criteria[:, criterion_rank(Criterion.VALUE)] = pattern.variant.value
        criteria[:, criterion_rank(Criterion.OPERATIONS)] = 1
        own = pattern.variant.cost - secured
        criteria[:, criterion_rank(Criterion.OWN_MONEY)] = own
        if operation.due is not None:
            late = self._months_late(operation.due, pattern, starts)
            weighted = late * operation.lateness_weight
            criteria[:, criterion_rank(Criterion.LATENESS)] = weighted
        previous = self.portfolio.previous.get(operation.key)
        if previous is not None:
            criteria[:, criterion_rank(Criterion.CHANGES)] = [
                _differs(previous, pattern, int(start)) for start in starts
            ]
        return criteria

    def _months_late(self, due: int, pattern: Pattern, starts: Ints) -> Ints:
        """Return the months begun between the wished day and the delivery."""
        rank = pattern.variant.milestone("delivers")
        end = starts + pattern.offsets[rank] + pattern.variant.phases[rank].months
        on_time = int(np.searchsorted(self.days, due, side="right")) - 1
        late: Ints = np.maximum(0, end - on_time)
        return late

    def _add_ways_out(self, rank: int, operation: Operation, lock: Lock | None) -> None:
        verdicts = [] if operation.mandatory else [Verdict.DROP]
        if operation.can_postpone and not operation.mandatory:
            verdicts.insert(0, Verdict.POSTPONE)
        for verdict in verdicts:
            if lock is not None and lock.verdict is not verdict:
                continue
            criteria = np.zeros((1, len(BY_COLUMN)), dtype=np.int64)
            if verdict is Verdict.POSTPONE:
                value = operation.postponed_value
                criteria[0, criterion_rank(Criterion.VALUE)] = value
            previous = self.portfolio.previous.get(operation.key)
            changed = previous is not None and previous.verdict is not verdict
            criteria[0, criterion_rank(Criterion.CHANGES)] = changed
            code = POSTPONED if verdict is Verdict.POSTPONE else DROPPED
            self._store(rank, code, np.array([-1], np.int64), [], criteria)

    def _store(
        self, rank: int, index: int, starts: Ints, loads: Loads, criteria: Ints
    ) -> None:
        count = len(starts)
        self.operation.append(np.full(count, rank, dtype=np.int64))
        self.pattern.append(np.full(count, index, dtype=np.int64))
        self.start.append(starts)
        self.criteria.append(criteria)
        for rows, load in loads:
            line, place = np.nonzero(load)
            self.columns.append(line + self.total)
            self.indices.append(rows[place])
            self.loads.append(load[line, place])
        self.total += count

    def _list_links(self, first: Ints, start: Ints, pattern: Ints) -> Iterator[Link]:
        ranks = {op.key: rank for rank, op in enumerate(self.portfolio.operations)}
        for rank, link in enumerate(self.portfolio.precedences):
            before, after = ranks[link.before], ranks[link.after]
            ends = self._phase_months(link.before_phase, last=True)
            begins = self._phase_months(link.after_phase, last=False)
            one, two = (slice(first[r], first[r + 1]) for r in (before, after))
            release = np.where(pattern[one] >= 0, start[one] + ends[pattern[one]], -1)
            begin = np.where(
                pattern[two] >= 0, start[two] + begins[pattern[two]], 1 << 30
            )
            lagged = np.where(pattern[one] >= 0, release + link.lag, -1)
            yield Link(rank, before, after, lagged, begin)

    def _phase_months(self, key: str, *, last: bool) -> Ints:
        """Return, by pattern, the offset of a phase's end (or start)."""
        if (key, last) not in self.phase_months:
            months = [_phase_month(p, key, last=last) for p in self.patterns]
            self.phase_months[key, last] = np.array([*months, 0, 0], dtype=np.int64)
        return self.phase_months[key, last]


def _phase_month(pattern: Pattern, key: str, *, last: bool) -> int:
    keys = [phase.key for phase in pattern.variant.phases]
    if key in keys:
        rank = keys.index(key)
    elif last:
        return pattern.length
    else:
        return min(pattern.offsets)
    months = pattern.variant.phases[rank].months if last else 0
    return pattern.offsets[rank] + months


def _list_patterns(variant: Variant) -> Iterator[Pattern]:
    for offsets in list_offsets(variant):
        yield Pattern(variant, offsets)


def list_offsets(variant: Variant) -> list[tuple[int, ...]]:
    """Return every distinct way of placing the phases, counted from the first to start.

    Waiting before everything else is the same as starting later: it adds nothing.
    """
    ways = []
    for waits in product(*(phase.waits for phase in variant.phases)):
        offsets = place_phases(variant, waits)
        ways.append(tuple(offset - min(offsets) for offset in offsets))
    return list(dict.fromkeys(ways))


def place_phases(variant: Variant, waits: tuple[int, ...]) -> tuple[int, ...]:
    """Return the earliest offset of each phase, each then waiting its own months."""
    ends: dict[str, int] = {}
    offsets: list[int] = []
    previous = ""
    for phase, wait in zip(variant.phases, waits, strict=True):
        if phase.after is None:
            ready = ends.get(previous, 0)
        else:
            ready = max((ends[k.phase] + k.lag for k in phase.after), default=0)
        offset = max(0, ready) + wait
        offsets.append(offset)
        ends[phase.key] = offset + phase.months
        previous = phase.key
    return tuple(offsets)


def _constant(row: int, amount: int, count: int) -> tuple[Ints, Ints]:
    return np.array([row], np.int64), np.full((count, 1), amount, np.int64)


@lru_cache(maxsize=4096)
def _spread(cost: int, curve: tuple[int, ...], months: int) -> Ints:
    return np.array(spread(cost, curve=curve, months=months), dtype=np.int64)


def _monthly_cost(pattern: Pattern) -> Ints:
    monthly = np.zeros(pattern.length, dtype=np.int64)
    for phase, offset in zip(pattern.variant.phases, pattern.offsets, strict=True):
        amounts = _spread(phase.cost, phase.curve, phase.months)
        monthly[offset : offset + phase.months] += amounts
    return monthly


def _monthly_staff(pattern: Pattern, rows: Rows) -> dict[tuple[str, str], Ints]:
    needs: dict[tuple[str, str], Ints] = {}
    for phase, offset in zip(pattern.variant.phases, pattern.offsets, strict=True):
        for need in phase.staff:
            keys = (need.role, need.direction)
            if keys in rows.staff:
                if keys not in needs:
                    needs[keys] = np.zeros(pattern.length, dtype=np.int64)
                needs[keys][offset : offset + phase.months] += need.centi_fte
    return needs


def _monthly_site(pattern: Pattern) -> Ints:
    series = np.zeros(pattern.length, dtype=np.int64)
    for phase, offset in zip(pattern.variant.phases, pattern.offsets, strict=True):
        if phase.on_site:
            series[offset : offset + phase.months] = 1
    return series


def _by_period(series: Ints, starts: Ints, edges: Ints) -> Ints:
    """Sum series of months moved to each start over periods: … x starts x periods."""
    length = series.shape[-1]
    total = np.zeros((*series.shape[:-1], length + 1), dtype=np.int64)
    np.cumsum(series, axis=-1, out=total[..., 1:])
    reads = total[..., np.clip(edges[None, :] - starts[:, None], 0, length)]
    sums: Ints = reads[..., 1:] - reads[..., :-1]
    return sums


def _differs(previous: Decision, pattern: Pattern, start: int) -> bool:
    starts = tuple(start + offset for offset in pattern.offsets)
    return previous != Decision(Verdict.KEEP, pattern.variant.key, starts)


def _concat(parts: list[Ints]) -> Ints:
    if not parts:
        return np.zeros(0, dtype=np.int64)
    return np.concatenate(parts)
