"""What the stages of one search share: how long they may take, the best known so far."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from possibles.engine.leveling.result import Schedule


@dataclass(frozen=True, slots=True)
class Options:
    """How long and how to search.

    Parameters
    ----------
    time_limit
        Seconds for everything.
    workers
        Threads of the exact solver; the plan does not depend on them when the search
        ends by `max_schedules` and `max_rounds` or by proof.
    max_schedules, max_rounds
        Limits in steps rather than in seconds, for runs that repeat exactly.
    is_exact
        False: heuristic and bounds only, OR-Tools is not loaded.
    """

    time_limit: float = 5.0
    seed: int = 0
    workers: int = 1
    max_schedules: int | None = None
    max_rounds: int | None = None
    is_exact: bool = True


class Progress:
    """The best schedule and bound so far, shared by the stages of one search."""

    def __init__(
        self,
        options: Options,
        on_solution: Callable[[Schedule, int], None] | None,
        is_cancelled: Callable[[], bool] | None,
    ) -> None:
        self.options = options
        self.schedule: Schedule | None = None
        self.bound = 0
        self._end = time.monotonic() + options.time_limit
        self._on_solution = on_solution
        self._is_cancelled = is_cancelled or (lambda: False)

    @property
    def remaining(self) -> float:
        return max(0.0, self._end - time.monotonic())

    @property
    def is_cancelled(self) -> bool:
        return self._is_cancelled()

    @property
    def is_proven(self) -> bool:
        return self.schedule is not None and self.schedule.objective <= self.bound

    def should_stop(self) -> bool:
        """Return whether time is out, the caller gave up, or nothing is left to do."""
        return self.is_proven or not self.remaining or self.is_cancelled

    def offer(self, schedule: Schedule) -> None:
        """Keep the schedule if it is feasible and better, and tell the caller."""
        if schedule.violation:
            return
        if self.schedule is None or schedule.rank < self.schedule.rank:
            better = (
                self.schedule is None or schedule.objective < self.schedule.objective
            )
            self.schedule = schedule
            if better and self._on_solution is not None:
                self._on_solution(schedule, self.bound)

    def raise_bound(self, bound: int) -> None:
        self.bound = max(self.bound, bound)
