from datetime import date

from tests.engine.scheduling.builders import MONDAY, plan

from possibles.engine.calendars.calendar import make_sessions
from possibles.engine.scheduling.causes import Cause, CauseKind
from possibles.engine.scheduling.explain import explain_finish, explain_start
from possibles.engine.scheduling.model import (
    Constraint,
    ConstraintType,
    Link,
    LinkType,
    Progress,
    Task,
    TaskKind,
)
from possibles.engine.scheduling.schedule import compute_schedule

SNET = ConstraintType.START_NO_EARLIER


def test_explain_start_names_the_binding_link_and_the_slack_of_others():
    slow, fast = Link("slow", "next"), Link("fast", "next")
    project = plan([Task("slow", 4), Task("fast", 1), Task("next", 1)], [slow, fast])

    why = explain_start(compute_schedule(project), "next")

    assert why.day == 4
    assert why.causes == (
        Cause(CauseKind.LINK, 0, "slow", slow),
        Cause(CauseKind.LINK, 3, "fast", fast),
        Cause(CauseKind.PROJECT_START, 4, day=0),
    )
    assert [step.key for step in why.chain] == ["slow", "next"]
    assert why.root == Cause(CauseKind.PROJECT_START, 0, day=0)


def test_explain_start_counts_the_days_a_calendar_is_closed():
    project = plan([Task("a", 5), Task("b", 1)], [Link("a", "b")])

    why = explain_start(compute_schedule(project), "b")

    assert (why.day, why.chain[-1].closed_days) == (7, 2)


def test_explain_start_says_a_session_is_only_assumed():
    council = make_sessions("council", [date(2026, 1, 6)], origin=MONDAY, period=10)
    vote = Task("vote", kind=TaskKind.START_MILESTONE, calendar="council")
    project = plan([Task("file", 3), vote], [Link("file", "vote")], more=[council])

    step = explain_start(compute_schedule(project), "vote").chain[-1]

    assert (step.start, step.closed_days, step.is_beyond_sessions) == (11, 8, True)


def test_explain_start_of_a_constrained_task():
    held = Task("a", 1, constraints=(Constraint(SNET, 2),))

    why = explain_start(compute_schedule(plan([held])), "a")

    assert why.root == Cause(CauseKind.CONSTRAINT, 0, constraint=SNET, day=2)


def test_explain_start_of_an_imposed_date_ignores_links():
    must = (Constraint(ConstraintType.MUST_START, 1),)
    project = plan([Task("a", 4), Task("b", 1, constraints=must)], [Link("a", "b")])

    why = explain_start(compute_schedule(project), "b")

    assert why.causes[0].kind is CauseKind.IMPOSED
    assert len(why.chain) == 1


def test_explain_start_of_a_started_task_is_its_past():
    project = plan([Task("a", 4, progress=Progress(1))], status_date=2)

    why = explain_start(compute_schedule(project), "a")

    assert why.causes == (Cause(CauseKind.ACTUAL, 0, "a", day=1),)


def test_explain_finish_of_a_started_task_is_the_status_date():
    project = plan([Task("a", 4, progress=Progress(1))], status_date=2)

    why = explain_finish(compute_schedule(project), "a")

    assert (why.day, why.root.kind) == (7, CauseKind.STATUS_DATE)


def test_explain_start_as_late_as_possible():
    alap = (Constraint(ConstraintType.AS_LATE_AS_POSSIBLE),)
    project = plan([Task("long", 9), Task("late", 1, constraints=alap)])

    why = explain_start(compute_schedule(project), "late")

    assert why.causes[0].kind is CauseKind.AS_LATE_AS_POSSIBLE


def test_explain_passes_through_summaries():
    project = plan(
        [
            Task("group", kind=TaskKind.SUMMARY),
            Task("a", 2, parent="group"),
            Task("after", 1),
        ],
        [Link("group", "after")],
    )

    why = explain_start(compute_schedule(project), "after")

    assert [step.key for step in why.chain] == ["a", "group", "after"]


def test_explain_finish_held_by_a_finish():
    link = Link("a", "b", LinkType.FF, 1)
    project = plan([Task("a", 3), Task("b", 1)], [link])

    why = explain_finish(compute_schedule(project), "b")

    assert (why.day, why.causes[0].link) == (3, link)
