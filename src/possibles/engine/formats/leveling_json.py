"""Our JSON form of a resource-constrained problem.

`{"activities": [{"key", "modes": [{"duration", "demands": {resource: units}}],
"release", "deadline", "due", "weight"}], "resources": [{"key", "capacity", "changes":
[[day, capacity]], "renewable"}], "lags": [{"before", "after", "minimum", "maximum",
"kind"}], "objective": "makespan" or "weighted_lateness"}`. Days count from a stated
origin.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from possibles.engine.errors import InvalidInput
from possibles.engine.leveling.problem import (
    Activity,
    Lag,
    LagKind,
    LevelingProblem,
    Mode,
    Objective,
    Resource,
)


def parse_leveling_problem(text: str) -> LevelingProblem:
    """Read a problem.

    Raises
    ------
    InvalidInput
        Not JSON, unknown or missing fields, or contradictory data.
    """
    try:
        data = json.loads(text)
        resources = tuple(_read_resource(item) for item in data.get("resources", ()))
        keys = [resource.key for resource in resources]
        return LevelingProblem(
            activities=tuple(_read_activity(i, keys) for i in data["activities"]),
            resources=resources,
            lags=tuple(_read_lag(item) for item in data.get("lags", ())),
            objective=Objective(data.get("objective", "makespan")),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
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
