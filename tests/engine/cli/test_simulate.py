import json

import pytest

from possibles.engine.cli.frame import main

NETWORK = {
    "tasks": [
        {"key": "a", "duration": {"shape": "pert", "low": 2, "likely": 4, "high": 9}},
        {"key": "b", "duration": 5, "cost": 100, "is_milestone": True, "deadline": 20},
    ],
    "links": [{"before": "a", "after": "b", "kind": "FS", "lag": 1}],
    "events": [
        {
            "key": "e",
            "probability": 0.5,
            "tasks": ["a"],
            "delay": 3,
            "mitigation": {"cost": 5, "probability": 0.0},
        }
    ],
}


def write(folder, data):
    path = folder / "network.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def test_simulate_prints_everything_as_json(tmp_path, capsys):
    path = write(tmp_path, NETWORK)

    status = main(["simulate", path, "--samples", "200", "--seed", "3", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert (answer["samples"], answer["seed"]) == (200, 3)
    assert answer["cost"] == {
        "p10": 105,
        "p50": 105,
        "p80": 105,
        "p95": 105,
        "mean": 105.0,
    }
    assert [m["key"] for m in answer["milestones"]] == ["b"]
    assert answer["milestones"][0]["probability"] == 1.0
    assert len(answer["cloud"]) == 200


def test_simulate_is_the_same_twice_whatever_the_workers(tmp_path, capsys):
    path = write(tmp_path, NETWORK)

    main(["simulate", path, "--samples", "500", "--workers", "1", "--json"])
    first = capsys.readouterr().out
    main(["simulate", path, "--samples", "500", "--workers", "3", "--json"])

    assert capsys.readouterr().out == first


def test_simulate_prints_lines_for_people(tmp_path, capsys):
    main(["simulate", write(tmp_path, NETWORK), "--samples", "50"])

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "50 samples, seed 0"
    assert [line.split()[0] for line in lines[1:4]] == ["finish", "cost", "b"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"tasks": [{"key": "a", "duration": {"shape": "x"}}]}']
)
def test_simulate_refuses_malformed_files_with_a_sentence(tmp_path, capsys, text):
    path = tmp_path / "network.json"
    path.write_text(text, encoding="utf-8")

    assert main(["simulate", str(path)]) == 2
    error = capsys.readouterr().err
    assert error
    assert "Traceback" not in error


def test_simulate_reads_the_risk_field_of_a_project(tmp_path, capsys):
    project = {
        "format": "possibles.project",
        "version": 1,
        "origin": "2026-01-05",
        "tasks": [{"key": "a", "duration": 10}, {"key": "b", "duration": 5}],
        "links": [{"from": "a", "to": "b"}],
        "risk": {
            "estimates": {"a": 10, "b": 5},
            "groups": [{"key": "g", "correlation": 0.5}],
            "group_of": {"a": "g", "b": "g"},
            "events": [{"key": "e", "probability": 1, "tasks": ["b"], "delay": 3}],
        },
    }

    main(["simulate", write(tmp_path, project), "--samples", "20", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert answer["finish"]["p10"] == answer["finish"]["p95"]


def test_simulate_says_from_which_date_days_count(tmp_path, capsys):
    path = write(tmp_path, NETWORK | {"origin": "2027-01-04"})

    main(["simulate", path, "--samples", "50", "--json"])
    answer = json.loads(capsys.readouterr().out)
    main(["simulate", path, "--samples", "50"])

    assert answer["origin"] == "2027-01-04"
    assert "days from 2027-01-04" in capsys.readouterr().out
