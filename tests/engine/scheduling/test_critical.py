from tests.engine.scheduling.builders import plan

from possibles.engine.scheduling.critical import (
    NearCritical,
    driving_links,
    list_critical,
    list_near_critical,
    longest_path,
)
from possibles.engine.scheduling.model import Link, Task
from possibles.engine.scheduling.schedule import compute_schedule

SCHEDULE = compute_schedule(
    plan(
        [Task("a", 3), Task("b", 2), Task("c", 2), Task("d", 1)],
        [Link("a", "c"), Link("b", "c")],
    )
)


def test_critical_and_near_critical_tasks():
    assert list_critical(SCHEDULE) == ("a", "c")
    assert list_near_critical(SCHEDULE, threshold=1) == (NearCritical("b", 1, 1),)
    assert [row.key for row in list_near_critical(SCHEDULE, threshold=9)] == ["b", "d"]


def test_longest_path_and_driving_links():
    assert longest_path(SCHEDULE) == ("a", "c")
    assert longest_path(SCHEDULE, "b") == ("b",)
    assert driving_links(SCHEDULE, "c") == (Link("a", "c"),)


def test_longest_path_of_nothing():
    assert longest_path(compute_schedule(plan([]))) == ()
