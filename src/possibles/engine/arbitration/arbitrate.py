"""The front door: arbitrate a portfolio, and answer what-ifs on a solved one."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from possibles.engine.arbitration.blocks import build_columns
from possibles.engine.arbitration.checker import check_plan
from possibles.engine.arbitration.columns import Columns
from possibles.engine.arbitration.plan import Plan
from possibles.engine.arbitration.problem import Portfolio
from possibles.engine.arbitration.result import (
    LevelResult,
    Result,
    Status,
    describe_plan,
)
from possibles.engine.errors import EngineError

if TYPE_CHECKING:
    from possibles.engine.solvers.arbitration import Outcome
    from possibles.engine.solvers.relaxation import Relaxation


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search.

    Attributes
    ----------
    seconds, gap
        Stop after that long, or once that gap is certified.
    rounds
        When given, the search is deterministic: that many neighbourhoods and no
        thread; `seconds` is then only a safety and should be ample.
    is_cancelled, on_plan
        Asked between steps; told of each better plan, with its score and the bound.
    """

    seconds: float = 10.0
    gap: float = 1e-3
    seed: int = 0
    workers: int = 2
    rounds: int | None = None
    is_cancelled: Callable[[], bool] = lambda: False
    on_plan: Callable[[Plan, int, float], None] = lambda plan, value, bound: None


@dataclass(frozen=True, slots=True)
class Solved:
    """A solved portfolio, kept to answer what-ifs fast."""

    portfolio: Portfolio
    result: Result
    columns: Columns
    relaxations: "tuple[Relaxation, ...]"


def arbitrate(
    portfolio: Portfolio, effort: Effort | None = None, *, start: Plan | None = None
) -> Result:
    """Decide what is kept, how and when; certified by a bound, checked by `checker`.

    An impossible portfolio is a result with status `INFEASIBLE` and its minimal
    conflict, never an exception.
    """
    return solve_portfolio(portfolio, effort, start=start).result


def solve_portfolio(
    portfolio: Portfolio, effort: Effort | None = None, *, start: Plan | None = None
) -> Solved:
    """Arbitrate and keep what is needed for `what_if`."""
    begin = time.monotonic()
    columns = build_columns(portfolio)
    spent = time.monotonic() - begin
    outcome = _run(columns, effort or Effort(), start, (), spent)
    return _conclude(portfolio, columns, outcome)


def what_if(
    solved: Solved, portfolio: Portfolio, effort: Effort | None = None
) -> Solved:
    """Arbitrate a portfolio close to one already solved, from its plan and prices.

    The prices of the old relaxation give a true bound at once when the rows are the
    same; the old plan, where it still fits, is the starting point.
    """
    effort, begin = effort or Effort(seconds=0.5, gap=0.02), time.monotonic()
    columns, warm = reuse_columns(solved, portfolio)
    spent = time.monotonic() - begin
    outcome = _run(columns, effort, solved.result.plan, warm, spent)
    return _conclude(portfolio, columns, outcome)


def reuse_columns(
    solved: Solved, portfolio: Portfolio
) -> "tuple[Columns, tuple[Relaxation, ...]]":
    """Return the columns of `portfolio` and the relaxations that still bound it.

    Copied when only amounts, locks or duties differ; built anew, without relaxation,
    otherwise.
    """
    from possibles.engine.arbitration.reuse import adapt_columns

    reuse = adapt_columns(solved.columns, portfolio)
    if reuse is None:
        return build_columns(portfolio), ()
    relaxations = tuple(
        replace(relaxation, pool=reuse.place(relaxation.pool))
        for relaxation in solved.relaxations
    )
    return reuse.columns, relaxations


def _run(
    columns: Columns,
    effort: Effort,
    start: Plan | None,
    warm: "tuple[Relaxation, ...]",
    spent: float,
) -> "Outcome":
    from possibles.engine.solvers.arbitration import solve
    from possibles.engine.solvers.search import Budget

    budget = Budget(
        effort.seconds, effort.gap, effort.seed, effort.workers, effort.rounds,
        effort.is_cancelled, effort.on_plan,
    )  # fmt: skip
    return solve(columns, budget, start=start, warm=warm, spent=spent)


def _conclude(portfolio: Portfolio, columns: Columns, outcome: "Outcome") -> Solved:
    if outcome.state is None:
        result = _explain_nothing(portfolio, is_proven=outcome.is_infeasible)
        return Solved(portfolio, result, columns, ())
    plan = outcome.state.plan()
    violations = check_plan(portfolio, plan)
    if violations:
        raise EngineError(f"the solver broke {violations[0]}")
    levels = tuple(LevelResult(a.value, a.bound) for a in outcome.levels)
    result = describe_plan(portfolio, plan, levels)
    return Solved(portfolio, result, columns, tuple(outcome.relaxations))


def _explain_nothing(portfolio: Portfolio, *, is_proven: bool) -> Result:
    from possibles.engine.arbitration.conflict import find_conflict

    if not is_proven:
        return Result(Status.UNKNOWN)
    conflict = find_conflict(portfolio)
    if conflict is None:
        return Result(Status.UNKNOWN)
    return Result(
        Status.INFEASIBLE,
        conflict=conflict.limits,
        is_conflict_minimal=conflict.is_minimal,
    )
