import json

from possibles.engine.arbitration.codec import to_json
from possibles.engine.arbitration.generator import make_portfolio
from possibles.engine.cli.frame import main


def save(tmp_path, portfolio):
    path = tmp_path / "portfolio.json"
    path.write_text(json.dumps(to_json(portfolio)), "utf-8")
    return str(path)


def test_arbitrate_prints_json(tmp_path, capsys):
    path = save(tmp_path, make_portfolio(6, seed=1))

    assert main(["arbitrate", path, "--time-limit", "1", "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] in {"optimal", "feasible"}
    assert len(answer["operations"]) == 6


def test_arbitrate_prints_a_table(tmp_path, capsys):
    path = save(tmp_path, make_portfolio(4, seed=1))

    assert main(["arbitrate", path, "--time-limit", "1"]) == 0

    assert "OP0003" in capsys.readouterr().out


def test_arbitrate_refuses_a_file_that_is_no_portfolio(tmp_path, capsys):
    path = tmp_path / "bad.json"
    path.write_text('{"horizon": 1}', "utf-8")

    assert main(["arbitrate", str(path)]) == 2

    assert "$.horizon" in capsys.readouterr().err
