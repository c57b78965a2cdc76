"""Our JSON form of a risk network, and the `risk` part of a project.

The schema is `schema/risk.schema.json`. Days count from a stated origin, amounts are
whole cents. A project document (`"format": "possibles.project"`) is scheduled, then
converted; its `risk` field may hold `spread`, `estimates` by task in working days,
`groups`, `group_of` by task, `events` (delays in calendar days) and `budget`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from possibles.engine.errors import InvalidInput
from possibles.engine.formats.guarded import LARGEST_JSON, read_bytes
from possibles.engine.formats.project_json import build_project, load_json
from possibles.engine.risk.convert import Spread, convert_project
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
from possibles.engine.scheduling.schedule import compute_schedule

_MALFORMED = (ValueError, TypeError, KeyError, AttributeError)


def read_risk_network(path: Path, *, spread: Spread | None = None) -> RiskNetwork:
    """Read a risk network or a project.

    Parameters
    ----------
    spread
        For a project, uncertainty of the tasks without an estimate; the document's own
        spread comes first.

    Raises
    ------
    InvalidInput
        Not JSON, unknown or missing fields, or contradictory data.
    """
    document = load_json(read_bytes(path, largest=LARGEST_JSON))
    if isinstance(document, dict) and "format" in document:
        return build_project_network(document, spread=spread)
    return build_risk_network(document)


def build_risk_network(data: Any) -> RiskNetwork:
    """Turn a parsed document into a risk network."""
    try:
        return RiskNetwork(
            tasks=tuple(_read_task(item) for item in data["tasks"]),
            links=tuple(_read_link(item) for item in data.get("links", ())),
            groups=tuple(Group(**item) for item in data.get("groups", ())),
            events=tuple(_read_event(item) for item in data.get("events", ())),
            budget=data.get("budget"),
            origin=_read_date(data.get("origin")),
        )
    except _MALFORMED as error:
        raise InvalidInput(f"malformed risk network: {error}") from error


def build_project_network(
    document: dict[str, Any], *, spread: Spread | None = None
) -> RiskNetwork:
    """Schedule a project document and apply its `risk` field."""
    project = build_project(document)
    schedule = compute_schedule(project)
    risk = document.get("risk") or {}
    try:
        estimates = {
            key: _read_estimate(item) for key, item in risk.get("estimates", {}).items()
        }
        own = Spread(**risk["spread"]) if "spread" in risk else spread
        network = convert_project(project, schedule, spread=own, estimates=estimates)
        group_of = risk.get("group_of", {})
        return replace(
            network,
            tasks=tuple(replace(t, group=group_of.get(t.key)) for t in network.tasks),
            groups=tuple(Group(**item) for item in risk.get("groups", ())),
            events=tuple(_read_event(item) for item in risk.get("events", ())),
            budget=risk.get("budget"),
        )
    except _MALFORMED as error:
        raise InvalidInput(f"malformed risk field: {error}") from error


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


def _read_date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _read_optional(item: Any) -> Estimate | None:
    return None if item is None else _read_estimate(item)


def _read_estimate(item: Any) -> Estimate:
    if isinstance(item, int | float):
        return fixed(item)
    fields = dict(item)
    shape = Shape(fields.pop("shape"))
    return Estimate(shape=shape, samples=tuple(fields.pop("samples", ())), **fields)
