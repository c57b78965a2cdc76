from tests.engine.scheduling.builders import plan

from possibles.engine.scheduling.health import assess_health
from possibles.engine.scheduling.health_findings import Check, Skip
from possibles.engine.scheduling.model import (
    Baseline,
    BaselineEntry,
    Constraint,
    ConstraintType,
    Link,
    LinkType,
    Progress,
    Task,
)
from possibles.engine.scheduling.schedule import compute_schedule


def findings(project, baseline=None):
    found = assess_health(compute_schedule(project), baseline)
    return {item.check: item for item in found}


def test_fourteen_checks_in_order():
    found = assess_health(compute_schedule(plan([Task("a", 1)])))
    assert [item.check for item in found] == list(Check)


def test_a_sound_plan_passes_what_it_can():
    project = plan([Task("a", 3, owner="x"), Task("b", 2, owner="x")], [Link("a", "b")])

    found = findings(project)

    assert {check: item.passed for check, item in found.items()} == {
        Check.LOGIC: True,
        Check.LEADS: True,
        Check.LAGS: True,
        Check.LINK_TYPES: True,
        Check.HARD_CONSTRAINTS: True,
        Check.HIGH_FLOAT: True,
        Check.NEGATIVE_FLOAT: True,
        Check.HIGH_DURATION: True,
        Check.INVALID_DATES: None,
        Check.RESOURCES: True,
        Check.MISSED_TASKS: None,
        Check.CRITICAL_PATH_TEST: True,
        Check.CPLI: None,
        Check.BEI: None,
    }
    assert found[Check.MISSED_TASKS].skipped is Skip.NO_BASELINE


def test_offenders_are_named():
    must = (Constraint(ConstraintType.MUST_START, 2),)
    project = plan(
        [
            Task("a", 60, deadline=3),
            Task("b", 2, constraints=must),
            Task("c", 2, owner="x"),
            Task("alone", 1),
        ],
        [Link("a", "c", lag=-1), Link("b", "c", LinkType.SS, 4)],
    )

    found = findings(project)

    assert {check: item.offenders for check, item in found.items()} == {
        Check.LOGIC: ("a", "b", "alone"),
        Check.LEADS: ("a>c",),
        Check.LAGS: ("b>c",),
        Check.LINK_TYPES: ("b>c",),
        Check.HARD_CONSTRAINTS: ("b",),
        Check.HIGH_FLOAT: ("alone",),
        Check.NEGATIVE_FLOAT: ("a",),
        Check.HIGH_DURATION: ("a",),
        Check.INVALID_DATES: (),
        Check.RESOURCES: ("a", "b", "alone"),
        Check.MISSED_TASKS: (),
        Check.CRITICAL_PATH_TEST: (),
        Check.CPLI: (),
        Check.BEI: (),
    }


def test_progress_against_the_baseline():
    project = plan(
        [
            Task("a", 2, progress=Progress(0, 2)),
            Task("b", 2, progress=Progress(3)),
            Task("c", 9),
        ],
        [Link("a", "b"), Link("b", "c")],
        status_date=7,
    )
    entries = {
        "a": BaselineEntry(0, 1, 2),
        "b": BaselineEntry(2, 3, 2),
        "c": BaselineEntry(4, 16, 9),
    }

    found = findings(project, Baseline("v1", entries))

    assert found[Check.MISSED_TASKS].offenders == ("a", "b")
    assert found[Check.BEI].offenders == ("b",)
    assert (found[Check.BEI].count, found[Check.BEI].total) == (1, 2)
    assert (found[Check.CPLI].count, found[Check.CPLI].total) == (10, 15)
    assert found[Check.INVALID_DATES].passed is True


def test_an_imposed_date_cuts_the_critical_path():
    must = (Constraint(ConstraintType.MUST_FINISH, 20),)
    project = plan([Task("a", 3), Task("end", 1, constraints=must)], [Link("a", "end")])

    found = findings(project)[Check.CRITICAL_PATH_TEST]

    assert (found.passed, found.offenders) == (False, ("a", "end"))
