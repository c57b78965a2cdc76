from possibles.engine.leveling.bounds import compute_bound, find_energy_conflict
from possibles.engine.leveling.instance import build_instance
from possibles.engine.leveling.problem import (
    Activity,
    Lag,
    LevelingProblem,
    Mode,
    Objective,
    Resource,
)
from possibles.engine.leveling.result import Conflict, ConflictKind
from possibles.engine.leveling.windows import Windows, compute_windows


def bound_of(problem):
    instance = build_instance(problem)
    return compute_bound(instance, compute_windows(instance))


def test_longest_path_bounds_without_resources():
    problem = LevelingProblem(
        (Activity("a", (Mode(3),)), Activity("b", (Mode(4), Mode(2)))),
        lags=(Lag("a", "b", 1),),
    )

    assert bound_of(problem) == 6


def test_energy_bounds_what_paths_do_not():
    # 3 activities of 2 days and 2 units: 12 unit-days, 3 a day.
    activities = tuple(Activity(key, (Mode(2, (2,)),)) for key in "abc")

    assert bound_of(LevelingProblem(activities, (Resource("r", 3),))) == 4


def test_pairs_that_cannot_overlap_destroy_short_horizons():
    # c must follow a and b, which cannot overlap: 2 + 2 + 3.
    activities = (
        Activity("a", (Mode(2, (2,)),)),
        Activity("b", (Mode(2, (2,)),)),
        Activity("c", (Mode(3, (0,)),)),
    )
    problem = LevelingProblem(
        activities, (Resource("r", 3),), (Lag("a", "c"), Lag("b", "c"))
    )

    assert bound_of(problem) == 7


def test_capacity_steps_count():
    activities = tuple(Activity(key, (Mode(2, (1,)),)) for key in "ab")
    problem = LevelingProblem(activities, (Resource("r", 0, ((5, 1),)),))

    assert bound_of(problem) == 9


def test_lateness_is_bounded_by_the_longest_paths():
    problem = LevelingProblem(
        (Activity("a", (Mode(3),), due=1, weight=2), Activity("b", (Mode(1),), due=5)),
        objective=Objective.WEIGHTED_LATENESS,
    )

    assert bound_of(problem) == 4


def test_windows_are_longest_paths():
    problem = LevelingProblem(
        (Activity("a", (Mode(3),), release=2), Activity("b", (Mode(4),))),
        lags=(Lag("a", "b", 1),),
    )

    assert compute_windows(build_instance(problem)) == Windows([2, 6], [8, 4])


def test_energy_conflict_names_the_interval():
    activities = tuple(Activity(key, (Mode(2, (2,)),), deadline=3) for key in "abc")
    instance = build_instance(LevelingProblem(activities, (Resource("r", 3),)))

    assert find_energy_conflict(instance, compute_windows(instance)) == Conflict(
        ConflictKind.ENERGY,
        activities=("a", "b", "c"),
        resources=("r",),
        needed=12,
        available=9,
        start=0,
        end=3,
    )
