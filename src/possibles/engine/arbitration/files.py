"""Portfolios in and results out, as JSON files."""

import json
from pathlib import Path
from typing import Any

from possibles.engine.arbitration.codec import from_json, to_json, to_schema
from possibles.engine.arbitration.problem import Portfolio
from possibles.engine.arbitration.result import Result
from possibles.engine.errors import InvalidInput

LARGEST_FILE = 50_000_000
"""Bytes a portfolio file may weigh."""


def read_portfolio(path: Path) -> Portfolio:
    """Return the portfolio of a JSON file.

    Raises
    ------
    InvalidInput
        When the file is absent, too large, no JSON, or no portfolio.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InvalidInput("the file is too large", keys=(str(path),))
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInput(f"unreadable file: {error}", keys=(str(path),)) from error
    return from_json(Portfolio, data)


def write_result(result: Result) -> dict[str, Any]:
    """Return a result as JSON data, its gap added (null when unknown)."""
    data: dict[str, Any] = to_json(result)
    for level, origin in zip(data["levels"], result.levels, strict=True):
        level["gap"] = origin.gap
    data["gap"] = result.gap if result.levels else None
    return data


def portfolio_schema() -> dict[str, Any]:
    """Return the JSON Schema of a portfolio file."""
    schema: dict[str, Any] = to_schema(Portfolio, title="Portfolio to arbitrate")
    return schema
