import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.scheduling.builders import plan
from tests.engine.scheduling.strategies import projects

from possibles.engine.errors import InvalidInput
from possibles.engine.scheduling.attribution import (
    ContributionKind,
    attribute_variance,
)
from possibles.engine.scheduling.changes import (
    AddTask,
    RemoveLink,
    SetConstraints,
    SetDuration,
    apply_changes,
)
from possibles.engine.scheduling.model import (
    Constraint,
    ConstraintType,
    Link,
    Task,
)
from possibles.engine.scheduling.schedule import compute_schedule
from possibles.engine.scheduling.variance import (
    PlanVariance,
    TaskVariance,
    compare_plans,
    find_baseline,
    take_baseline,
)

BEFORE = plan(
    [Task("design", 4, cost=100), Task("works", 6), Task("gone", 1)],
    [Link("design", "works")],
    calendar="all",
)
AFTER = plan(
    [Task("design", 5, cost=150), Task("works", 6), Task("new", 1, cost=10)],
    [Link("design", "works", lag=2)],
    calendar="all",
)


def test_compare_plans_tells_every_difference():
    difference = compare_plans(compute_schedule(BEFORE), compute_schedule(AFTER))

    design = TaskVariance("design", 0, 1, 1, 50)
    assert difference == PlanVariance(
        added=("new",),
        removed=("gone",),
        moved=(design, TaskVariance("works", 3, 3, 0, 0)),
        longer=(design,),
        shorter=(),
        costlier=(design,),
        cheaper=(),
        finish=3,
        cost=60,
    )


def test_a_baseline_compares_like_its_schedule():
    before, after = compute_schedule(BEFORE), compute_schedule(AFTER)

    assert compare_plans(take_baseline(before, "v1"), after) == compare_plans(
        before, after
    )


def test_find_baseline_refuses_unknown_keys():
    with pytest.raises(InvalidInput):
        find_baseline(BEFORE)


def test_worked_example_of_the_page():
    # docs/development/algorithms/variance.md
    shared = attribute_variance(
        compute_schedule(BEFORE), compute_schedule(AFTER), "works"
    )

    assert [(c.kind, c.key, c.days) for c in shared.contributions] == [
        (ContributionKind.LENGTH, "design", 1),
        (ContributionKind.LINK, "works", 2),
    ]
    assert shared.variance == 3
    assert shared.by_task() == {"works": 2, "design": 1}


def test_a_new_date_is_a_root_cause():
    release = (Constraint(ConstraintType.START_NO_EARLIER, 3),)
    after = apply_changes(BEFORE, [SetConstraints("design", release)])

    shared = attribute_variance(
        compute_schedule(BEFORE), compute_schedule(after), "works"
    )

    assert [(c.kind, c.key, c.days) for c in shared.contributions] == [
        (ContributionKind.ROOT, "design", 3)
    ]


def test_an_added_task_on_the_path_takes_its_share():
    after = apply_changes(
        BEFORE,
        [
            RemoveLink(Link("design", "works")),
            AddTask(Task("clean", 5)),
        ],
    )
    links = (Link("design", "clean"), Link("clean", "works"))
    after = plan(after.tasks, links, calendar="all")

    shared = attribute_variance(
        compute_schedule(BEFORE), compute_schedule(after), "works"
    )

    assert shared.by_task() == {"clean": 5}


def test_a_task_missing_from_a_plan_is_refused():
    with pytest.raises(InvalidInput):
        attribute_variance(compute_schedule(BEFORE), compute_schedule(AFTER), "new")


@settings(max_examples=60, deadline=None)
@given(projects(), st.lists(st.integers(1, 9), min_size=7, max_size=7))
def test_contributions_add_up_to_the_variance(project, durations):
    before = compute_schedule(project)
    changes = [
        SetDuration(task.key, length)
        for task, length in zip(project.tasks, durations, strict=False)
        if task.duration
    ]
    after = compute_schedule(apply_changes(project, changes))

    for key in before:
        shared = attribute_variance(before, after, key)
        assert sum(c.days for c in shared.contributions) == shared.variance
        assert shared.variance == after[key].finish - before[key].finish
