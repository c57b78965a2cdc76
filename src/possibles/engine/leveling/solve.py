"""From a problem to a result: checks, heuristic, bounds, then CP-SAT."""

from collections.abc import Callable

from possibles.engine.errors import Cancelled
from possibles.engine.leveling.bounds import compute_bound, find_energy_conflict
from possibles.engine.leveling.decoding import Decoder
from possibles.engine.leveling.instance import Instance, build_instance
from possibles.engine.leveling.problem import LevelingProblem
from possibles.engine.leveling.progress import Options, Progress
from possibles.engine.leveling.result import (
    Conflict,
    ConflictKind,
    LevelingResult,
    Schedule,
    Status,
)
from possibles.engine.leveling.search import GeneticSearch
from possibles.engine.leveling.windows import Windows, compute_windows

_HEURISTIC_SHARE = 0.1
_NO_LIMIT = 1 << 60


def solve_leveling(
    problem: LevelingProblem,
    options: Options | None = None,
    *,
    warm_start: Schedule | None = None,
    on_solution: Callable[[Schedule, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> LevelingResult:
    """Find a short schedule and a proven bound, or the conflict that excludes both.

    Parameters
    ----------
    warm_start
        A schedule to start from, feasible or not; its starts give an order.
    on_solution
        Called with each better schedule and the bound known then.
    is_cancelled
        Polled; the best so far is returned once it says True.

    Raises
    ------
    Cancelled
        Cancelled before any schedule was found.
    """
    progress = Progress(options or Options(), on_solution, is_cancelled)
    instance = build_instance(problem)
    windows = _find_windows(instance)
    if isinstance(windows, Conflict):
        return LevelingResult(Status.INFEASIBLE, None, 0, windows)
    progress.raise_bound(compute_bound(instance, windows, upper=0))
    decoder = Decoder(instance)
    search = GeneticSearch(decoder, windows.tails, seed=progress.options.seed)
    conflict = _search(instance, windows, search, progress, warm_start)
    return _conclude(progress, conflict, decoder.schedules)


def _find_windows(instance: Instance) -> Windows | Conflict:
    windows: Windows | Conflict = _find_demand_conflict(instance) or compute_windows(
        instance
    )
    if isinstance(windows, Conflict):
        return windows
    return find_energy_conflict(instance, windows) or windows


def _find_demand_conflict(instance: Instance) -> Conflict | None:
    """Name an activity of which no mode ever fits."""
    resources = instance.problem.resources
    for activity in instance.problem.activities:
        excesses = [
            next(
                (
                    (resource, units)
                    for resource, units in zip(resources, mode.demands, strict=True)
                    if units > resource.peak
                    and (mode.duration or not resource.renewable)
                ),
                None,
            )
            for mode in activity.modes
        ]
        if all(excesses) and excesses[0] is not None:
            resource, units = excesses[0]
            return Conflict(
                ConflictKind.DEMAND,
                activities=(activity.key,),
                resources=(resource.key,),
                needed=units,
                available=resource.peak,
                is_minimal=True,
            )
    return None


def _search(
    instance: Instance,
    windows: Windows,
    search: GeneticSearch,
    progress: Progress,
    warm_start: Schedule | None,
) -> Conflict | None:
    options = progress.options
    if warm_start is not None:
        _insert_warm_start(search, progress, warm_start)
    heuristic_end = progress.remaining * (1 - _HEURISTIC_SHARE)
    by_count = options.max_schedules is not None or not options.is_exact
    limit = options.max_schedules if options.max_schedules is not None else _NO_LIMIT

    def should_stop() -> bool:
        late = not by_count and progress.remaining <= heuristic_end
        return late or progress.should_stop()

    first = min(limit, 40)
    search.run(max_schedules=first, should_stop=should_stop, on_solution=progress.offer)
    upper = progress.schedule.objective if progress.schedule else None
    progress.raise_bound(
        compute_bound(
            instance, windows, upper=upper, should_stop=lambda: not progress.remaining
        )
    )
    search.run(
        max_schedules=limit - first,
        should_stop=should_stop,
        on_solution=progress.offer,
    )
    if options.is_exact and not progress.should_stop():
        from possibles.engine.solvers.leveling import improve

        return improve(instance, windows, search, progress)
    return None


def _insert_warm_start(
    search: GeneticSearch, progress: Progress, warm_start: Schedule
) -> None:
    decoder = search.decoder
    order = decoder.order_ranks(warm_start.starts, warm_start.modes)
    decoded = decoder.decode(order, warm_start.modes)
    measured = decoder.measure(warm_start.starts, warm_start.modes)
    if not measured.violation and not _breaks_rules(search.instance, measured):
        search.insert(measured)
        progress.offer(measured)
    if decoded is not None:
        search.insert(decoded)
        progress.offer(decoded)


def _breaks_rules(instance: Instance, schedule: Schedule) -> bool:
    from possibles.engine.leveling.checker import check_schedule

    keys = [activity.key for activity in instance.problem.activities]
    starts = dict(zip(keys, schedule.starts, strict=True))
    modes = dict(zip(keys, schedule.modes, strict=True))
    return bool(check_schedule(instance.problem, starts, modes))


def _conclude(
    progress: Progress, conflict: Conflict | None, schedules: int
) -> LevelingResult:
    schedule = progress.schedule
    if conflict is not None:
        return LevelingResult(Status.INFEASIBLE, None, progress.bound, conflict)
    if schedule is None:
        if progress.is_cancelled:
            raise Cancelled("cancelled before a first schedule")
        return LevelingResult(Status.UNKNOWN, None, progress.bound, schedules=schedules)
    status = Status.OPTIMAL if progress.is_proven else Status.FEASIBLE
    return LevelingResult(status, schedule, progress.bound, schedules=schedules)
