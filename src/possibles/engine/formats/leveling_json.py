"""Our JSON form of a resource-constrained problem: `schema/leveling.schema.json`.

Days count from a stated origin; a resource left out of a mode is not asked for.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from possibles.engine.errors import InvalidInput
from possibles.engine.formats.guarded import LARGEST_JSON, read_bytes
from possibles.engine.formats.project_json import load_json
from possibles.engine.leveling.problem import (
    Activity,
    Lag,
    LagKind,
    LevelingProblem,
    Mode,
    Objective,
    Resource,
)


def read_leveling_problem(path: Path) -> LevelingProblem:
    """Read a problem.

    Raises
    ------
    InvalidInput
        Not JSON, unknown or missing fields, or contradictory data.
    """
    return build_leveling_problem(load_json(read_bytes(path, largest=LARGEST_JSON)))


def build_leveling_problem(data: Any) -> LevelingProblem:
    """Turn a parsed document into a problem."""
    try:
        resources = tuple(_read_resource(item) for item in data.get("resources", ()))
        keys = [resource.key for resource in resources]
        return LevelingProblem(
            activities=tuple(_read_activity(i, keys) for i in data["activities"]),
            resources=resources,
            lags=tuple(_read_lag(item) for item in data.get("lags", ())),
            objective=Objective(data.get("objective", "makespan")),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InvalidInput(f"malformed leveling problem: {error}") from error


def _read_resource(item: Mapping[str, Any]) -> Resource:
    fields = dict(item)
    changes = tuple((day, units) for day, units in fields.pop("changes", ()))
    return Resource(changes=changes, **fields)


def _read_activity(item: Mapping[str, Any], resources: Sequence[str]) -> Activity:
    fields = dict(item)
    modes = tuple(_read_mode(mode, resources) for mode in fields.pop("modes"))
    return Activity(modes=modes, **fields)


def _read_mode(item: Mapping[str, Any], resources: Sequence[str]) -> Mode:
    demands = dict(item.get("demands", {}))
    unknown = sorted(set(demands).difference(resources))
    if unknown:
        raise InvalidInput("unknown resources", keys=unknown)
    return Mode(item["duration"], tuple(demands.get(key, 0) for key in resources))


def _read_lag(item: Mapping[str, Any]) -> Lag:
    fields = dict(item)
    return Lag(kind=LagKind(fields.pop("kind", "FS")), **fields)
