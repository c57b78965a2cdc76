"""Plans that hold: dates met in at least P % of the futures drawn, by simulation.

Each phase's duration is drawn between its shortest and longest (triangular, mode at the
planned one); a phase starts at its planned month or when those it follows are over. The
plan holds when every date it relies on (hard deadlines, dates of the subsidies it
secures) is met in enough futures. Where it does not, the dates of the operations are
brought forward by the delay seen at P %, and the portfolio is arbitrated again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from possibles.engine.arbitration.arbitrate import Effort, arbitrate
from possibles.engine.arbitration.flows import kept_subsidies, milestone_day
from possibles.engine.arbitration.plan import Decision, Plan, Verdict
from possibles.engine.arbitration.problem import Operation, Portfolio, Subsidy, Variant
from possibles.engine.arbitration.result import Result, Status

Dated = TypeVar("Dated", Operation, Subsidy)
Days = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Promise:
    """A date a plan relies on: days planned, reached at P %, and how often it is met.

    `milestone` is "engages" or "delivers".
    """

    operation: str
    name: str
    milestone: str
    deadline: int
    planned: int
    reached: int
    probability: float


@dataclass(frozen=True, slots=True)
class RobustResult:
    """The last plan, its promises, and whether all of them hold.

    `advanced` gives the days by which dates were brought forward, by operation and
    milestone.
    """

    result: Result
    promises: tuple[Promise, ...]
    holds: bool
    advanced: Mapping[tuple[str, str], int]
    rounds: int


def arbitrate_robustly(
    portfolio: Portfolio,
    effort: Effort | None = None,
    *,
    percent: int = 80,
    samples: int = 2_000,
    most_rounds: int = 6,
) -> RobustResult:
    """Arbitrate until every promise is kept in `percent` % of the futures drawn."""
    effort = effort or Effort()
    advanced: dict[tuple[str, str], int] = {}
    result, promises = Result(Status.UNKNOWN), tuple[Promise, ...]()
    for number in range(1, most_rounds + 1):
        result = arbitrate(advance(portfolio, advanced), effort)
        if result.plan is None:
            return RobustResult(result, (), False, advanced, number)
        promises = simulate_promises(
            portfolio, result.plan, percent=percent, samples=samples, seed=effort.seed
        )
        if all(promise.reached <= promise.deadline for promise in promises):
            return RobustResult(result, promises, True, advanced, number)
        for promise in promises:
            place = promise.operation, promise.milestone
            delay = promise.reached - promise.planned
            advanced[place] = max(advanced.get(place, 0), delay)
    return RobustResult(result, promises, False, advanced, most_rounds)


def simulate_promises(
    portfolio: Portfolio, plan: Plan, *, percent: int, samples: int, seed: int
) -> tuple[Promise, ...]:
    """Return, for every date the plan relies on, how often it is met.

    Operations are drawn in the order of the data; the same seed gives the same futures.
    """
    rng = np.random.default_rng(seed)
    ends = _simulate_ends(portfolio, plan, samples, rng)
    promises: list[Promise] = []
    for operation in portfolio.operations:
        decision = plan.decisions[operation.key]
        if decision.verdict is not Verdict.KEEP:
            continue
        variant = operation.variant(decision.variant)
        for name, milestone, deadline in _list_dates(
            portfolio, operation, variant, decision
        ):
            days = ends[operation.key][variant.milestone(milestone)]
            reached = int(np.quantile(days, percent / 100, method="higher"))
            share = float((days <= deadline).mean())
            planned = milestone_day(
                portfolio.horizon, variant, decision.starts, milestone
            )
            promises.append(
                Promise(
                    operation.key, name, milestone, deadline, planned, reached, share
                )
            )
    return tuple(promises)


def advance(portfolio: Portfolio, days: Mapping[tuple[str, str], int]) -> Portfolio:
    """Return the portfolio with dates brought forward, by operation and milestone."""
    operations = []
    for operation in portfolio.operations:
        engage = days.get((operation.key, "engages"), 0)
        deliver = days.get((operation.key, "delivers"), 0)
        variants = tuple(
            replace(v, subsidies=tuple(_bring(s, engage, deliver) for s in v.subsidies))
            for v in operation.variants
        )
        operations.append(
            replace(_bring(operation, engage, deliver), variants=variants)
        )
    return replace(portfolio, operations=tuple(operations))


def _bring(thing: Dated, engage: int, deliver: int) -> Dated:
    return replace(
        thing,
        engage_by=_earlier(thing.engage_by, engage),
        deliver_by=_earlier(thing.deliver_by, deliver),
    )


def _earlier(deadline: int | None, lead: int) -> int | None:
    return None if deadline is None else deadline - lead


def _list_dates(
    portfolio: Portfolio, operation: Operation, variant: Variant, decision: Decision
) -> list[tuple[str, str, int]]:
    dates = [
        ("engage_by", "engages", operation.engage_by),
        ("deliver_by", "delivers", operation.deliver_by),
    ]
    for subsidy in kept_subsidies(portfolio.horizon, variant, decision.starts):
        dates += [
            (f"{subsidy.funder}:engage_by", "engages", subsidy.engage_by),
            (f"{subsidy.funder}:deliver_by", "delivers", subsidy.deliver_by),
        ]
    return [(name, which, day) for name, which, day in dates if day is not None]


def _simulate_ends(
    portfolio: Portfolio, plan: Plan, samples: int, rng: np.random.Generator
) -> dict[str, list[Days]]:
    """Return, by operation, the day each phase ends in each future."""
    drawn = {
        o.key: _draw(portfolio, o, plan.decisions[o.key], samples, rng)
        for o in portfolio.operations
        if plan.decisions[o.key].verdict is Verdict.KEEP
    }
    ends: dict[str, list[Days]] = {}
    waiting = [o for o in portfolio.operations if o.key in drawn]
    while waiting:
        ready = [
            o
            for o in waiting
            if all(
                k.before in ends or k.before not in drawn
                for k in portfolio.precedences
                if k.after == o.key
            )
        ]
        for operation in ready:
            decision = plan.decisions[operation.key]
            ends[operation.key] = _run(
                portfolio, operation, decision, drawn[operation.key], ends, plan
            )
        waiting = [o for o in waiting if o.key not in ends]
    return ends


def _draw(
    portfolio: Portfolio,
    operation: Operation,
    decision: Decision,
    samples: int,
    rng: np.random.Generator,
) -> list[Days]:
    """Draw the length in days of each phase."""
    horizon, lengths = portfolio.horizon, []
    phases = operation.variant(decision.variant).phases
    for phase, start in zip(phases, decision.starts, strict=True):
        planned = horizon.day(start + phase.months) - horizon.day(start)
        low, high = phase.range_months or (phase.months, phase.months)
        if low == high:
            lengths.append(np.full(samples, planned, dtype=np.int64))
        else:
            factor = rng.triangular(low, phase.months, high, samples) / phase.months
            lengths.append(np.rint(planned * factor).astype(np.int64))
    return lengths


def _run(
    portfolio: Portfolio,
    operation: Operation,
    decision: Decision,
    lengths: list[Days],
    ends: Mapping[str, list[Days]],
    plan: Plan,
) -> list[Days]:
    phases = operation.variant(decision.variant).phases
    keys = [phase.key for phase in phases]
    done: list[Days] = []
    for rank, phase in enumerate(phases):
        begin = np.full(len(lengths[0]), portfolio.horizon.day(decision.starts[rank]))
        if phase.after is None and rank:
            begin = np.maximum(begin, done[rank - 1])
        for link in phase.after or ():
            begin = np.maximum(begin, done[keys.index(link.phase)] + _days(link.lag))
        for outer in portfolio.precedences:
            starts_here = outer.after_phase == phase.key or (
                not outer.after_phase and rank == 0
            )
            if outer.after == operation.key and outer.before in ends and starts_here:
                before = portfolio.operation(outer.before)
                variant = before.variant(plan.decisions[outer.before].variant)
                names = [p.key for p in variant.phases]
                place = names.index(outer.before_phase) if outer.before_phase else -1
                begin = np.maximum(begin, ends[outer.before][place] + _days(outer.lag))
        done.append(begin + lengths[rank])
    return done


def _days(months: int) -> int:
    return months * 365 // 12
