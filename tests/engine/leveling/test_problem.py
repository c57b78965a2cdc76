import pytest

from possibles.engine.errors import InvalidInput
from possibles.engine.leveling.problem import (
    Activity,
    Lag,
    LevelingProblem,
    Mode,
    Resource,
)


def test_resource_capacity_follows_its_steps():
    team = Resource("team", 2, changes=((3, 5), (7, 0)))

    assert [team.capacity_at(day) for day in (0, 2, 3, 6, 7, 100)] == [2, 2, 5, 5, 0, 0]
    assert team.peak == 5


@pytest.mark.parametrize(
    ("make", "keys"),
    [
        (lambda: Resource("r", -1), ("r",)),
        (lambda: Resource("r", 1, changes=((3, 1), (2, 1))), ("r",)),
        (lambda: Resource("r", 1, changes=((3, 1),), renewable=False), ("r",)),
        (lambda: Activity("a", ()), ("a",)),
        (lambda: Activity("a", (Mode(-1),)), ("a",)),
        (lambda: Activity("a", (Mode(1),), release=-1), ("a",)),
        (lambda: Lag("a", "a"), ("a",)),
        (lambda: Lag("a", "b", 3, 2), ("a", "b")),
        (lambda: LevelingProblem((Activity("a", (Mode(1, (1,)),)),)), ("a",)),
        (lambda: LevelingProblem((Activity("a", (Mode(1),)),) * 2), ("a",)),
        (
            lambda: LevelingProblem(
                (Activity("a", (Mode(1),)),), lags=(Lag("a", "z"),)
            ),
            ("z",),
        ),
    ],
)
def test_invalid_data_names_its_keys(make, keys):
    with pytest.raises(InvalidInput) as caught:
        make()

    assert caught.value.keys == keys
