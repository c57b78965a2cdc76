"""Large-neighbourhood search by windows of time.

Around a known schedule, the activities that run inside a window are free; those before do
not move; those after are moved earlier together by the days to be gained. Finding room
for the free ones is then a small problem without objective, which CP-SAT answers in a
tenth of a second, one way or the other. Source of the idea: M. Palpant, C. Artigues, P.
Michelon, "LSSPER: solving the RCPSP with large neighbourhood search", Annals of
Operations Research 131, 2004.
"""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from possibles.engine.leveling.instance import Instance
from possibles.engine.leveling.problem import Objective
from possibles.engine.leveling.progress import Progress
from possibles.engine.leveling.result import Schedule
from possibles.engine.leveling.search import GeneticSearch
from possibles.engine.leveling.windows import Windows
from possibles.engine.solvers.cpsat import Verdict
from possibles.engine.solvers.leveling_frames import FrameMaker
from possibles.engine.solvers.leveling_model import Frame, LevelingModel

_EFFORT = 0.05
_WALL_PER_EFFORT = 2.0
_SMALLEST = 15
_FIRST_SIZE = 40
_POOL = 40
_SLACK = 0
LEAN: dict[str, Any] = {
    "num_workers": 1,
    "linearization_level": 0,
    "cp_model_probing_level": 0,
    "symmetry_level": 0,
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A schedule, the window opened in it, and what must be reached."""

    base: Schedule
    frame: Frame
    seed: int
    lateness_below: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    starts: list[int]
    modes: tuple[int, ...]


class WindowSearch:
    """Rounds of one window per worker, drawn by one generator, merged in order.

    A run of a given number of rounds depends on the seed and the number of workers, not
    on the speed of the machine.
    """

    def __init__(
        self,
        instance: Instance,
        windows: Windows,
        search: GeneticSearch,
        progress: Progress,
    ) -> None:
        self._instance = instance
        self._frames = FrameMaker(instance, windows)
        self._search = search
        self._progress = progress
        self._random = random.Random(progress.options.seed)  # noqa: S311 — a search
        self._size = min(_FIRST_SIZE, instance.size)
        self._pool = self._make_pool()
        self.stale = 0

    def run(self, *, max_rounds: int, max_stale: int, min_remaining: float) -> None:
        """Open windows until stopped, proven, or nothing was found for long."""
        workers = self._progress.options.workers
        with ThreadPoolExecutor(workers) as executor:
            for _ in range(max_rounds):
                if (
                    self._progress.should_stop()
                    or self._progress.remaining <= min_remaining
                    or self.stale >= max_stale
                ):
                    return
                drawn = [self._draw() for _ in range(workers)]
                attempts = [attempt for attempt in drawn if attempt is not None]
                for finding in executor.map(self._try, attempts):
                    self._learn(finding)

    def _make_pool(self) -> list[Schedule]:
        found = [
            i.schedule for i in self._search.population if not i.schedule.violation
        ]
        if self._progress.schedule is not None:
            found.append(self._progress.schedule)
        found.sort(key=lambda schedule: schedule.rank)
        return [s for s in found if s.objective <= found[0].objective + _SLACK][:_POOL]

    def _draw(self) -> Attempt | None:
        best = self._progress.schedule
        if best is None or not self._pool:
            return None
        base = self._random.choice(self._pool)
        is_makespan = self._instance.problem.objective is Objective.MAKESPAN
        gain = base.objective - best.objective + 1 if is_makespan else 0
        for _ in range(20):
            free, opening = self._choose_window(base)
            frame = self._frames.make(base, free, opening=opening, gain=gain)
            if frame is not None:
                return Attempt(
                    base,
                    frame,
                    self._random.randrange(1 << 30),
                    None if is_makespan else base.objective,
                )
        return None

    def _choose_window(self, base: Schedule) -> tuple[set[int], int]:
        """Open the window around a random moment that frees about the wished number."""
        durations = self._instance.durations
        spans = [
            (start, start + durations[i][mode])
            for i, (start, mode) in enumerate(zip(base.starts, base.modes, strict=True))
        ]
        moment = self._random.uniform(0, base.makespan)
        near = sorted(
            range(len(spans)),
            key=lambda i: (max(spans[i][0] - moment, moment - spans[i][1]), i),
        )[: self._size]
        opening = min(spans[i][0] for i in near) + 1
        closing = max(spans[i][0] for i in near)
        if self._size >= len(spans):
            opening, closing = -1, base.makespan + 1
        free = {
            i
            for i, (start, end) in enumerate(spans)
            if start < closing and end > opening
        }
        return free, opening

    def _try(self, attempt: Attempt) -> Finding:
        if not self._progress.remaining:
            return Finding(Verdict.UNKNOWN, [], ())
        model = LevelingModel(
            self._instance,
            attempt.frame,
            with_objective=attempt.lateness_below is not None,
        )
        model.hint(attempt.base.starts, attempt.base.modes)
        answer = model.model.start_search(
            max_deterministic_time=_EFFORT,
            max_time_in_seconds=self._limit_seconds(),
            random_seed=attempt.seed,
            **LEAN,
        ).run()
        if not answer.values:
            return Finding(answer.verdict, [], ())
        return Finding(answer.verdict, *model.read(answer.values.__getitem__))

    def _limit_seconds(self) -> float:
        """Guard the last seconds, except when the caller counts rounds."""
        remaining = self._progress.remaining
        if self._progress.options.max_rounds is not None:
            return remaining
        return min(remaining, _EFFORT * _WALL_PER_EFFORT)

    def _learn(self, finding: Finding) -> None:
        self.stale += 1
        if not finding.starts:
            grow = 1 if finding.verdict is Verdict.INFEASIBLE else -1
            self._size = max(_SMALLEST, min(self._instance.size, self._size + grow))
            return
        decoder = self._search.decoder
        schedule = decoder.justify(decoder.measure(finding.starts, finding.modes))
        if schedule.violation:
            return
        best = self._progress.schedule
        if best is None or schedule.objective < best.objective:
            self.stale = 0
        self._progress.offer(schedule)
        self._renew_pool(schedule)

    def _renew_pool(self, schedule: Schedule) -> None:
        pool: Sequence[Schedule] = [*self._pool, schedule]
        best = min(s.objective for s in pool)
        self._pool = [s for s in pool if s.objective <= best + _SLACK][-_POOL:]
