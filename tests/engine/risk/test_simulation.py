from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from possibles.engine.errors import InvalidInput
from possibles.engine.risk.layout import build_layout
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
    compute_levels,
    fixed,
    pert,
    triangular,
)
from possibles.engine.risk.passes import run_passes
from possibles.engine.risk.result import Bar, DriverKind, MilestoneRisk, Percentiles
from possibles.engine.risk.sampling import draw_network
from possibles.engine.risk.simulation import simulate


def draw(network, samples=2000, seed=0, workers=1):
    layout = build_layout(network)
    with ThreadPoolExecutor(workers) as executor:
        draws = draw_network(
            network, layout, samples=samples, seed=seed, executor=executor
        )
    return draws.durations[layout.rows]


def same(value):
    return Percentiles(value, value, value, value, float(value))


def test_certain_durations_give_certain_dates():
    """The worked example of docs/development/algorithms/monte-carlo.md."""
    network = RiskNetwork(
        (
            RiskTask("study", fixed(10), cost=fixed(5_000_00)),
            RiskTask("permit", fixed(20), release=5),
            RiskTask("works", fixed(30), daily_cost=1_000_00, account="site"),
            RiskTask("opening", fixed(0), is_milestone=True, deadline=60),
        ),
        (
            RiskLink("study", "permit"),
            RiskLink("permit", "works", LinkKind.FINISH_START, 2),
            RiskLink("works", "opening", LinkKind.FINISH_FINISH, 1),
        ),
        budget=35_000_00,
    )

    result = simulate(network, samples=100)

    assert result.finish == same(63)
    assert result.cost == same(35_000_00)
    assert result.accounts == {"site": same(30_000_00)}
    assert result.milestones == (MilestoneRisk("opening", same(63), 60, 0.0),)
    assert [task.criticality for task in result.tasks] == [1, 1, 1, 1]
    assert result.tornado == ()
    assert (result.budget_probability, result.joint_probability) == (1.0, 0.0)
    assert result.cloud == ((63, 35_000_00),) * 100


def test_only_the_longer_branch_is_critical():
    network = RiskNetwork(
        (RiskTask("a", fixed(3)), RiskTask("b", fixed(5)), RiskTask("c", fixed(1))),
        (RiskLink("a", "c"), RiskLink("b", "c")),
    )

    result = simulate(network, samples=50)

    assert [task.criticality for task in result.tasks] == [0, 1, 1]


def test_one_pert_task_has_the_mean_and_deviation_of_pert():
    result = simulate(RiskNetwork((RiskTask("a", pert(4, 10, 28)),)))

    (task,) = result.tasks
    # (a + 4 m + b) / 6, and the exact variance (E - a) (b - E) / 7.
    assert task.mean == pytest.approx(12, abs=0.15)
    assert task.deviation == pytest.approx((8 * 16 / 7) ** 0.5, abs=0.1)
    assert (task.criticality, task.cruciality, task.significance) == pytest.approx(
        (1, 1, 1), abs=1e-3
    )


def test_merge_bias_is_seen():
    """The later of two equal triangular tasks comes later than either on average."""
    both = RiskNetwork(
        (RiskTask("a", triangular(0, 5, 10)), RiskTask("b", triangular(0, 5, 10)))
    )

    result = simulate(both)

    # Mean of the maximum of two: 5 + (7 / 60) * 10.
    assert result.finish.mean == pytest.approx(5 + 70 / 60, abs=0.06)


def test_group_correlation_is_that_of_the_scores():
    group = Group("owner", 0.6)
    spread = Estimate(Shape.EMPIRICAL, samples=tuple(range(1000)))
    network = RiskNetwork(
        tuple(RiskTask(str(i), spread, group="owner") for i in range(3)),
        groups=(group,),
    )

    durations = draw(network, 20_000)

    # Rank correlation of a normal copula: 6 / pi * asin(rho / 2).
    expected = 6 / np.pi * np.arcsin(0.3)
    found = np.corrcoef(durations)
    assert found[np.triu_indices(3, 1)] == pytest.approx([expected] * 3, abs=0.02)
    assert durations.mean(axis=1) == pytest.approx([499.5] * 3, rel=0.03)


def test_events_add_delay_and_cost_and_mitigation_lowers_both():
    event = RiskEvent("find", 0.25, ("dig",), fixed(10), fixed(1_000_00))
    network = RiskNetwork((RiskTask("dig", fixed(20)),), events=(event,))
    mitigation = Mitigation(cost=100_00, probability=0.0)
    mitigated = replace(network, events=(replace(event, mitigation=mitigation),))

    result, calm = simulate(network), simulate(mitigated)

    assert (result.finish.p50, result.finish.p80) == (20, 30)
    assert result.finish.mean == pytest.approx(22.5, abs=0.2)
    assert result.cost.mean == pytest.approx(250_00, rel=0.05)
    assert result.tornado[0] == Bar("find", DriverKind.EVENT, 20, 30)
    assert (calm.finish, calm.cost) == (same(20), same(100_00))


def test_the_joint_probability_is_not_the_product():
    task = RiskTask("a", triangular(0, 5, 10), daily_cost=1_00, deadline=5)

    result = simulate(RiskNetwork((task,), budget=5_00))

    assert result.milestones[0].probability == pytest.approx(0.5, abs=0.02)
    assert result.joint_probability == pytest.approx(0.5, abs=0.02)


def random_network(seed, size=40):
    rng = np.random.default_rng(seed)
    tasks = tuple(
        RiskTask(
            f"t{i}",
            pert(*sorted(rng.integers(0, 30, 3).tolist())),
            release=int(rng.integers(0, 20)),
            daily_cost=int(rng.integers(0, 100)),
            is_milestone=bool(i % 7 == 0),
            group="g" if i % 3 == 0 else None,
        )
        for i in range(size)
    )
    links = tuple(
        RiskLink(
            f"t{i}",
            f"t{j}",
            list(LinkKind)[int(rng.integers(4))],
            int(rng.integers(-5, 6)),
        )
        for i in range(size)
        for j in range(i + 1, size)
        if rng.random() < 0.08
    )
    events = (RiskEvent("e", 0.3, ("t1", "t5"), pert(1, 5, 9)),)
    return RiskNetwork(tasks, links, (Group("g", 0.4),), events)


def finish_naively(network, durations):
    """Compute one sample with plain loops, in single precision like the passes."""
    index = {task.key: i for i, task in enumerate(network.tasks)}
    levels = compute_levels(network)
    starts, ends = {}, {}
    for i in sorted(range(len(levels)), key=levels.__getitem__):
        start = np.float32(network.tasks[i].release)
        for link in network.links:
            if index[link.after] != i:
                continue
            j = index[link.before]
            held = ends[j] if link.kind in {"FS", "FF"} else starts[j]
            held = held + np.float32(link.lag)
            if link.kind in {"FF", "SF"}:
                held = held - durations[i]
            start = max(start, held)
        starts[i], ends[i] = start, start + durations[i]
    return [ends[i] for i in range(len(levels))]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_passes_agree_with_plain_loops(seed):
    network = random_network(seed)
    layout = build_layout(network)
    durations = draw(network, 5)
    by_row = durations[layout.order]

    with ThreadPoolExecutor(1) as executor:
        passes = run_passes(layout, by_row, range(layout.size), executor)

    for sample in range(5):
        expected = finish_naively(network, durations[:, sample])
        assert passes.watched[layout.rows, sample].tolist() == expected
        assert passes.finish[sample] == max(expected)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_shortening_a_task_that_is_never_critical_changes_nothing(seed):
    network = random_network(seed)
    result = simulate(network, samples=64)
    idle = next((t.key for t in result.tasks if not t.criticality), None)
    if idle is None:
        return
    fs_only = all(
        link.kind == "FS" for link in network.links if idle in {link.before, link.after}
    )
    if not fs_only:
        return

    tasks = tuple(
        replace(task, duration=fixed(0)) if task.key == idle else task
        for task in network.tasks
    )

    assert simulate(replace(network, tasks=tasks), samples=64).finish == result.finish


def test_same_seed_same_result_whatever_the_workers():
    network = random_network(3)

    one = simulate(network, samples=3000, seed=5, workers=1)

    assert simulate(network, samples=3000, seed=5, workers=4) == one
    assert simulate(network, samples=3000, seed=6, workers=1) != one


def test_draws_do_not_depend_on_the_other_tasks_nor_on_the_number_of_samples():
    task = RiskTask("a", pert(1, 2, 9))
    alone = draw(RiskNetwork((task,)), 500)
    among = draw(RiskNetwork((RiskTask("b", pert(1, 4, 5)), task)), 1000)

    assert np.array_equal(among[1, :500], alone[0])


def test_nothing_to_simulate_is_refused():
    with pytest.raises(InvalidInput):
        simulate(RiskNetwork(()))
    with pytest.raises(InvalidInput):
        simulate(RiskNetwork((RiskTask("a", fixed(1)),)), samples=0)
