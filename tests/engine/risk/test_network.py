import pytest

from possibles.engine.errors import CycleError, InvalidInput
from possibles.engine.risk.network import (
    Estimate,
    Group,
    RiskEvent,
    RiskLink,
    RiskNetwork,
    RiskTask,
    Shape,
    compute_levels,
    fixed,
    pert,
)


def tasks(*keys):
    return tuple(RiskTask(key, fixed(1)) for key in keys)


def test_levels_count_the_longest_chain():
    network = RiskNetwork(
        tasks("c", "a", "b"),
        (RiskLink("a", "b"), RiskLink("b", "c"), RiskLink("a", "c")),
    )

    assert compute_levels(network) == [2, 0, 1]


def test_a_loop_is_named_in_order():
    links = (RiskLink("a", "b"), RiskLink("b", "c"), RiskLink("c", "a"))

    with pytest.raises(CycleError) as caught:
        RiskNetwork(tasks("z", "a", "b", "c"), links)

    loop = caught.value.keys
    assert sorted(loop) == ["a", "b", "c"]
    assert loop[(loop.index("a") + 1) % 3] == "b"


@pytest.mark.parametrize(
    "make",
    [
        lambda: pert(3, 2, 4),
        lambda: Estimate(Shape.LOG_NORMAL, 1, 1, 2),
        lambda: Estimate(Shape.EMPIRICAL),
        lambda: Group("g", 1.5),
        lambda: RiskEvent("e", -0.1),
        lambda: RiskNetwork(tasks("a", "a")),
        lambda: RiskNetwork(tasks("a"), (RiskLink("a", "x"),)),
        lambda: RiskNetwork((RiskTask("a", fixed(1), group="g"),)),
        lambda: RiskNetwork(tasks("a"), events=(RiskEvent("e", 0.5, ("x",)),)),
    ],
)
def test_invalid_data_is_refused(make):
    with pytest.raises(InvalidInput):
        make()
