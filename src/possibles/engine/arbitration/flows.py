"""Money of one operation once decided: who pays what, month by month, to the cent.

Plain Python, on purpose: the checker and the result read it, the solver has its own
vectorised arithmetic (`columns`), and the tests hold one against the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from possibles.engine.arbitration.horizon import Horizon
from possibles.engine.arbitration.limits import VatRefund
from possibles.engine.arbitration.problem import Operation, Subsidy, Variant
from possibles.engine.finance import cap_subsidies, split_amount, spread, vat_refund


@dataclass(frozen=True, slots=True)
class Flows:
    """Yearly money of one operation, by civil year.

    `subsidies` holds one table per funder; `secured` the amounts kept by funder,
    whenever they come in.
    """

    gross: dict[int, int]
    subsidies: dict[str, dict[int, int]]
    vat: dict[int, int]
    secured: dict[str, int]

    def net(self, year: int) -> int:
        """Return gross - subsidies - FCTVA of the year."""
        received = sum(table.get(year, 0) for table in self.subsidies.values())
        return self.gross.get(year, 0) - received - self.vat.get(year, 0)


def monthly_spending(variant: Variant, starts: Sequence[int]) -> dict[int, int]:
    """Return the gross spending of each month."""
    months: dict[int, int] = {}
    for phase, start in zip(variant.phases, starts, strict=True):
        amounts = spread(phase.cost, curve=phase.curve, months=phase.months)
        for offset, amount in enumerate(amounts):
            months[start + offset] = months.get(start + offset, 0) + amount
    return dict(sorted(months.items()))


def milestone_day(
    horizon: Horizon, variant: Variant, starts: Sequence[int], name: str
) -> int:
    """Return the day a milestone ("engages", "delivers") is reached."""
    rank = variant.milestone(name)
    return horizon.day(starts[rank] + variant.phases[rank].months)


def kept_subsidies(
    horizon: Horizon, variant: Variant, starts: Sequence[int]
) -> list[Subsidy]:
    """Return the subsidies whose dates are met."""
    engaged = milestone_day(horizon, variant, starts, "engages")
    delivered = milestone_day(horizon, variant, starts, "delivers")
    return [
        subsidy
        for subsidy in variant.subsidies
        if (subsidy.engage_by is None or engaged <= subsidy.engage_by)
        and (subsidy.deliver_by is None or delivered <= subsidy.deliver_by)
    ]


def compute_flows(
    horizon: Horizon,
    vat: VatRefund,
    operation: Operation,
    variant: Variant,
    starts: Sequence[int],
) -> Flows:
    """Return the yearly money of `operation` done as `variant` at these starts."""
    spending = monthly_spending(variant, starts)
    gross = _by_year(horizon, spending, 0)
    kept = kept_subsidies(horizon, variant, starts)
    amounts = cap_subsidies(
        variant.cost, [s.amount for s in kept], minimum_share=operation.minimum_share
    )
    subsidies: dict[str, dict[int, int]] = {}
    secured: dict[str, int] = {}
    for subsidy, amount in zip(kept, amounts, strict=True):
        secured[subsidy.funder] = secured.get(subsidy.funder, 0) + amount
        table = subsidies.setdefault(subsidy.funder, {})
        if amount:
            parts = split_amount(amount, list(spending.values()))
            received = dict(zip(spending, parts, strict=True))
            for year, part in _by_year(horizon, received, subsidy.lag_months).items():
                table[year] = table.get(year, 0) + part
    refunds = (
        vat_refund(gross, rate=vat.rate, delay_years=vat.delay_years)
        if variant.vat_refunded
        else {}
    )
    return Flows(gross, subsidies, refunds, secured)


def _by_year(horizon: Horizon, months: dict[int, int], lag: int) -> dict[int, int]:
    years: dict[int, int] = {}
    for month, amount in months.items():
        year = horizon.first_year + horizon.year_rank(month + lag)
        years[year] = years.get(year, 0) + amount
    return years
