"""Arbitration of a portfolio: relaxation, greedy plan, exact part, neighbourhoods.

For each level of the objective: column generation gives a true bound and prices, rounding
cuts lower it; plans are read from the fractional solution; then large neighbourhoods
(CP-SAT) improve the plan while HiGHS works, in a thread, on the columns whose reduced cost
is smallest. Columns left out of that pool cannot belong to a plan better than
`relaxation - threshold`: this turns HiGHS' bound on the pool into a bound on the whole.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from possibles.engine.arbitration.columns import Columns
from possibles.engine.arbitration.instance import Floor, Instance
from possibles.engine.arbitration.plan import Plan
from possibles.engine.arbitration.state import State
from possibles.engine.solvers.relaxation import Relaxation
from possibles.engine.solvers.search import Budget, Search


@dataclass(slots=True)
class LevelAnswer:
    """What was reached on one level: exact value, certified bound (both in score)."""

    value: int
    bound: float


@dataclass(slots=True)
class Outcome:
    """The answer of the solver; `state` is None when no plan was found.

    `is_infeasible` is a proof; `relaxations` (one per level) serve later what-ifs.
    """

    state: State | None
    levels: list[LevelAnswer] = field(default_factory=list)
    relaxations: list[Relaxation] = field(default_factory=list)
    is_infeasible: bool = False


def solve(
    columns: Columns,
    budget: Budget,
    *,
    start: Plan | None = None,
    warm: Sequence[Relaxation] = (),
    spent: float = 0.0,
) -> Outcome:
    """Optimise every level in turn and return the last plan with the bounds.

    `spent` seconds of the budget are already gone (building the columns).
    """
    outcome = Outcome(None)
    if columns.blocked():
        outcome.is_infeasible = True
        return outcome
    end = time.monotonic() + 0.96 * budget.seconds - spent
    levels = columns.portfolio.objective.levels
    floors: list[Floor] = []
    for rank, level in enumerate(levels):
        instance = Instance(columns, level, floors)
        share = (end - time.monotonic()) / (len(levels) - rank)
        search = Search(instance, budget, share)
        previous = outcome.state
        if previous is not None:
            search.adopt(previous)
        elif start is not None:
            search.follow(start)
        if not search.run(warm[rank] if rank < len(warm) else None):
            outcome.is_infeasible = search.is_infeasible
            outcome.state = None
            return outcome
        assert search.state is not None  # noqa: S101 (run said so)
        assert search.relaxation is not None  # noqa: S101
        outcome.state = search.state
        value = search.state.score()
        outcome.levels.append(LevelAnswer(value, max(search.bound, value)))
        outcome.relaxations.append(search.relaxation)
        least = value - abs(value) * level.tolerance // 1000
        floors = [*floors, Floor(level, least)]
    return outcome
