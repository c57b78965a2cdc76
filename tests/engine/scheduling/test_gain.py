import pytest
from tests.engine.scheduling.builders import plan

from possibles.engine.errors import InvalidInput
from possibles.engine.scheduling.causes import CauseKind
from possibles.engine.scheduling.changes import RemoveLink, SetDuration, SetLag
from possibles.engine.scheduling.gain import LeverKind, what_to_gain
from possibles.engine.scheduling.model import (
    Constraint,
    ConstraintType,
    Link,
    Task,
)
from possibles.engine.scheduling.schedule import compute_schedule


def everyday(tasks, links=()):
    return compute_schedule(plan(tasks, links, calendar="all"))


def test_levers_are_measured_and_sorted():
    link = Link("a", "b", lag=3)
    schedule = everyday([Task("a", 4), Task("b", 6)], [link])

    gain = what_to_gain(schedule, "b", 2)

    assert [
        (lever.kind, lever.key, lever.days, lever.gained) for lever in gain.levers
    ] == [
        (LeverKind.SHORTEN, "a", 2, 2),
        (LeverKind.SHORTEN, "b", 2, 2),
        (LeverKind.REDUCE_LAG, "b", 2, 2),
        (LeverKind.UNLINK, "b", 0, 7),
    ]
    assert gain.levers[-1].change == RemoveLink(link)
    assert (gain.plan, gain.gained, gain.is_enough) == ((SetDuration("b", 4),), 2, True)


def test_parallel_paths_need_a_combination():
    schedule = everyday(
        [Task("a", 8), Task("b", 8), Task("end", 1)],
        [Link("a", "end"), Link("b", "end")],
    )

    gain = what_to_gain(schedule, "end", 2)

    assert sorted(gain.plan, key=lambda c: c.key) == [
        SetDuration("a", 6),
        SetDuration("b", 6),
    ]
    assert gain.gained == 2
    assert not [lever for lever in gain.levers if lever.kind is LeverKind.SHORTEN]


def test_what_is_out_of_reach_is_said_with_what_holds():
    release = (Constraint(ConstraintType.START_NO_EARLIER, 10),)
    schedule = everyday([Task("a", 4, constraints=release)])

    gain = what_to_gain(schedule, "a", 5)

    assert (gain.gained, gain.is_enough, gain.plan) == (
        2,
        False,
        (SetDuration("a", 2),),
    )
    assert gain.held_by.kind is CauseKind.CONSTRAINT
    assert gain.levers[0].kind is LeverKind.LIFT_CONSTRAINT


def test_lag_is_part_of_the_plan_when_durations_are_not_enough():
    schedule = everyday([Task("a", 1), Task("b", 1)], [Link("a", "b", lag=5)])

    gain = what_to_gain(schedule, "b", 4)

    assert gain.plan == (SetLag(Link("a", "b", lag=5), 1),)
    assert gain.gained == 4


def test_nonsense_is_refused():
    schedule = everyday([Task("a", 1)])
    with pytest.raises(InvalidInput):
        what_to_gain(schedule, "a", 0)
    with pytest.raises(InvalidInput):
        what_to_gain(schedule, "a", 1, least_share=2)
