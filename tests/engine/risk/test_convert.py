from datetime import date

import pytest

from possibles.engine.calendars.calendar import Calendar
from possibles.engine.errors import InvalidInput
from possibles.engine.risk.convert import Spread, convert_project
from possibles.engine.risk.network import (
    Estimate,
    LinkKind,
    RiskLink,
    RiskNetwork,
    RiskTask,
    Shape,
    fixed,
)
from possibles.engine.scheduling.model import (
    Constraint,
    ConstraintType,
    Link,
    LinkType,
    Progress,
    Project,
    Task,
    TaskKind,
)
from possibles.engine.scheduling.schedule import compute_schedule

MONDAY = date(2026, 1, 5)


def convert(*tasks, links=(), **fields):
    project = Project(
        MONDAY,
        tasks,
        links,
        calendars=(Calendar("week", MONDAY),),
        calendar="week",
        **fields,
    )
    return convert_project(project, compute_schedule(project), spread=Spread(0.5, 2))


def test_durations_become_calendar_days():
    # 10 working days from a Monday end on the Friday of the second week: 12 days.
    network = convert(
        Task("a", 10, cost=500_00, owner="city", deadline=20),
        Task("b", 5, constraints=(Constraint(ConstraintType.START_NO_EARLIER, 21),)),
        links=(Link("a", "b", LinkType.FS, 5),),
    )

    assert network == RiskNetwork(
        (
            RiskTask(
                "a",
                Estimate(Shape.PERT, 6, 12, 24),
                cost=fixed(500_00),
                deadline=21,
                account="city",
            ),
            RiskTask("b", Estimate(Shape.PERT, 2.5, 5, 10), release=21),
        ),
        (RiskLink("a", "b", LinkKind.FINISH_START, 7),),
        origin=MONDAY,
    )


def test_the_past_does_not_move():
    network = convert(
        Task("done", 5, progress=Progress(0, 4, percent=100)),
        Task("next", 5),
        links=(Link("done", "next"),),
        status_date=7,
    )

    assert network.tasks[0] == RiskTask("done", fixed(0), release=5)
    assert network.tasks[1].release == 7


def test_a_summary_holds_what_follows_it():
    network = convert(
        Task("phase", kind=TaskKind.SUMMARY),
        Task("a", 5, parent="phase"),
        Task("b", 5),
        links=(Link("phase", "b"),),
    )

    assert [task.key for task in network.tasks] == [
        "a",
        "b",
        "phase:start",
        "phase:finish",
    ]
    assert network.links == (
        RiskLink("phase:finish", "b"),
        RiskLink("a", "phase:finish"),
        RiskLink("phase:start", "a"),
    )


def test_odd_links_of_summaries_are_refused():
    with pytest.raises(InvalidInput) as caught:
        convert(
            Task("phase", kind=TaskKind.SUMMARY),
            Task("a", 5, parent="phase"),
            Task("b", 5),
            links=(Link("phase", "b", LinkType.SS),),
        )

    assert caught.value.keys == ("phase", "b")
