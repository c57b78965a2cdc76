import json
import subprocess
import sys
from pathlib import Path

import pytest

from possibles.engine.cli.frame import main

DOCUMENT = {
    "format": "possibles.project",
    "version": 1,
    "origin": "2026-01-05",
    "tasks": [
        {"key": "a", "duration": 3},
        {"key": "b", "duration": 2, "deadline": "2026-01-08"},
    ],
    "links": [{"from": "a", "to": "b"}],
}
SOURCES = str(Path(__file__).parents[3] / "src")


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    return path


def test_schedule_prints_dates_floats_and_conflicts(plan, capsys):
    assert main(["schedule", str(plan), "--json", "--why", "b"]) == 0

    printed = json.loads(capsys.readouterr().out)
    assert printed["status"] == "infeasible"
    assert printed["tasks"][1] == {
        "key": "b",
        "name": "",
        "start": "2026-01-08",
        "finish": "2026-01-09",
        "late_start": "2026-01-07",
        "late_finish": "2026-01-08",
        "total_float": -1,
        "free_float": 0,
        "slack_days": -1,
        "critical": True,
    }
    assert printed["conflicts"][0]["members"] == ["a", "b"]
    assert [step["key"] for step in printed["why"]["chain"]] == ["a", "b"]


def test_schedule_writes_both_formats(plan, tmp_path, capsys):
    xml, again = tmp_path / "plan.xml", tmp_path / "again.json"

    assert main(["schedule", str(plan), "--out", str(xml)]) == 0
    assert main(["schedule", str(xml), "--out", str(again)]) == 0

    assert "2026-01-09" in capsys.readouterr().out
    assert len(json.loads(again.read_text())["tasks"]) == 2


def test_compare_and_health_answer(plan, tmp_path, capsys):
    later = tmp_path / "later.json"
    tasks = [{"key": "a", "duration": 5}, *DOCUMENT["tasks"][1:]]
    later.write_text(json.dumps({**DOCUMENT, "tasks": tasks}), encoding="utf-8")

    assert main(["compare", str(plan), str(later), "--json"]) == 0
    difference = json.loads(capsys.readouterr().out)
    assert difference["attribution"]["contributions"] == [
        {"kind": "length", "key": "a", "days": 2}
    ]
    assert main(["compare", str(plan), str(later)]) == 0
    assert main(["health", str(plan), "--json"]) == 0
    assert main(["health", str(plan)]) == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.json", "{}"),
        ("plan.xml", "<!DOCTYPE a><Project/>"),
        ("plan.txt", ""),
    ],
)
def test_refusals_are_one_sentence(tmp_path, capsys, name, content):
    path = tmp_path / name
    path.write_text(content)

    assert main(["schedule", str(path)]) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1


def test_missing_file_and_unknown_task_are_refused(plan, capsys):
    assert main(["schedule", "/nowhere.json"]) == 2
    assert main(["schedule", str(plan), "--why", "ghost"]) == 2
    assert "ghost" in capsys.readouterr().err


def test_the_package_is_light_to_import():
    program = (
        "import sys, possibles.engine, possibles.engine.cli.frame;"
        "print([m for m in ('ortools', 'numpy', 'pandas', 'django') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": SOURCES},
    )

    assert done.stdout.strip() == "[]"


def test_huge_file_is_refused_by_the_command(tmp_path):
    path = tmp_path / "bomb.xml"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)

    done = subprocess.run(
        [sys.executable, "-m", "possibles.engine", "schedule", str(path)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": SOURCES},
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
