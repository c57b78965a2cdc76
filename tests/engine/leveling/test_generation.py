"""The worked example of docs/development/algorithms/leveling.md."""

from possibles.engine.leveling.decoding import Decoder
from possibles.engine.leveling.generation import (
    choose_modes,
    generate_parallel,
    generate_serial,
    pack_capacities,
)
from possibles.engine.leveling.instance import build_instance
from possibles.engine.leveling.justification import build_justifier, justify
from possibles.engine.leveling.problem import (
    Activity,
    Lag,
    LevelingProblem,
    Mode,
    Resource,
)


def make_example(capacity=3, changes=()):
    """Five activities, one team of three; D follows A, E follows B and C."""
    sizes = {"A": (3, 2), "B": (2, 1), "C": (2, 2), "D": (2, 2), "E": (1, 3)}
    return LevelingProblem(
        tuple(Activity(key, (Mode(d, (u,)),)) for key, (d, u) in sizes.items()),
        (Resource("team", capacity, changes),),
        (Lag("A", "D"), Lag("B", "E"), Lag("C", "E")),
    )


def make_setting(problem):
    instance = build_instance(problem)
    modes = [0] * instance.size
    return instance, choose_modes(instance, pack_capacities(instance), modes)


def test_serial_places_each_activity_as_early_as_it_fits():
    _, setting = make_setting(make_example())

    assert generate_serial(setting, [0, 1, 2, 3, 4]) == [0, 0, 3, 5, 7]
    assert generate_serial(setting, [1, 2, 4, 0, 3]) == [3, 0, 0, 6, 2]


def test_parallel_starts_what_fits_by_rank():
    _, setting = make_setting(make_example())

    assert generate_parallel(setting, [0, 1, 2, 3, 4]) == [0, 0, 3, 5, 7]


def test_serial_uses_capacity_steps():
    _, setting = make_setting(make_example(2, ((4, 3),)))

    assert generate_serial(setting, [0, 1, 2, 3, 4]) == [0, 3, 4, 6, 8]


def test_serial_gives_up_when_nothing_ever_fits():
    _, setting = make_setting(make_example(3, ((1, 0),)))

    assert generate_serial(setting, [0, 1, 2, 3, 4]) is None
    assert generate_parallel(setting, [0, 1, 2, 3, 4]) is None


def test_justification_never_lengthens():
    instance, setting = make_setting(make_example())
    justifier = build_justifier(setting, instance.order)

    justified = justify(justifier, [0, 3, 5, 7, 9])

    assert justified == [0, 0, 3, 5, 7]


def test_decoder_measures_what_it_schedules():
    decoder = Decoder(build_instance(make_example()))

    schedule = decoder.decode([0, 1, 2, 3, 4], (0, 0, 0, 0, 0))

    assert (schedule.objective, schedule.makespan, schedule.violation) == (8, 8, 0)
