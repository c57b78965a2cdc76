import json
from importlib.resources import files

import jsonschema
import pytest
from tests.engine.cli.test_level import PROBLEM
from tests.engine.cli.test_simulate import NETWORK

SCHEMAS = files("possibles.engine.formats") / "schema"


@pytest.mark.parametrize(
    ("name", "document"), [("leveling", PROBLEM), ("risk", NETWORK)]
)
def test_the_schema_accepts_what_the_reader_accepts(name, document):
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document | {"unknown": 1}, schema)
