"""Several futures side by side: scenarios, decisions that never change, trade-offs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from possibles.engine.arbitration.arbitrate import (
    Effort,
    Solved,
    solve_portfolio,
    what_if,
)
from possibles.engine.arbitration.objective import Criterion
from possibles.engine.arbitration.plan import Decision, Verdict
from possibles.engine.arbitration.problem import Portfolio
from possibles.engine.arbitration.result import Result
from possibles.engine.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Comparison:
    """Results by scenario, and each operation's decision in each.

    `always` holds the operations decided alike everywhere (same verdict and variant),
    `fixed` those whose dates do not move either. Infeasible scenarios are left out of
    both.
    """

    results: Mapping[str, Result]
    decisions: Mapping[str, Mapping[str, Decision]]
    always: Mapping[str, tuple[Verdict, str]]
    fixed: tuple[str, ...]


def compare_scenarios(
    scenarios: Mapping[str, Portfolio], effort: Effort | None = None
) -> Comparison:
    """Arbitrate every scenario, each from the plan of the one before, and compare."""
    if not scenarios:
        raise InvalidInput("no scenario to compare")
    results: dict[str, Result] = {}
    solved: Solved | None = None
    for name, portfolio in scenarios.items():
        if solved is not None and solved.result.plan is not None:
            latest = what_if(solved, portfolio, effort or Effort())
        else:
            latest = solve_portfolio(portfolio, effort)
        results[name] = latest.result
        solved = latest if latest.result.plan is not None else solved
    return compare_results(results)


def compare_results(results: Mapping[str, Result]) -> Comparison:
    """Compare results already obtained, by scenario."""
    plans = {name: r.plan for name, r in results.items() if r.plan is not None}
    keys = list(dict.fromkeys(key for plan in plans.values() for key in plan.decisions))
    decisions = {
        key: {
            name: plan.decisions[key]
            for name, plan in plans.items()
            if key in plan.decisions
        }
        for key in keys
    }
    always: dict[str, tuple[Verdict, str]] = {}
    fixed: list[str] = []
    for key, by_scenario in decisions.items():
        kinds = {(d.verdict, d.variant) for d in by_scenario.values()}
        if len(kinds) == 1 and len(by_scenario) == len(plans):
            always[key] = kinds.pop()
            if len(set(by_scenario.values())) == 1:
                fixed.append(key)
    return Comparison(results, decisions, always, tuple(fixed))


@dataclass(frozen=True, slots=True)
class TradeOff:
    """One point: what is spent (owner's cents), who is hired, what is delivered."""

    own_money: int
    hired: int
    operations: int
    value: int
    payments_percent: int
    result: Result

    def dominates(self, other: "TradeOff") -> bool:
        """Tell whether this point is as good everywhere and better somewhere."""
        mine = (-self.own_money, -self.hired, self.operations, self.value)
        theirs = (-other.own_money, -other.hired, other.operations, other.value)
        return mine != theirs and all(a >= b for a, b in zip(mine, theirs, strict=True))


def trade_off(
    portfolio: Portfolio,
    *,
    payments_percents: Sequence[int] = (70, 85, 100, 115),
    hires: Sequence[int] = (0, 1, 2),
    effort: Effort | None = None,
) -> tuple[TradeOff, ...]:
    """Return the Pareto set between money, staff and operations delivered.

    Each point is an arbitration under yearly ceilings scaled to a percentage and at
    most so many people hired by option; dominated points are left out. The set is as
    fine as the two grids, and each point is as certified as its result.
    """
    points: list[TradeOff] = []
    solved: Solved | None = None
    for percent in payments_percents:
        for number in hires:
            variant = _scale(portfolio, percent, number)
            if solved is not None:
                latest = what_if(solved, variant, effort or Effort())
            else:
                latest = solve_portfolio(variant, effort)
            if latest.result.plan is not None:
                solved = latest
                points.append(_measure(latest.result, percent))
    kept = [p for p in points if not any(q.dominates(p) for q in points)]
    return tuple(sorted(kept, key=lambda p: (p.own_money, p.hired, -p.operations)))


def _scale(portfolio: Portfolio, percent: int, number: int) -> Portfolio:
    limits = portfolio.limits
    return replace(
        portfolio,
        limits=replace(
            limits,
            payments={y: v * percent // 100 for y, v in limits.payments.items()},
            hires=tuple(replace(h, most=min(h.most, number)) for h in limits.hires),
        ),
    )


def _measure(result: Result, percent: int) -> TradeOff:
    hired = sum(result.plan.hires.values()) if result.plan is not None else 0
    return TradeOff(
        own_money=result.criteria[Criterion.OWN_MONEY],
        hired=hired,
        operations=result.criteria[Criterion.OPERATIONS],
        value=result.criteria[Criterion.VALUE],
        payments_percent=percent,
        result=result,
    )
