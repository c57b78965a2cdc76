from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from tests.engine.scheduling.naive import Naive
from tests.engine.scheduling.strategies import projects

from possibles.engine.calendars.calendar import Calendar, make_every_day, make_sessions
from possibles.engine.errors import CycleError, InvalidInput
from possibles.engine.scheduling import schedule as module
from possibles.engine.scheduling.model import (
    Constraint,
    ConstraintType,
    LagUnit,
    Link,
    LinkType,
    Progress,
    Project,
    Task,
    TaskKind,
)
from possibles.engine.scheduling.schedule import TaskDates, compute_schedule

MONDAY = date(2026, 1, 5)
WEEK = Calendar("week", MONDAY)


def plan(tasks, links=(), **options) -> Project:
    calendars = (WEEK, make_every_day("all", origin=MONDAY), *options.pop("more", ()))
    return Project(MONDAY, tuple(tasks), tuple(links), calendars, "week", **options)


def spans(project: Project) -> dict[str, tuple[int, int]]:
    return {key: (d.start, d.finish) for key, d in compute_schedule(project).items()}


def test_worked_example_of_the_page():
    # docs/development/algorithms/cpm.md
    project = plan(
        [Task("a", 3), Task("b", 4), Task("c", 2), Task("d", 1)],
        [
            Link("a", "b"),
            Link("a", "c", LinkType.SS, 1),
            Link("b", "d"),
            Link("c", "d", LinkType.FF, 2),
        ],
    )

    schedule = compute_schedule(project)

    # Monday is day 0; days 5 and 6 are the week-end.
    assert dict(schedule) == {
        "a": TaskDates("a", 0, 2, 0, 2, 0, 0, 0),
        "b": TaskDates("b", 3, 8, 3, 8, 0, 0, 0),
        "c": TaskDates("c", 1, 2, 4, 7, 3, 3, 5),
        "d": TaskDates("d", 9, 9, 9, 9, 0, 0, 0),
    }


@pytest.mark.parametrize(
    ("type_", "lag", "expected"),
    [
        (LinkType.FS, 0, (4, 7)),
        (LinkType.FS, 1, (7, 8)),
        (LinkType.FS, -2, (2, 3)),
        (LinkType.SS, 0, (0, 1)),
        (LinkType.SS, 2, (2, 3)),
        (LinkType.FF, 0, (2, 3)),
        (LinkType.FF, 1, (3, 4)),
        (LinkType.SF, 3, (1, 2)),
    ],
)
def test_link_types_with_signed_lags(type_, lag, expected):
    project = plan([Task("a", 4), Task("b", 2)], [Link("a", "b", type_, lag)])

    assert spans(project)["b"] == expected


def test_calendar_lag_runs_through_the_week_end():
    link = Link("a", "b", LinkType.FS, 2, LagUnit.CALENDAR)

    assert spans(plan([Task("a", 5), Task("b", 1)], [link])) == {
        "a": (0, 4),
        "b": (7, 7),
    }


def test_milestone_marks_the_evening_its_predecessor_finishes():
    project = plan(
        [Task("a", 5), Task("end", kind=TaskKind.MILESTONE), Task("b", 1)],
        [Link("a", "end"), Link("end", "b")],
    )

    assert spans(project) == {"a": (0, 4), "end": (4, 4), "b": (7, 7)}


def test_milestone_falls_on_the_next_session():
    council = make_sessions(
        "council", [date(2026, 1, 9), date(2026, 1, 30)], origin=MONDAY
    )
    project = plan(
        [
            Task("file", 6),
            Task("vote", kind=TaskKind.START_MILESTONE, calendar="council"),
            Task("works", 1),
        ],
        [Link("file", "vote"), Link("vote", "works")],
        more=[council],
    )

    assert spans(project) == {"file": (0, 7), "vote": (25, 25), "works": (25, 25)}


def test_constraints_move_what_links_allow():
    def with_constraint(type_, day):
        return plan([Task("a", 2, constraints=(Constraint(type_, day),)), Task("z", 9)])

    c = ConstraintType
    assert spans(with_constraint(c.START_NO_EARLIER, 5))["a"] == (7, 8)
    assert spans(with_constraint(c.FINISH_NO_EARLIER, 5))["a"] == (4, 7)
    assert spans(with_constraint(c.MUST_START, 3))["a"] == (3, 4)
    assert spans(with_constraint(c.MUST_FINISH, 8))["a"] == (7, 8)
    limited = compute_schedule(with_constraint(c.FINISH_NO_LATER, 0))
    assert limited["a"].total_float == -1


def test_as_late_as_possible_uses_free_float_only():
    alap = (Constraint(ConstraintType.AS_LATE_AS_POSSIBLE),)
    project = plan(
        [Task("long", 8), Task("late", 2, constraints=alap), Task("next", 1)],
        [Link("long", "next"), Link("late", "next")],
    )

    assert spans(project) == {"long": (0, 9), "late": (8, 9), "next": (10, 10)}


def test_deadline_does_not_move_but_makes_float_negative():
    project = plan([Task("a", 5), Task("b", 3, deadline=7)], [Link("a", "b")])

    schedule = compute_schedule(project)

    assert schedule["b"] == TaskDates("b", 7, 9, 3, 7, -2, 0, -2)
    assert schedule["a"].total_float == -2


def test_past_never_moves_and_future_is_replanned():
    project = plan(
        [
            Task("done", 3, progress=Progress(0, 3)),
            Task("going", 5, progress=Progress(1, percent=60)),
            Task("next", 2),
            Task("free", 1),
        ],
        [Link("done", "going"), Link("going", "next")],
        status_date=8,
    )

    schedule = compute_schedule(project)

    assert spans(project) == {
        "done": (0, 3),
        "going": (1, 9),
        "next": (10, 11),
        "free": (8, 8),
    }
    assert schedule["done"].total_float is None
    assert schedule["going"].total_float == 0


def test_start_of_a_started_task_holds_its_successor_where_it_really_was():
    project = plan(
        [Task("a", 9, progress=Progress(1)), Task("b", 2)],
        [Link("a", "b", LinkType.SS, 6)],
        status_date=3,
    )

    assert spans(project)["b"] == (9, 10)


def test_summary_rolls_up_and_carries_links():
    project = plan(
        [
            Task("group", kind=TaskKind.SUMMARY),
            Task("a", 2, parent="group"),
            Task("b", 4, parent="group"),
            Task("before", 1),
            Task("after", 1),
        ],
        [Link("before", "group"), Link("group", "after")],
    )

    assert spans(project) == {
        "group": (1, 4),
        "a": (1, 2),
        "b": (1, 4),
        "before": (0, 0),
        "after": (7, 7),
    }
    assert compute_schedule(project)["a"].free_float == 2


def test_cycle_is_named_with_its_members_in_order():
    links = [Link("a", "b"), Link("b", "c"), Link("c", "a"), Link("c", "d")]

    with pytest.raises(CycleError) as caught:
        compute_schedule(plan([Task(k, 1) for k in "abcd"], links))

    assert sorted(caught.value.keys) == ["a", "b", "c"]
    loop = "".join(caught.value.keys)
    assert loop in "abcabc"


def test_unknown_end_of_a_link_is_refused():
    with pytest.raises(InvalidInput) as caught:
        compute_schedule(plan([Task("a", 1)], [Link("a", "ghost")]))

    assert caught.value.keys == ("ghost",)


def test_empty_project_has_a_schedule():
    assert dict(compute_schedule(plan([]))) == {}


def test_far_dates_lengthen_the_horizon():
    project = plan(
        [Task(f"t{i}", 900) for i in range(30)],
        [Link(f"t{i}", f"t{i + 1}") for i in range(29)],
    )

    assert compute_schedule(project)["t29"].finish == 30 * 900 // 5 * 7 - 3


@settings(max_examples=120, deadline=None)
@given(projects())
def test_dates_equal_the_naive_scheduler(project):
    naive = Naive(project)

    schedule = compute_schedule(project)

    size = schedule.network.size
    low = schedule.network.tables.horizon.low
    event = schedule.passes.event
    found = {
        key: (event[i] + low, event[size + i] + low)
        for key, i in schedule.network.nodes.index.items()
    }
    assert found == {k: (naive.start[k], naive.end[k]) for k in naive.start}


@settings(max_examples=40, deadline=None)
@given(projects(max_tasks=5))
def test_total_float_is_the_largest_harmless_delay(project):
    schedule = compute_schedule(project)
    naive = Naive(project)

    for task in project.tasks:
        dates = schedule[task.key]
        calendar = naive.calendar(task)
        day = dates.start
        for _ in range(dates.total_float):
            day = calendar.next_working(day + 1)
        assert day == dates.late_start
        assert Naive(project, hold={task.key: day}).finish == naive.finish
        day = calendar.next_working(day + 1)
        assert Naive(project, hold={task.key: day}).finish > naive.finish


@settings(max_examples=40, deadline=None)
@given(projects(max_tasks=5))
def test_free_float_delays_nobody_and_one_day_more_does(project):
    schedule = compute_schedule(project)
    naive = Naive(project)

    for task in project.tasks:
        calendar = naive.calendar(task)
        day = schedule[task.key].start
        for _ in range(schedule[task.key].free_float):
            day = calendar.next_working(day + 1)
        others = {k: v for k, v in naive.start.items() if k != task.key}
        held = Naive(project, hold={task.key: day})
        assert {k: held.start[k] for k in others} == others
        assert held.finish == naive.finish
        day = calendar.next_working(day + 1)
        held = Naive(project, hold={task.key: day})
        assert {
            k: held.start[k] for k in others
        } != others or held.finish > naive.finish


@settings(max_examples=40, deadline=None)
@given(projects())
def test_levels_and_nodes_give_the_same_numbers(project):
    slow = dict(compute_schedule(project))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SMALL", 0)
        patch.setattr(module, "_LEVELS_PER_NODE", 1)
        fast = dict(compute_schedule(project))

    assert fast == slow


@settings(max_examples=40, deadline=None)
@given(projects())
def test_a_later_release_never_makes_anything_earlier(project):
    first = project.tasks[0]
    release = Constraint(ConstraintType.START_NO_EARLIER, 9)
    kept = [c for c in first.constraints if c.type is not release.type]
    held = replace(first, constraints=(*kept, release))
    without = replace(first, constraints=tuple(kept))
    before = compute_schedule(replace(project, tasks=(without, *project.tasks[1:])))

    after = compute_schedule(replace(project, tasks=(held, *project.tasks[1:])))

    assert all(after[key].start >= before[key].start for key in before)
