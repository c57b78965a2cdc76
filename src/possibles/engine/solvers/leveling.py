"""CP-SAT after the heuristic: windows, then the whole problem, then the conflict."""

import threading
from collections.abc import Callable
from typing import Any

from possibles.engine.leveling.instance import Instance
from possibles.engine.leveling.problem import Objective
from possibles.engine.leveling.progress import Progress
from possibles.engine.leveling.result import Conflict
from possibles.engine.leveling.search import GeneticSearch
from possibles.engine.leveling.windows import Windows
from possibles.engine.solvers.cpsat import Answer, Search, Verdict
from possibles.engine.solvers.leveling_conflict import find_joint_conflict
from possibles.engine.solvers.leveling_model import Frame, LevelingModel
from possibles.engine.solvers.leveling_windows import WindowSearch

_SMALL = 75
_POLL = 0.02
_EFFORT = 0.1


def improve(
    instance: Instance, windows: Windows, search: GeneticSearch, progress: Progress
) -> Conflict | None:
    """Improve the schedule and the bound of `progress`; return a conflict if proven."""
    rounds = progress.options.max_rounds
    total = progress.remaining
    if progress.schedule is not None:
        is_small = instance.size <= _SMALL
        neighbourhood = WindowSearch(instance, windows, search, progress)
        neighbourhood.run(
            max_rounds=1 << 30 if rounds is None else rounds,
            max_stale=8 if is_small else 1 << 30,
            min_remaining=total * (0.75 if is_small else 0.0),
        )
    if progress.should_stop():
        return None
    return _solve_whole(instance, windows, search, progress)


def _solve_whole(
    instance: Instance, windows: Windows, search: GeneticSearch, progress: Progress
) -> Conflict | None:
    model = LevelingModel(instance, _make_whole_frame(instance, windows, progress))
    if progress.schedule is not None:
        model.hint(progress.schedule.starts, progress.schedule.modes)
    decoder = search.decoder

    def receive(value: Callable[[int], int]) -> None:
        progress.offer(decoder.measure(*model.read(value)))

    cp_search = model.model.start_search(
        receive, **_limit_effort(progress), random_seed=progress.options.seed
    )
    answer = _run_watched(cp_search, progress)
    if answer.values:
        schedule = decoder.measure(*model.read(answer.values.__getitem__))
        progress.offer(decoder.justify(schedule))
    if answer.verdict is Verdict.INFEASIBLE:
        if progress.schedule is not None:
            progress.raise_bound(progress.schedule.objective)
            return None
        return find_joint_conflict(instance, windows, progress)
    if answer.verdict is not Verdict.UNKNOWN:
        progress.raise_bound(round(answer.bound + 0.499))
    return None


def _limit_effort(progress: Progress) -> dict[str, Any]:
    """Limit by time; or, when the caller counts rounds, by effort that repeats."""
    limits: dict[str, Any] = {
        "num_workers": progress.options.workers,
        "max_time_in_seconds": progress.remaining,
    }
    if progress.options.max_rounds is not None:
        limits["max_deterministic_time"] = _EFFORT * max(1, progress.options.max_rounds)
        limits["interleave_search"] = True
    return limits


def _make_whole_frame(
    instance: Instance, windows: Windows, progress: Progress
) -> Frame:
    horizon = instance.horizon
    if (
        progress.schedule is not None
        and instance.problem.objective is Objective.MAKESPAN
    ):
        horizon = progress.schedule.makespan
    lasts = [horizon - tail for tail in windows.tails]
    return Frame(windows.heads, lasts)


def _run_watched(search: Search, progress: Progress) -> Answer:
    """Run the search in a thread of its own, and stop it when the caller gives up."""
    answers: list[Answer] = []
    thread = threading.Thread(target=lambda: answers.append(search.run()))
    thread.start()
    while thread.is_alive():
        thread.join(_POLL)
        if progress.is_cancelled:
            search.stop()
    return answers[0]
