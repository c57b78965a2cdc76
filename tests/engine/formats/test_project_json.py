import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from tests.engine.scheduling.strategies import projects

from possibles.engine.calendars.calendar import Calendar, make_sessions
from possibles.engine.errors import InvalidInput
from possibles.engine.formats import project_json
from possibles.engine.formats.project_json import (
    build_project,
    parse_project,
    read_project,
)
from possibles.engine.formats.project_json_write import dump_project
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

SCHEMA = json.loads(
    (Path(project_json.__file__).parent / "schema" / "project.schema.json").read_text()
)
ORIGIN = date(2026, 1, 5)
LEAST = {"format": "possibles.project", "version": 1, "origin": "2026-01-05"}
WHOLE = Project(
    ORIGIN,
    (
        Task("g", kind=TaskKind.SUMMARY, name="École"),
        Task("a", 4, parent="g", cost=1200, owner="Ville", resources=("r",),
             progress=Progress(0, None, 0, 50)),
        Task("b", kind=TaskKind.START_MILESTONE, calendar="council", deadline=40,
             constraints=(Constraint(ConstraintType.START_NO_EARLIER, 9),)),
        Task("c", 1, constraints=(Constraint(ConstraintType.AS_LATE_AS_POSSIBLE),)),
    ),
    (Link("a", "b", LinkType.FF, -2, LagUnit.CALENDAR), Link("b", "c")),
    (
        Calendar("week", ORIGIN, off=frozenset({3, 4, 8}), on=frozenset({5})),
        make_sessions("council", [date(2026, 1, 9)], origin=ORIGIN),
    ),
    "week",
    start=1,
    finish=60,
    status_date=2,
    baselines=(Baseline("v1", {"a": BaselineEntry(0, 3, 4, 5)}),),
    name="Plan",
)  # fmt: skip


def test_everything_survives_writing_and_reading():
    assert build_project(dump_project(WHOLE)) == WHOLE


@settings(max_examples=40, deadline=None)
@given(projects())
def test_any_project_survives_and_follows_the_schema(project):
    document = json.loads(json.dumps(dump_project(project)))

    jsonschema.validate(document, SCHEMA)
    assert build_project(document) == project


def test_the_whole_document_follows_the_schema():
    jsonschema.validate(json.loads(json.dumps(dump_project(WHOLE))), SCHEMA)


def test_the_example_of_the_page_is_read():
    page = Path(__file__).parents[3] / "docs" / "development" / "engine-json.md"
    text = page.read_text(encoding="utf-8")
    example = text.split("```json\n")[1].split("```")[0]

    jsonschema.validate(json.loads(example), SCHEMA)
    assert len(parse_project(example).tasks) == 5


def test_a_file_is_read(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(dump_project(WHOLE)), encoding="utf-8")

    assert read_project(path) == WHOLE


def document(**values):
    return json.dumps({**LEAST, "tasks": [], **values})


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (document(tasks=[{"key": "a", "dedline": "2026-01-01"}]), ("tasks/0/dedline",)),
        (document(tasks=[{"duration": 1}]), ("tasks/0/key",)),
        (document(tasks=[{"key": "a", "duration": 1.5}]), ("tasks/0/duration",)),
        (document(tasks=[{"key": "a", "duration": True}]), ("tasks/0/duration",)),
        (document(tasks=[{"key": "a", "deadline": "soon"}]), ("tasks/0/deadline",)),
        (document(tasks=[{"key": "a", "kind": "job"}]), ("tasks/0/kind",)),
        (document(tasks={}), ("tasks",)),
        (document(version=2), ("format", "version")),
        (document(calendars=[{"key": "c", "week": "11"}]), ("calendars/0/week",)),
        (document(calendars=[{"key": "c", "off": [["2026-01-05"]]}]), ("calendars/0/off/0",)),
        (document(links=[{"from": "a"}]), ("links/0/to",)),
        (document(tasks=[{"key": "a", "deadline": "9999-01-01"}]), ("tasks/0/deadline",)),
        (document(tasks=[{"key": "a", "duration": 10**9}]), ("tasks/0",)),
        ('{"a": 1, "a": 2}', ("a",)),
        ("[]", ("",)),
        ("nope", ()),
        ("[" * 100_000, ()),
        ('{"a": NaN}', ()),
    ],
)  # fmt: skip
def test_what_is_wrong_is_pointed_at(text, keys):
    with pytest.raises(InvalidInput) as caught:
        parse_project(text)
    assert caught.value.keys == keys
