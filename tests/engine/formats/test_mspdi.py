import csv
import os
from datetime import date
from pathlib import Path

import pytest

from possibles.engine.calendars.calendar import Calendar
from possibles.engine.errors import InvalidInput
from possibles.engine.formats.mspdi import parse_mspdi, read_mspdi
from possibles.engine.formats.mspdi_document import Notice, NoticeKind
from possibles.engine.formats.mspdi_write import write_mspdi
from possibles.engine.scheduling.model import (
    Baseline,
    BaselineEntry,
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
from possibles.engine.scheduling.schedule import compute_schedule

SHARED = Path(os.environ.get("POSSIBLES_SHARED", Path(__file__).parents[4] / "shared"))
SAMPLES = SHARED / "data" / "mspdi"
NAMES = (
    "baselines.xml",
    "caltest.xml",
    "mspdirelations.xml",
    "sample1.xml",
    "task-links-project2019-mspdi.xml",
)


def sample(name: str):
    if not (SAMPLES / name).exists():
        pytest.skip("shared/data/mspdi is not on this machine")
    return read_mspdi(SAMPLES / name)


@pytest.mark.parametrize("name", NAMES)
def test_samples_hold_what_their_index_says(name):
    document = sample(name)
    project = document.project
    with (SAMPLES / "index.csv").open(encoding="utf-8") as stream:
        expected = next(row for row in csv.DictReader(stream) if row["file"] == name)

    found = {
        "save_version": document.save_version,
        "tasks": len(project.tasks),
        "links": len(project.links),
        "resources": len(document.resources),
        "assignments": len(document.assignments),
        "calendars": len(project.calendars),
        "task_baselines": sum(len(b.entries) for b in project.baselines),
        "summaries": sum(t.is_summary for t in project.tasks),
        "milestones": sum(t.is_milestone for t in project.tasks),
        "start": str(project.origin),
    }

    assert {key: str(value) for key, value in found.items()} == {
        **{key: expected[key] for key in found},
        "start": expected["start"][:10],
    }


# The dates of sample1's task 2, and of what contains it, come from the calendars of
# two resources working in turns, which a network without resources cannot know.
BY_RESOURCES = {"sample1.xml": {"0", "1", "2"}}


@pytest.mark.parametrize("name", NAMES)
def test_samples_are_scheduled_on_the_dates_they_record(name):
    document = sample(name)

    schedule = compute_schedule(document.project)

    found = {key: (d.start, d.finish) for key, d in schedule.items()}
    recorded = {key: (r.start, r.finish) for key, r in document.recorded.items()}
    skipped = BY_RESOURCES.get(name, set())
    assert {k: v for k, v in found.items() if k not in skipped} == {
        k: v for k, v in recorded.items() if k not in skipped
    }


@pytest.mark.parametrize("name", NAMES)
def test_samples_survive_writing_and_reading(name):
    schedule = compute_schedule(sample(name).project)

    again = parse_mspdi(write_mspdi(schedule)).project

    assert again.tasks == schedule.project.tasks
    assert again.links == schedule.project.links
    assert again.calendars == schedule.project.calendars
    assert again.baselines == schedule.project.baselines
    assert dict(compute_schedule(again)) == dict(schedule)


def test_everything_survives_writing_and_reading():
    origin = date(2026, 1, 5)
    week = Calendar("Semaine", origin, off=frozenset({8, 9, 10}), on=frozenset({12}))
    entries = {"2": BaselineEntry(0, 3, 4, 1200), "3": BaselineEntry(4, 4, 0)}
    snet = Constraint(ConstraintType.START_NO_EARLIER, 9)
    tasks = (
        Task("1", kind=TaskKind.SUMMARY, name="École & <cour>"),
        Task("2", 4, parent="1", name="Études", cost=150_000, resources=("Ville",),
             progress=Progress(0, None, 2, 50)),
        Task("3", kind=TaskKind.MILESTONE, parent="1", name="DCE", deadline=20),
        Task("4", 6, name="Travaux", constraints=(snet,), calendar="Semaine"),
        Task("5", 2, name="Fini", progress=Progress(0, 1, percent=100)),
    )  # fmt: skip
    links = (
        Link("2", "3"),
        Link("3", "4", LinkType.SS, -2),
        Link("5", "4", LinkType.FF, 3, LagUnit.CALENDAR),
    )
    project = Project(
        origin,
        tasks,
        links,
        (week,),
        "Semaine",
        status_date=3,
        baselines=(Baseline("0", entries),),
        name="Plan",
    )
    schedule = compute_schedule(project)

    content = write_mspdi(schedule)
    document = parse_mspdi(content)

    assert document.project == project
    assert document.notices == ()
    assert write_mspdi(schedule) == content
    assert {k: (r.start, r.finish) for k, r in document.recorded.items()} == {
        key: (d.start, d.finish) for key, d in schedule.items()
    }


def project_xml(tasks: str, before: str = "") -> bytes:
    return (
        '<Project xmlns="http://schemas.microsoft.com/project">'
        f"<StartDate>2026-01-05T08:00:00</StartDate>{before}<Tasks>{tasks}</Tasks>"
        "</Project>"
    ).encode()


def task_xml(uid: int, duration: str = "PT8H0M0S", more: str = "") -> str:
    return (
        f"<Task><UID>{uid}</UID><OutlineLevel>1</OutlineLevel>"
        f"<Duration>{duration}</Duration>{more}</Task>"
    )


def test_half_days_are_rounded_up_and_reported():
    document = parse_mspdi(project_xml(task_xml(1, "PT12H0M0S")))

    assert document.project.tasks[0].duration == 2
    assert document.notices == (Notice(NoticeKind.DURATION_ROUNDED, "1"),)


def test_elapsed_durations_run_every_day():
    more = "<DurationFormat>8</DurationFormat>"
    document = parse_mspdi(project_xml(task_xml(1, "PT240H0M0S", more)))

    assert (document.project.tasks[0].duration, document.project.tasks[0].calendar) == (
        10,
        "elapsed",
    )
    assert compute_schedule(document.project)["1"].finish == 9


def test_inactive_tasks_and_foreign_links_are_left_out_and_reported():
    link = "<PredecessorLink><PredecessorUID>9</PredecessorUID></PredecessorLink>"
    document = parse_mspdi(
        project_xml(task_xml(1, more="<Active>0</Active>") + task_xml(2, more=link))
    )

    assert [task.key for task in document.project.tasks] == ["2"]
    assert document.project.links == ()
    assert document.notices == (
        Notice(NoticeKind.INACTIVE_TASK, "1"),
        Notice(NoticeKind.UNKNOWN_PREDECESSOR, "2"),
    )


def test_percent_lags_follow_the_predecessor():
    link = (
        "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>3</Type>"
        "<LinkLag>50</LinkLag><LagFormat>19</LagFormat></PredecessorLink>"
    )
    document = parse_mspdi(
        project_xml(task_xml(1, "PT80H0M0S") + task_xml(2, more=link))
    )

    assert document.project.links == (Link("1", "2", LinkType.SS, 5),)


@pytest.mark.parametrize(
    "content",
    [
        b"<Other/>",
        b"<Project/>",
        project_xml(task_xml(1, "eight hours")),
        project_xml(task_xml(1, "PT99999999999H0M0S")),
        project_xml(task_xml(1, more="<Deadline>tomorrow</Deadline>")),
        project_xml(task_xml(1, more="<Deadline>9999-12-31T00:00:00</Deadline>")),
        project_xml(task_xml(1, more="<Cost>1e999999999</Cost>")),
        project_xml(task_xml(1, more="<ConstraintType>x</ConstraintType>")),
        project_xml(task_xml(1), "<MinutesPerDay>0</MinutesPerDay>"),
    ],
)
def test_nonsense_is_refused(content):
    with pytest.raises(InvalidInput):
        parse_mspdi(content)
