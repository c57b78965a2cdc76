"""Draws of every duration, cost and event."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from possibles.engine.risk.layout import Layout
from possibles.engine.risk.network import (
    Estimate,
    RiskEvent,
    RiskNetwork,
    RiskTask,
    Shape,
)
from possibles.engine.risk.quantiles import (
    BITS,
    SIZE,
    Table,
    normal_scores,
    score_scale,
    tabulate,
    tabulate_by_score,
)
from possibles.engine.risk.streams import Source

Samples = npt.NDArray[np.float32]
Amounts = npt.NDArray[np.float64]
_SHIFT = 16 - BITS
_PARTS = 16


@dataclass(frozen=True, slots=True)
class Draws:
    """Durations by row of the layout; happenings by event, samples last."""

    durations: Samples
    happenings: Mapping[str, npt.NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class _Common:
    """The factor each group shares, already weighted, and the weight of the rest."""

    factor: Samples
    own_weight: np.float32


def draw_network(
    network: RiskNetwork, layout: Layout, *, samples: int, seed: int, executor: Executor
) -> Draws:
    """Draw every duration, then add the delays of the events that happen."""
    durations = np.empty((layout.size, samples), dtype=np.float32)
    common = _draw_groups(network, samples, seed)
    bounds = np.linspace(0, layout.size, _PARTS + 1).astype(int)

    def fill(part: int) -> None:
        source = Source(seed)
        for row in range(bounds[part], bounds[part + 1]):
            task = network.tasks[layout.order[row]]
            _fill_row(durations[row], task, common, source)

    list(executor.map(fill, range(_PARTS)))
    happenings = {}
    source = Source(seed)
    rows = {task.key: int(layout.rows[i]) for i, task in enumerate(network.tasks)}
    for event in network.events:
        happened = _draw_happening(event, samples, source)
        happenings[event.key] = happened
        if event.delay is not None:
            impact = _draw(event.delay, f"delay:{event.key}", samples, source)
            impact *= np.float32(event.applied.impact_factor) * happened
            for key in event.tasks:
                durations[rows[key]] += impact
    return Draws(durations, happenings)


def draw_costs(
    network: RiskNetwork, layout: Layout, draws: Draws, seed: int
) -> tuple[Amounts, dict[str, Amounts]]:
    """Return the total cost of each sample, and its part by account, in cents."""
    samples = draws.durations.shape[1]
    source = Source(seed)
    accounts = sorted({t.account for t in network.tasks if t.account is not None})
    parts = {account: np.zeros(samples) for account in accounts}
    rest = np.zeros(samples)
    rates: dict[str | None, npt.NDArray[np.float32]] = {}
    for i, task in enumerate(network.tasks):
        part = rest if task.account is None else parts[task.account]
        if task.cost is not None:
            part += _draw(task.cost, f"cost:{task.key}", samples, source)
        if task.daily_cost:
            rate = rates.setdefault(
                task.account, np.zeros(layout.size, dtype=np.float32)
            )
            rate[layout.rows[i]] = task.daily_cost
    for account, rate in rates.items():
        part = rest if account is None else parts[account]
        part += rate @ draws.durations
    for event in network.events:
        rest += _draw_event_cost(event, draws.happenings[event.key], source)
    return rest + sum(parts.values(), np.zeros(samples)), parts


def _draw_groups(
    network: RiskNetwork, samples: int, seed: int
) -> Mapping[str, _Common]:
    source = Source(seed)
    scores = normal_scores()
    return {
        group.key: _Common(
            np.float32(group.correlation**0.5)
            * scores[_draw_places(f"group:{group.key}", samples, source)],
            np.float32((1 - group.correlation) ** 0.5),
        )
        for group in network.groups
    }


def _fill_row(
    row: Samples, task: RiskTask, common: Mapping[str, _Common], source: Source
) -> None:
    estimate = task.duration
    if estimate.shape is Shape.FIXED:
        row.fill(estimate.likely)
        return
    places = _draw_places(f"duration:{task.key}", row.size, source)
    if task.group is None:
        np.take(tabulate(estimate), places, out=row, mode="clip")
        return
    shared = common[task.group]
    score = normal_scores()[places]
    score *= shared.own_weight
    score += shared.factor
    scale, offset = score_scale()
    score *= np.float32(scale)
    score += np.float32(offset)
    np.clip(score, 0, SIZE - 1, out=score)
    np.take(_score_table(estimate), score.astype(np.intp), out=row, mode="clip")


def _score_table(estimate: Estimate) -> Table:
    return tabulate_by_score(estimate)


def _draw(estimate: Estimate, purpose: str, samples: int, source: Source) -> Samples:
    values: Samples = tabulate(estimate)[_draw_places(purpose, samples, source)]
    return values


def _draw_places(purpose: str, samples: int, source: Source) -> npt.NDArray[np.uint16]:
    return source.draw(purpose, 0, samples) >> np.uint16(_SHIFT)


def _draw_happening(
    event: RiskEvent, samples: int, source: Source
) -> npt.NDArray[np.bool_]:
    words = source.draw(f"event:{event.key}", 0, samples)
    happened: npt.NDArray[np.bool_] = words < round(event.chance * (1 << 16))
    return happened


def _draw_event_cost(
    event: RiskEvent, happened: npt.NDArray[np.bool_], source: Source
) -> Amounts:
    mitigation = event.applied
    cost = np.full(happened.size, float(mitigation.cost))
    if event.cost is not None:
        impact = _draw(event.cost, f"impact:{event.key}", happened.size, source)
        cost += impact * happened * mitigation.impact_factor
    return cost
