import csv
import itertools
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from possibles.engine.errors import Cancelled
from possibles.engine.formats.psplib import read_psplib
from possibles.engine.leveling.checker import check_schedule
from possibles.engine.leveling.problem import (
    Activity,
    Lag,
    LagKind,
    LevelingProblem,
    Mode,
    Objective,
    Resource,
)
from possibles.engine.leveling.progress import Options
from possibles.engine.leveling.result import Conflict, ConflictKind, Schedule, Status
from possibles.engine.leveling.solve import solve_leveling

REPO = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("POSSIBLES_SHARED", REPO.parent / "shared"))
PSPLIB = SHARED / "data" / "psplib"
QUICK = Options(time_limit=20, max_schedules=60, max_rounds=10)


def breaches_of(problem, schedule):
    keys = [activity.key for activity in problem.activities]
    return check_schedule(
        problem,
        dict(zip(keys, schedule.starts, strict=True)),
        dict(zip(keys, schedule.modes, strict=True)),
    )


def plain(key, duration, units=0, **fields):
    return Activity(key, (Mode(duration, (units,)),), **fields)


def test_three_that_cannot_overlap_take_the_sum():
    problem = LevelingProblem(
        tuple(plain(key, 2, 2) for key in "abc"), (Resource("r", 3),)
    )

    result = solve_leveling(problem, QUICK)

    assert (result.status, result.objective, result.bound) == (Status.OPTIMAL, 6, 6)


def test_the_slow_mode_wins_when_the_stock_is_short():
    # Fast mode: 1 day, 2 of stock; slow: 4 days, 1. Stock 3: one fast, one slow.
    modes = (Mode(1, (2,)), Mode(4, (1,)))
    problem = LevelingProblem(
        (Activity("a", modes), Activity("b", modes)),
        (Resource("stock", 3, renewable=False),),
        (Lag("a", "b"),),
    )

    result = solve_leveling(problem, QUICK)

    assert (result.status, result.objective) == (Status.OPTIMAL, 5)


def test_maximum_lag_delays_the_first():
    # b waits for c on the team; a may not be more than 1 day ahead of b.
    problem = LevelingProblem(
        (plain("a", 2), plain("b", 2, 1, release=1), plain("c", 5, 1)),
        (Resource("r", 1),),
        (Lag("a", "b", 0, 1), Lag("c", "b", 0, None)),
    )

    result = solve_leveling(problem, QUICK)

    assert (result.status, result.objective) == (Status.OPTIMAL, 7)
    assert breaches_of(problem, result.schedule) == ()


def test_weighted_lateness_puts_the_heavy_first():
    # One worker: b first costs 2 * 1; a first costs 3 * 2.
    problem = LevelingProblem(
        (plain("a", 3, 1, due=3, weight=1), plain("b", 2, 1, due=2, weight=3)),
        (Resource("r", 1),),
        objective=Objective.WEIGHTED_LATENESS,
    )

    result = solve_leveling(problem, QUICK)

    assert (result.status, result.objective, result.schedule.starts) == (
        Status.OPTIMAL,
        2,
        (2, 0),
    )


@pytest.mark.parametrize(
    ("problem", "conflict"),
    [
        (
            LevelingProblem((plain("a", 2, 4),), (Resource("r", 3),)),
            Conflict(
                ConflictKind.DEMAND,
                ("a",),
                ("r",),
                needed=4,
                available=3,
                is_minimal=True,
            ),
        ),
        (
            LevelingProblem(
                (Activity("a", (Mode(2),)), Activity("b", (Mode(2),))),
                lags=(Lag("a", "b", 5), Lag("a", "b", None, 3)),
            ),
            Conflict(ConflictKind.LAG_LOOP, ("a", "b"), is_minimal=True),
        ),
        (
            LevelingProblem(
                (Activity("a", (Mode(2),)), Activity("b", (Mode(2),), deadline=3)),
                lags=(Lag("a", "b"),),
            ),
            Conflict(ConflictKind.DEADLINE, ("a", "b"), needed=4, available=3),
        ),
        (
            # No interval is overloaded (12 of 15), yet no two can overlap.
            LevelingProblem(
                (
                    *(plain(key, 2, 2, deadline=5) for key in "abc"),
                    plain("d", 9, 1, deadline=100),
                ),
                (Resource("r", 3),),
            ),
            Conflict(ConflictKind.JOINT, ("a", "b", "c"), ("r",), is_minimal=True),
        ),
    ],
)
def test_infeasible_is_a_result_that_names_its_conflict(problem, conflict):
    result = solve_leveling(problem, QUICK)

    assert (result.status, result.schedule) == (Status.INFEASIBLE, None)
    found = result.conflict
    if found.kind is ConflictKind.LAG_LOOP:
        assert set(found.activities) == set(conflict.activities)
    else:
        assert found == conflict


def test_solutions_arrive_in_decreasing_order():
    problem = LevelingProblem(
        tuple(plain(str(i), 1 + i % 4, 1 + i % 3) for i in range(14)),
        (Resource("r", 4),),
    )
    seen = []

    result = solve_leveling(
        problem, QUICK, on_solution=lambda s, bound: seen.append((s.objective, bound))
    )

    assert seen == sorted(seen, key=lambda item: -item[0])
    assert seen[-1][0] == result.objective


def test_cancelled_before_anything_raises():
    with pytest.raises(Cancelled):
        solve_leveling(
            LevelingProblem((plain("a", 2),), (Resource("r", 1),)),
            QUICK,
            is_cancelled=lambda: True,
        )


def test_cancelled_later_returns_the_best():
    problem = LevelingProblem(
        tuple(plain(str(i), 2 + i % 5, 2 + i % 3) for i in range(30)),
        (Resource("r", 7),),
    )
    found = []

    result = solve_leveling(
        problem,
        Options(time_limit=60),
        on_solution=lambda schedule, _: found.append(schedule),
        is_cancelled=lambda: bool(found),
    )

    assert result.schedule is not None
    assert breaches_of(problem, result.schedule) == ()


def test_a_warm_start_is_kept_or_improved():
    problem = LevelingProblem(
        tuple(plain(key, 2, 2) for key in "abc"), (Resource("r", 3),)
    )
    start = Schedule((4, 2, 0), (0, 0, 0), 6, 6)

    result = solve_leveling(
        problem,
        Options(time_limit=5, max_schedules=0, is_exact=False),
        warm_start=start,
    )

    assert result.objective == 6


def test_same_seed_same_plan():
    problem = LevelingProblem(
        tuple(plain(str(i), 1 + i % 7, 1 + i % 5) for i in range(25)),
        (Resource("r", 6),),
        tuple(Lag(str(i), str(i + 3)) for i in range(0, 20, 2)),
    )
    options = Options(time_limit=60, seed=7, max_schedules=300, max_rounds=3)

    first, second = (solve_leveling(problem, options) for _ in range(2))

    assert first == second


@st.composite
def small_problems(draw):
    size = draw(st.integers(1, 5))
    capacity = draw(st.integers(2, 3))
    activities = tuple(
        plain(
            str(i),
            draw(st.integers(0, 4)),
            draw(st.integers(0, 2)),
            release=draw(st.integers(0, 3)),
        )
        for i in range(size)
    )
    pairs = list(itertools.combinations(range(size), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    lags = tuple(
        Lag(
            str(i),
            str(j),
            draw(st.integers(-1, 2)),
            None,
            draw(st.sampled_from(LagKind)),
        )
        for i, j in chosen
    )
    changes = draw(st.sampled_from([(), ((2, 3),), ((3, 2), (6, 3))]))
    return LevelingProblem(activities, (Resource("r", capacity, changes),), lags)


def find_optimum(problem):
    """Try every start, day by day, with the independent checker alone."""
    size = len(problem.activities)
    keys = [activity.key for activity in problem.activities]
    modes = dict.fromkeys(keys, 0)
    horizon = 12
    best = None
    for starts in itertools.product(range(horizon), repeat=size):
        end = max(
            s + a.modes[0].duration
            for s, a in zip(starts, problem.activities, strict=True)
        )
        if best is not None and end >= best:
            continue
        if not check_schedule(problem, dict(zip(keys, starts, strict=True)), modes):
            best = end
    return best


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_problems())
def test_the_plan_passes_the_checker_and_closes_the_gap(problem):
    result = solve_leveling(problem, QUICK)

    assert result.status is Status.OPTIMAL
    assert breaches_of(problem, result.schedule) == ()
    assert result.objective == result.bound


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_problems().filter(lambda problem: len(problem.activities) <= 3))
def test_the_optimum_is_that_of_exhaustive_search(problem):
    optimum = find_optimum(problem)

    result = solve_leveling(problem, QUICK)

    assert optimum is None or result.objective == optimum


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_problems())
def test_a_relaxation_never_worsens(problem):
    relaxed = LevelingProblem(problem.activities, problem.resources)

    assert (
        solve_leveling(relaxed, QUICK).objective
        <= solve_leveling(problem, QUICK).objective
    )


@st.composite
def tight_problems(draw):
    """Two modes, maximum lags, deadlines and a stock: often infeasible."""
    size = draw(st.integers(1, 3))
    small = st.integers(0, 3)
    activities = tuple(
        Activity(
            str(i),
            tuple(
                Mode(draw(small), (draw(small), draw(st.integers(0, 2))))
                for _ in range(draw(st.integers(1, 2)))
            ),
            deadline=draw(st.sampled_from([None, 4, 7])),
            due=draw(st.sampled_from([None, 2, 5])),
        )
        for i in range(size)
    )
    pairs = list(itertools.combinations(range(size), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    lags = []
    for i, j in chosen:
        minimum = draw(st.integers(-2, 2))
        maximum = draw(st.sampled_from([None, minimum, minimum + 2]))
        lags.append(
            Lag(str(i), str(j), minimum, maximum, draw(st.sampled_from(LagKind)))
        )
    return LevelingProblem(
        activities,
        (Resource("r", 2, ((3, 3),)), Resource("stock", 3, renewable=False)),
        tuple(lags),
        draw(st.sampled_from(Objective)),
    )


def find_best_value(problem, horizon=14):
    """Try every mode and start with the independent checker alone."""
    keys = [activity.key for activity in problem.activities]
    choices = [range(len(activity.modes)) for activity in problem.activities]
    best = None
    for modes in itertools.product(*choices):
        durations = [
            a.modes[m].duration for a, m in zip(problem.activities, modes, strict=True)
        ]
        for starts in itertools.product(range(horizon), repeat=len(keys)):
            ends = [s + d for s, d in zip(starts, durations, strict=True)]
            if problem.objective is Objective.MAKESPAN:
                value = max(ends)
            else:
                value = sum(
                    a.weight * max(0, end - a.due)
                    for a, end in zip(problem.activities, ends, strict=True)
                    if a.due is not None
                )
            if best is not None and value >= best:
                continue
            if not check_schedule(
                problem,
                dict(zip(keys, starts, strict=True)),
                dict(zip(keys, modes, strict=True)),
            ):
                best = value
    return best


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(tight_problems())
def test_modes_stocks_and_maximum_lags_agree_with_exhaustive_search(problem):
    best = find_best_value(problem)

    result = solve_leveling(problem, QUICK)

    if best is None:
        assert (result.status, result.schedule) == (Status.INFEASIBLE, None)
        assert result.conflict is not None
    else:
        assert (result.status, result.objective) == (Status.OPTIMAL, best)
        assert breaches_of(problem, result.schedule) == ()


def read_best_known():
    if not PSPLIB.is_dir():
        pytest.skip("no PSPLIB samples in the shared data")
    with (PSPLIB / "best_known.csv").open() as stream:
        return {row["instance"]: row for row in csv.DictReader(stream)}


def test_psplib_samples_hold_and_never_go_below_a_proven_bound():
    best = read_best_known()
    options = Options(time_limit=60, max_schedules=60, is_exact=False)

    for path in sorted(PSPLIB.glob("*.sm")):
        problem = read_psplib(path)
        result = solve_leveling(problem, options)
        assert breaches_of(problem, result.schedule) == (), path.name
        assert result.objective >= int(best[path.stem]["best_lb"]), path.name
        assert result.bound <= int(best[path.stem]["best_ub"]), path.name


@pytest.mark.parametrize("name", ["j3021_10", "j3038_3", "j308_8"])
def test_psplib_j30_samples_are_solved(name):
    best = read_best_known()

    result = solve_leveling(
        read_psplib(PSPLIB / f"{name}.sm"), Options(time_limit=30, workers=2)
    )

    assert (result.status, result.objective) == (
        Status.OPTIMAL,
        int(best[name]["best_ub"]),
    )
