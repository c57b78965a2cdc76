"""A whole operation moved: what is asked of its tasks, and what then moves."""

from datetime import date, timedelta

import pytest
from tests.factories.acteurs import make_personne
from tests.factories.operations import link, make_chain, make_operation, make_tache

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.models import change
from possibles.apps.operations.domain.planning.cascade import preview
from possibles.apps.operations.domain.planning.decalage import shift_operation
from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.domain.planning.recomputing import recompute

pytestmark = pytest.mark.django_db


def placed(*taches):
    recompute()
    for tache in taches:
        tache.refresh_from_db()
    return taches


def test_later_only_the_first_task_is_held_and_all_follow():
    operation = make_operation()
    first, second, third = placed(
        *make_chain(operation, ("A", 20), ("B", 10), ("C", 5))
    )

    changes = shift_operation(operation, 28)

    day = first.early_start + timedelta(days=28)
    assert changes == [
        {
            "tache": first.pk,
            "constraint_kind": "debut_pas_avant",
            "constraint_date": day.isoformat(),
        }
    ]
    director = make_personne(Role.DIRECTEUR_DE_PROJET)
    moved = {m.tache: m.shift for m in preview(changes, director).moves}
    assert set(moved) == {first.pk, second.pk, third.pk}
    assert all(abs(shift - 28) <= 4 for shift in moved.values())


def test_a_task_that_waits_for_another_operation_is_carried_too():
    outside = make_tache(make_operation())
    operation = make_operation()
    first, second = make_chain(operation, ("A", 20), ("B", 10))
    link(outside, second)
    placed(first, second)

    asked = {row["tache"] for row in shift_operation(operation, 14)}

    assert asked == {first.pk, second.pk}


def test_what_has_begun_stays():
    operation = make_operation()
    begun = make_tache(operation, actual_start=date(2026, 1, 5), percent=50)
    ahead = make_tache(operation)
    link(begun, ahead)
    placed(begun, ahead)

    assert [row["tache"] for row in shift_operation(operation, 14)] == [ahead.pk]


def test_imposed_dates_move_and_limits_stay():
    operation = make_operation()
    imposed = make_tache(
        operation, constraint_kind="debut_impose", constraint_date=date(2029, 1, 8)
    )
    limited = make_tache(
        operation, constraint_kind="fin_pas_apres", constraint_date=date(2031, 1, 8)
    )
    placed(imposed, limited)

    assert shift_operation(operation, 7) == [
        {
            "tache": imposed.pk,
            "constraint_kind": "debut_impose",
            "constraint_date": "2029-01-15",
        }
    ]


def test_earlier_gives_back_the_date_that_held_it():
    operation = make_operation()
    held, follower = make_chain(operation, ("A", 20), ("B", 10))
    held.constraint_kind, held.constraint_date = "debut_pas_avant", date(2029, 1, 8)

    with change(author=None, origin="tests"):
        held.save()
    placed(held, follower)

    assert shift_operation(operation, -7) == [
        {
            "tache": held.pk,
            "constraint_kind": "debut_pas_avant",
            "constraint_date": "2029-01-01",
        }
    ]


def test_earlier_without_a_date_says_what_to_do():
    operation = make_operation()
    placed(*make_chain(operation, ("A", 20), ("B", 10)))

    with pytest.raises(PlanningError, match="raccourcissez une tâche"):
        shift_operation(operation, -7)


def test_an_operation_all_begun_says_so():
    operation = make_operation()
    placed(make_tache(operation, actual_start=date(2026, 1, 5), percent=10))

    with pytest.raises(PlanningError, match="ont commencé"):
        shift_operation(operation, 7)
