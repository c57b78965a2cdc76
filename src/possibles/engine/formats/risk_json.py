"""Our JSON form of a risk network.

`{"tasks": [{"key", "duration": {"shape", "low", "likely", "high"} or days, "cost",
"daily_cost", "release", "deadline", "group", "account", "is_milestone"}], "links":
[{"before", "after", "kind", "lag"}], "groups": [{"key", "correlation"}], "events":
[{"key", "probability", "tasks", "delay", "cost", "mitigation"}], "budget"}`.
Days count from a stated origin, amounts are whole cents.
"""

import json
from collections.abc import Mapping
from typing import Any

from possibles.engine.errors import InvalidInput
from possibles.engine.risk.network import (
    Estimate,
    Group,
    LinkKind,
    Mitigation,
    RiskEvent,
    RiskLink,
    RiskNetwork,
    RiskTask,
    Shape,
    fixed,
)


def parse_risk_network(text: str) -> RiskNetwork:
    """Read a risk network.

    Raises
    ------
    InvalidInput
        Not JSON, unknown or missing fields, or contradictory data.
    """
    try:
        data = json.loads(text)
        return RiskNetwork(
            tasks=tuple(_read_task(item) for item in data["tasks"]),
            links=tuple(_read_link(item) for item in data.get("links", ())),
            groups=tuple(Group(**item) for item in data.get("groups", ())),
            events=tuple(_read_event(item) for item in data.get("events", ())),
            budget=data.get("budget"),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InvalidInput(f"malformed risk network: {error}") from error


def _read_task(item: Mapping[str, Any]) -> RiskTask:
    fields = dict(item)
    duration = _read_estimate(fields.pop("duration"))
    cost = _read_optional(fields.pop("cost", None))
    return RiskTask(duration=duration, cost=cost, **fields)


def _read_link(item: Mapping[str, Any]) -> RiskLink:
    fields = dict(item)
    kind = LinkKind(fields.pop("kind", "FS"))
    return RiskLink(kind=kind, **fields)


def _read_event(item: Mapping[str, Any]) -> RiskEvent:
    fields = dict(item)
    mitigation = fields.pop("mitigation", None)
    return RiskEvent(
        tasks=tuple(fields.pop("tasks", ())),
        delay=_read_optional(fields.pop("delay", None)),
        cost=_read_optional(fields.pop("cost", None)),
        mitigation=None if mitigation is None else Mitigation(**mitigation),
        **fields,
    )


def _read_optional(item: Any) -> Estimate | None:
    return None if item is None else _read_estimate(item)


def _read_estimate(item: Any) -> Estimate:
    if isinstance(item, int | float):
        return fixed(item)
    fields = dict(item)
    shape = Shape(fields.pop("shape"))
    return Estimate(shape=shape, samples=tuple(fields.pop("samples", ())), **fields)
