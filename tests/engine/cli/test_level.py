import json
import subprocess
import sys

import pytest

from possibles.engine.cli.frame import main

PROBLEM = {
    "activities": [
        {"key": key, "modes": [{"duration": 2, "demands": {"team": 2}}]}
        for key in "abc"
    ],
    "resources": [{"key": "team", "capacity": 3}],
    "lags": [{"before": "a", "after": "b", "minimum": 1}],
}


def write(folder, data):
    path = folder / "problem.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def test_level_prints_status_makespan_bound_and_starts(tmp_path, capsys):
    path = write(tmp_path, PROBLEM)

    status = main(["level", path, "--time-limit", "5", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    starts = answer.pop("starts")
    assert answer == {
        "status": "optimal",
        "makespan": 6,
        "objective": 6,
        "bound": 6,
        "gap": 0.0,
        "modes": {"a": 0, "b": 0, "c": 0},
    }
    assert sorted(starts.values()) == [0, 2, 4]


def test_level_prints_the_conflict_in_terms_of_the_input(tmp_path, capsys):
    path = write(tmp_path, PROBLEM | {"resources": [{"key": "team", "capacity": 1}]})

    status = main(["level", path, "--json"])

    assert status == 0
    assert json.loads(capsys.readouterr().out) == {
        "status": "infeasible",
        "makespan": None,
        "bound": None,
        "starts": None,
        "conflict": {
            "kind": "demand",
            "activities": ["a"],
            "resources": ["team"],
            "lags": [],
            "needed": 2,
            "available": 1,
            "start": None,
            "end": None,
            "is_minimal": True,
        },
    }


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"activities": [{"key": "a"}]}', "[" * 100_000]
)
def test_level_refuses_malformed_files_with_a_sentence(tmp_path, capsys, text):
    path = tmp_path / "problem.json"
    path.write_text(text, encoding="utf-8")

    assert main(["level", str(path)]) == 2
    error = capsys.readouterr().err
    assert error
    assert "Traceback" not in error


def test_level_prints_lines_for_people(tmp_path, capsys):
    main(["level", write(tmp_path, PROBLEM), "--time-limit", "5"])

    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["status     optimal", "makespan   6"]


def test_building_a_problem_loads_neither_solver_nor_pandas():
    script = (
        "import sys, possibles.engine.leveling.solve, possibles.engine.risk.simulation;"
        "assert not {'ortools', 'pandas'} & set(sys.modules)"
    )

    subprocess.run(
        [sys.executable, "-c", script], check=True, env={"PYTHONPATH": "src"}
    )
