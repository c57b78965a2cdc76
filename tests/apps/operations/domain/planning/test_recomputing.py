"""Stored dates are those of the schedule, whatever the way they were changed."""

from datetime import date

import pytest
import time_machine
from tests.factories.acteurs import make_personne
from tests.factories.operations import (
    link,
    make_chain,
    make_interface,
    make_jalon,
    make_limits,
    make_operation,
    make_tache,
)

from possibles.apps.journal.domain.restoring import undo_change
from possibles.apps.journal.models import change
from possibles.apps.operations.domain.planning.errors import PlanningError
from possibles.apps.operations.domain.planning.recomputing import recompute
from possibles.apps.operations.models import Interface, Lien, Operation, Tache

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(date(2026, 11, 23), tick=False):
        yield


def dates(tache: Tache) -> tuple[date, date]:
    tache.refresh_from_db()
    return tache.early_start, tache.early_finish


def test_a_task_starts_today_and_skips_weekends():
    tache = make_tache(days=6)

    assert dates(tache) == (date(2026, 11, 23), date(2026, 11, 30))


def test_a_link_to_another_owner_s_task_pushes_it():
    demolition = make_operation()
    school = make_operation()
    cleared = make_tache(demolition, 10)
    works = make_tache(school, 5)
    link(cleared, works)

    with change(author=None, origin="tests"):
        cleared.refresh_from_db()
        cleared.duration_days = 15
        cleared.save()

    assert dates(works) == (date(2026, 12, 14), date(2026, 12, 18))


def test_a_link_taken_away_frees_both_ends():
    first, second = make_tache(days=10), make_tache(days=5)
    lien = link(first, second)
    assert dates(second)[0] == date(2026, 12, 7)

    with change(author=None, origin="tests"):
        lien.delete()

    assert dates(second)[0] == date(2026, 11, 23)


def test_undoing_a_change_takes_its_dates_back():
    tache = make_tache(days=10)
    with change(author=None, origin="tests") as opened:
        tache.refresh_from_db()
        tache.duration_days = 20
        tache.save()
    assert dates(tache)[1] == date(2026, 12, 18)

    undo_change(opened.key, author=make_personne())

    assert dates(tache)[1] == date(2026, 12, 4)


def test_the_future_moves_on_with_the_day():
    tache = make_tache(days=5)
    old = dates(tache)

    bilan = recompute(on=date(2026, 12, 7))

    assert dates(tache) == (date(2026, 12, 7), date(2026, 12, 11))
    assert [(m.tache, m.old_start, m.new_start) for m in bilan.moves] == [
        (tache.pk, old[0], date(2026, 12, 7))
    ]


def test_a_second_recomputation_moves_nothing():
    make_chain(make_operation(), ("Études", 40), ("Travaux", 100), ("Livraison", 0))

    assert recompute().moves == ()


def test_an_operation_sums_its_tasks_up():
    make_limits()
    operation = make_operation(
        lancement_year=2027, lancement_semester=1, duree_semestres=2
    )
    make_chain(
        operation,
        ("DCE", 20, "dce"),
        ("Travaux", 260, "travaux"),
        ("Ouverture", 0, "mise_en_service"),
    )

    operation.refresh_from_db()

    assert operation.forecast_start == date(2026, 11, 23)
    assert operation.engagement_forecast == date(2027, 3, 18)
    assert operation.engagement_margin == (date(2027, 12, 31) - date(2027, 3, 18)).days
    assert operation.delivery_forecast == date(2027, 12, 29)
    assert operation.delay_days == -2
    assert operation.progress == 0
    assert operation.next_milestone == "Ouverture"


def test_margin_to_engagement_is_negative_when_the_limit_is_missed():
    make_limits(engagement=date(2026, 12, 31))
    operation = make_operation()
    das = make_tache(operation, 60, role="das")

    operation.refresh_from_db()
    das.refresh_from_db()

    assert operation.engagement_margin < 0
    assert das.total_float < 0
    assert das.is_critical


def test_the_tightest_chain_is_critical_even_with_time_to_spare():
    make_limits()
    operation = make_operation()
    start, long, short, end = (
        make_tache(operation, days) for days in (10, 100, 20, 10)
    )
    for before, after in ((start, long), (start, short), (long, end), (short, end)):
        link(before, after)

    critical = [t.pk for t in Tache.objects.order_by("pk") if t.is_critical]

    assert critical == [start.pk, long.pk, end.pk]


def test_finished_tasks_keep_their_days():
    tache = make_tache(
        days=10, actual_start=date(2026, 3, 2), actual_finish=date(2026, 4, 3)
    )

    assert dates(tache) == (date(2026, 3, 2), date(2026, 4, 3))
    assert tache.total_float is None
    tache.operation.refresh_from_db()
    assert tache.operation.progress == 100


def test_a_loop_is_refused_and_nothing_is_written():
    first, second = make_tache(name="Études"), make_tache(name="Travaux")
    link(first, second)

    with pytest.raises(PlanningError) as refused:
        link(second, first)

    assert "Études" in refused.value.sentence
    assert "en rond" in refused.value.sentence
    assert Lien.objects.count() == 1


def test_dropped_operations_leave_the_schedule():
    operation = make_operation()
    make_tache(operation, 10)
    with change(author=None, origin="tests"):
        operation.refresh_from_db()
        operation.state = "abandonnee"
        operation.save()

    operation.refresh_from_db()

    assert operation.forecast_finish is None


def test_interfaces_read_their_dates_in_the_schedule():
    gives, gets = make_operation(), make_operation()
    cleared = make_jalon(
        gives, constraint_kind="debut_pas_avant", constraint_date=date(2027, 10, 1)
    )
    works = make_tache(
        gets, 5, constraint_kind="debut_pas_avant", constraint_date=date(2027, 9, 1)
    )
    interface = make_interface(
        gives, gets, gives_tache=cleared, gets_tache=works, needed=date(2027, 9, 1)
    )

    interface.refresh_from_db()

    assert (interface.forecast, interface.expected) == (
        date(2027, 10, 1),
        date(2027, 9, 1),
    )
    assert interface.margin_days == 92
    assert interface.forecast_margin_days == -30
    assert list(Interface.objects.conflicts()) == [interface]


def test_recomputing_reads_as_many_queries_for_one_and_for_thirty(
    django_assert_num_queries,
):
    for _ in range(30):
        make_chain(make_operation(), ("Études", 5), ("Travaux", 5))
    recompute()

    with django_assert_num_queries(6):
        recompute()


def test_a_stale_sheet_saved_again_does_not_bring_old_dates_back():
    operation = make_operation()
    stale = Operation.objects.get(pk=operation.pk)
    make_tache(operation, 10)

    with change(author=None, origin="tests"):
        stale.objectifs = "Ouvrir l’école à la rentrée."
        stale.save()

    stale.refresh_from_db()
    assert stale.forecast_finish == date(2026, 12, 4)
