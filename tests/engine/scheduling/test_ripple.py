from tests.engine.scheduling.builders import plan

from possibles.engine.scheduling.causes import CauseKind
from possibles.engine.scheduling.changes import SetDuration
from possibles.engine.scheduling.conflicts import ConflictKind
from possibles.engine.scheduling.model import Link, Task
from possibles.engine.scheduling.ripple import compute_ripple, compute_slip
from possibles.engine.scheduling.schedule import compute_schedule

PROJECT = plan(
    [
        Task("study", 3),
        Task("works", 4),
        Task("school", 1, deadline=9),
        Task("park", 6),
    ],
    [Link("study", "works"), Link("works", "school")],
)


def test_ripple_tells_the_cascade_in_order():
    ripple = compute_slip(compute_schedule(PROJECT), "study", 1)

    assert [(m.key, m.start_shift, m.finish_shift) for m in ripple.moves] == [
        ("study", 0, 1),
        ("works", 1, 1),
        ("school", 1, 1),
    ]
    assert [m.cause.kind for m in ripple.moves] == [
        CauseKind.PROJECT_START,
        CauseKind.LINK,
        CauseKind.LINK,
    ]
    assert ripple.moves[1].cause.task == "study"
    assert (ripple.finish_before, ripple.finish_after, ripple.finish_shift) == (
        9,
        10,
        1,
    )


def test_ripple_tells_new_contradictions_and_clears_old_ones():
    schedule = compute_schedule(PROJECT)

    slip = compute_slip(schedule, "study", 1)

    assert [(c.kind, c.key, c.days) for c in slip.new_conflicts] == [
        (ConflictKind.DEADLINE_MISSED, "school", 1)
    ]
    assert slip.new_conflicts[0].members == ("study", "works", "school")
    back = compute_ripple(slip.after, [SetDuration("study", 3)])
    assert (len(back.cleared_conflicts), back.new_conflicts) == (1, ())


def test_ripple_within_float_moves_one_task_only():
    ripple = compute_slip(compute_schedule(PROJECT), "park", 2)

    assert [m.key for m in ripple.moves] == ["park"]
    assert ripple.became_critical == ("park",)
    assert ripple.finish_shift == 0
