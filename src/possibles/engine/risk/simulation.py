"""Monte Carlo simulation of a risk network."""

import math
from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from possibles.engine.errors import InvalidInput
from possibles.engine.risk.indices import Moments, compute_moments, compute_swing
from possibles.engine.risk.layout import Layout, build_layout
from possibles.engine.risk.network import RiskNetwork
from possibles.engine.risk.passes import Passes, run_passes
from possibles.engine.risk.result import (
    Bar,
    DriverKind,
    MilestoneRisk,
    Percentiles,
    Simulation,
    TaskRisk,
)
from possibles.engine.risk.sampling import Amounts, Draws, draw_costs, draw_network

SAMPLES = 10_000
_CLOUD = 500
_TORNADO = 15
_SAME_DAY = 1e-3
_RANKS = (0.10, 0.50, 0.80, 0.95)


def simulate(
    network: RiskNetwork,
    *,
    samples: int = SAMPLES,
    seed: int = 0,
    workers: int = 2,
) -> Simulation:
    """Simulate the network.

    Parameters
    ----------
    samples
        Number of draws; memory is `4 * tasks * samples` bytes.
    seed
        Same seed, same result, whatever `workers`; two networks that share tasks share
        the luck of those tasks.

    Raises
    ------
    InvalidInput
        No task or no sample.
    """
    if samples < 1 or not network.tasks:
        raise InvalidInput("nothing to simulate")
    with ThreadPoolExecutor(workers) as executor:
        return _simulate(network, samples, seed, executor)


def _simulate(
    network: RiskNetwork, samples: int, seed: int, executor: Executor
) -> Simulation:
    layout = build_layout(network)
    draws = draw_network(network, layout, samples=samples, seed=seed, executor=executor)
    watched = [i for i, task in enumerate(network.tasks) if task.is_reported]
    passes = run_passes(
        layout, draws.durations, [int(layout.rows[i]) for i in watched], executor
    )
    costs, accounts = draw_costs(network, layout, draws, seed)
    moments = compute_moments(draws.durations, passes.finish)
    return Simulation(
        samples=samples,
        seed=seed,
        finish=_summarise(passes.finish),
        cost=_summarise(costs),
        accounts={key: _summarise(values) for key, values in accounts.items()},
        milestones=_report_milestones(network, watched, passes),
        tasks=_report_tasks(network, layout, passes, moments),
        tornado=_report_tornado(network, layout, draws, passes, moments),
        cloud=_sample_cloud(passes, costs),
        budget_probability=_budget_probability(network, costs),
        joint_probability=_joint_probability(network, watched, passes, costs),
    )


def _summarise(values: npt.NDArray[Any]) -> Percentiles:
    """Return percentiles by the nearest-rank method, which no interpolation blurs."""
    ranks = [max(0, math.ceil(p * values.size) - 1) for p in _RANKS]
    ordered = np.partition(values, ranks)
    p10, p50, p80, p95 = (_round_up(float(ordered[rank])) for rank in ranks)
    return Percentiles(p10, p50, p80, p95, float(values.mean(dtype=np.float64)))


def _round_up(value: float) -> int:
    """Round up to a whole day or cent, forgiving the noise of single precision."""
    return math.ceil(value - max(_SAME_DAY, abs(value) * 1e-7))


def _meets(finish: npt.NDArray[np.float32], deadline: int) -> npt.NDArray[np.bool_]:
    met: npt.NDArray[np.bool_] = finish <= deadline + _SAME_DAY
    return met


def _report_milestones(
    network: RiskNetwork, watched: list[int], passes: Passes
) -> tuple[MilestoneRisk, ...]:
    reports = []
    for i, finish in zip(watched, passes.watched, strict=True):
        task = network.tasks[i]
        chance = (
            None
            if task.deadline is None
            else float(_meets(finish, task.deadline).mean())
        )
        reports.append(
            MilestoneRisk(task.key, _summarise(finish), task.deadline, chance)
        )
    return tuple(reports)


def _report_tasks(
    network: RiskNetwork, layout: Layout, passes: Passes, moments: Moments
) -> tuple[TaskRisk, ...]:
    samples = passes.finish.size
    criticality = passes.critical / samples
    if moments.finish_deviation:
        significance = criticality * moments.deviations / moments.finish_deviation
    else:
        significance = np.zeros_like(criticality)
    columns = (
        moments.means,
        moments.deviations,
        criticality,
        np.abs(moments.correlations),
        significance,
    )
    values = [column[layout.rows].tolist() for column in columns]
    return tuple(
        TaskRisk(task.key, *numbers)
        for task, *numbers in zip(network.tasks, *values, strict=True)
    )


def _report_tornado(
    network: RiskNetwork, layout: Layout, draws: Draws, passes: Passes, moments: Moments
) -> tuple[Bar, ...]:
    strength = np.abs(moments.correlations)
    strongest = np.argsort(-strength, kind="stable")[:_TORNADO]
    bars = [
        Bar(
            network.tasks[layout.order[row]].key,
            DriverKind.TASK,
            *compute_swing(draws.durations[row], passes.finish),
        )
        for row in strongest
        if strength[row] > 0
    ]
    bars += _event_bars(draws.happenings, passes.finish)
    bars.sort(key=lambda bar: (-bar.width, bar.kind, bar.key))
    return tuple(bars[:_TORNADO])


def _event_bars(
    happenings: Mapping[str, npt.NDArray[np.bool_]], finish: npt.NDArray[np.float32]
) -> list[Bar]:
    return [
        Bar(
            key,
            DriverKind.EVENT,
            float(finish[~happened].mean(dtype=np.float64)),
            float(finish[happened].mean(dtype=np.float64)),
        )
        for key, happened in happenings.items()
        if happened.any() and not happened.all()
    ]


def _sample_cloud(passes: Passes, costs: Amounts) -> tuple[tuple[int, int], ...]:
    """Keep the first samples: they are as random as any others."""
    days = (_round_up(float(day)) for day in passes.finish[:_CLOUD])
    return tuple(zip(days, (round(c) for c in costs[:_CLOUD]), strict=True))


def _budget_probability(network: RiskNetwork, costs: Amounts) -> float | None:
    if network.budget is None:
        return None
    return float((costs <= network.budget).mean())


def _joint_probability(
    network: RiskNetwork, watched: list[int], passes: Passes, costs: Amounts
) -> float | None:
    met = np.ones(costs.size, dtype=bool)
    limits = 0
    for i, finish in zip(watched, passes.watched, strict=True):
        deadline = network.tasks[i].deadline
        if deadline is not None:
            met &= _meets(finish, deadline)
            limits += 1
    if network.budget is not None:
        met &= costs <= network.budget
        limits += 1
    return float(met.mean()) if limits else None
