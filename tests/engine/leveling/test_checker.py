import pytest

from possibles.engine.leveling.checker import Breach, Rule, check_schedule
from possibles.engine.leveling.problem import (
    Activity,
    Lag,
    LevelingProblem,
    Mode,
    Resource,
)

PROBLEM = LevelingProblem(
    (
        Activity("a", (Mode(2, (1, 1)), Mode(1, (2, 3))), release=1, deadline=5),
        Activity("b", (Mode(3, (1, 1)),)),
    ),
    (Resource("team", 2, ((4, 1),)), Resource("money", 3, renewable=False)),
    (Lag("a", "b", 0, 1),),
)


@pytest.mark.parametrize(
    ("starts", "modes", "breaches"),
    [
        ((1, 3), (0, 0), ()),
        ((0, 2), (0, 0), (Breach(Rule.RELEASE, ("a",), 1),)),
        (
            (4, 6),
            (0, 0),
            (Breach(Rule.DEADLINE, ("a",), 1),),
        ),
        ((1, 2), (0, 0), (Breach(Rule.MINIMUM_LAG, ("a", "b"), 1),)),
        ((1, 5), (0, 0), (Breach(Rule.MAXIMUM_LAG, ("a", "b"), 1),)),
        (
            (4, 5),
            (1, 0),
            (
                Breach(Rule.CAPACITY, ("team",), 1, 4),
                Breach(Rule.STOCK, ("money",), 1),
            ),
        ),
    ],
)
def test_check_schedule_names_each_broken_rule(starts, modes, breaches):
    found = check_schedule(
        PROBLEM,
        dict(zip("ab", starts, strict=True)),
        dict(zip("ab", modes, strict=True)),
    )

    assert found == breaches
