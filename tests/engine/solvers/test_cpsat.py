import subprocess
import sys

from possibles.engine.solvers.cpsat import CpModel, Verdict


def test_minimise_under_constraints():
    model = CpModel()
    x, y = model.add_variable(0, 10), model.add_variable(0, 10)
    model.add_linear([(x, 1), (y, 2)], low=7)
    model.minimise([(x, 1), (y, 1)])
    seen = []

    answer = model.start_search(
        lambda value: seen.append((value(x), value(y))), num_workers=1
    ).run()

    assert answer.verdict is Verdict.OPTIMAL
    assert sum(answer.values) == answer.bound == 4
    assert seen[-1] == answer.values


def test_cumulative_with_optional_intervals_and_enforced_rows():
    model = CpModel()
    start, taken = model.add_variable(0, 5), model.add_variable(1, 1)
    moving = model.add_interval(start, 0, 2, taken)
    block = model.add_interval(None, 0, 3)
    model.add_cumulative(2, [(moving, 1), (block, 2)])
    model.add_linear([(start, 1)], high=3, only_if=taken)

    answer = model.start_search(num_workers=1).run()

    assert answer.values[start] == 3


def test_contradictions_are_infeasible():
    model = CpModel()
    x = model.add_variable(0, 1)
    model.add_exactly_one([x])
    model.add_linear([(x, 1)], high=0)

    assert model.start_search(num_workers=1).run().verdict is Verdict.INFEASIBLE


def test_the_builder_does_not_load_pandas():
    script = (
        "import sys, possibles.engine.solvers.cpsat; assert 'pandas' not in sys.modules"
    )

    subprocess.run(
        [sys.executable, "-c", script], check=True, env={"PYTHONPATH": "src"}
    )
