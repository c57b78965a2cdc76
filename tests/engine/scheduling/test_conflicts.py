from tests.engine.scheduling.builders import plan

from possibles.engine.scheduling.conflicts import Conflict, ConflictKind, find_conflicts
from possibles.engine.scheduling.model import (
    Constraint,
    ConstraintType,
    Link,
    Progress,
    Task,
)
from possibles.engine.scheduling.schedule import compute_schedule


def conflicts(*arguments, **options):
    return find_conflicts(compute_schedule(plan(*arguments, **options)))


def test_no_contradiction():
    assert conflicts([Task("a", 1), Task("b", 1)], [Link("a", "b")]) == ()


def test_missed_limit_names_the_chain():
    limit = Constraint(ConstraintType.FINISH_NO_LATER, 3)
    found = conflicts(
        [Task("a", 3), Task("b", 3, constraints=(limit,))], [Link("a", "b")]
    )

    assert found == (
        Conflict(ConflictKind.LIMIT_MISSED, "b", 2, ("a", "b"), limit.type, limit.day),
    )


def test_contradictory_dates_on_one_task():
    dates = (
        Constraint(ConstraintType.START_NO_EARLIER, 8),
        Constraint(ConstraintType.FINISH_NO_LATER, 4),
    )

    (found,) = conflicts([Task("a", 2, constraints=dates)])

    assert (found.key, found.days, found.members) == ("a", 3, ("a",))


def test_imposed_date_breaks_its_link():
    link = Link("a", "b")
    must = (Constraint(ConstraintType.MUST_START, 2),)

    (found,) = conflicts([Task("a", 4), Task("b", 1, constraints=must)], [link])

    assert found == Conflict(ConflictKind.LINK_BROKEN, "b", 2, ("a", "b"), link=link)


def test_wanted_finish_is_missed():
    (found,) = conflicts([Task("a", 4), Task("b", 4)], [Link("a", "b")], finish=7)

    assert found == Conflict(ConflictKind.FINISH_MISSED, "b", 2, ("a", "b"), day=7)


def test_past_out_of_sequence_and_in_the_future():
    link = Link("a", "b")
    found = conflicts(
        [
            Task("a", 4, progress=Progress(0)),
            Task("b", 4, progress=Progress(1)),
            Task("c", 1, progress=Progress(5, 6)),
        ],
        [link],
        status_date=2,
    )

    assert found == (
        Conflict(ConflictKind.OUT_OF_SEQUENCE, "b", 7, ("a", "b"), link=link),
        Conflict(ConflictKind.ACTUAL_IN_FUTURE, "c", 5, ("c",), day=6),
    )
