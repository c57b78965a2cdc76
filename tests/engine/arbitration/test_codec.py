import json
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from tests.engine.arbitration.small import make_random

from possibles.engine.arbitration import Effort, Portfolio, arbitrate
from possibles.engine.arbitration.codec import from_json, to_json
from possibles.engine.arbitration.files import (
    portfolio_schema,
    read_portfolio,
    write_result,
)
from possibles.engine.arbitration.generator import make_portfolio
from possibles.engine.errors import InvalidInput

SCHEMA = Path(__file__).parents[3] / "docs/development/schemas/portfolio.schema.json"


@pytest.mark.parametrize("seed", range(3))
def test_portfolio_survives_json(seed):
    for portfolio in (make_random(seed), make_portfolio(8, seed=seed)):
        text = json.dumps(to_json(portfolio))

        assert from_json(Portfolio, json.loads(text)) == portfolio
        jsonschema.validate(json.loads(text), portfolio_schema())


def test_published_schema_is_up_to_date():
    assert json.loads(SCHEMA.read_text("utf-8")) == portfolio_schema()


def test_write_result_is_plain_json():
    result = arbitrate(make_random(1), Effort(seconds=10, rounds=1))

    data = json.loads(json.dumps(write_result(result)))

    assert data["gap"] == result.gap
    assert data["levels"][0]["value"] == result.levels[0].value
    assert set(data["operations"]) == {"O0", "O1", "O2"}


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        ([], ("$",)),
        ({"horizon": 3}, ("$.horizon",)),
        ({"horizon": {"first_year": "x"}}, ("$.horizon.first_year",)),
        ({"step": True}, ("$.step",)),
        ({"colour": 1}, ("$.colour",)),
        ({"operations": []}, ("$",)),
    ],
)
def test_from_json_says_where_the_fault_is(data, keys):
    with pytest.raises(InvalidInput) as caught:
        from_json(Portfolio, data)

    assert caught.value.keys == keys


def test_from_json_reads_fractions_exactly():
    portfolio = to_json(make_random(0))
    portfolio["limits"]["vat"]["rate"] = "0.16404"

    assert from_json(Portfolio, portfolio).limits.vat.rate == Fraction("0.16404")


def test_read_portfolio_refuses_what_is_no_json(tmp_path):
    path = tmp_path / "portfolio.json"
    path.write_text("[" * 100_000, "utf-8")

    for bad in (path, tmp_path / "absent.json"):
        with pytest.raises(InvalidInput) as caught:
            read_portfolio(bad)
        assert caught.value.keys == (str(bad),)
