"""Contracts that hang on an operation follow its schedule: when it slips, they slip."""

from datetime import date

import pytest
from tests.factories.acteurs import make_personne
from tests.factories.insertion import make_marche
from tests.factories.operations import make_chain, make_operation, make_tache

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.chantiers import (
    Chantier,
    Rythme,
    read_chantiers,
    spread,
)
from possibles.apps.insertion.domain.pilotage import read_pilotage
from possibles.apps.insertion.domain.projection import project
from possibles.apps.insertion.domain.suivi import Face
from possibles.apps.journal.models import change
from possibles.apps.operations.domain.planning.recomputing import recompute
from possibles.apps.operations.models import Tache

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 15)


def works(operation, first, last, **over):
    """Plan works on these days, whatever the schedule would say."""
    tache = make_tache(operation, 10, role="travaux", **over)
    Tache.objects.filter(pk=tache.pk).unrecorded_update(
        early_start=first, early_finish=last
    )
    return tache


def hung(operation, **over):
    dates = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}
    return make_marche(operation=operation, contract_hours=120, **dates | over)


def test_the_months_are_those_of_the_works():
    operation = make_operation()
    works(operation, date(2026, 5, 2), date(2026, 8, 31))

    found = project(hung(operation), 6_000, JUNE)

    # Thirty days behind gave 60 h; the 92 ahead give 184 more.
    assert found.chantier.end == date(2026, 8, 31)
    assert (found.months_left, found.final) == (3, 244)


def test_without_planned_works_the_contract_follows_its_own_dates():
    operation = make_operation()
    make_tache(operation, 10, role="etudes", early_start=JUNE, early_finish=JUNE)

    found = project(hung(operation), 5_000, JUNE)

    assert (found.chantier, found.months_left) == (None, 7)


def test_an_operation_given_up_gives_no_month():
    operation = make_operation(state="abandonnee")
    works(operation, date(2026, 5, 1), date(2026, 8, 31))

    assert project(hung(operation), 5_000, JUNE).chantier is None


def test_works_done_keep_their_own_days():
    operation = make_operation()
    works(
        operation,
        date(2026, 7, 1),
        date(2026, 12, 31),
        actual_start=date(2026, 2, 1),
        actual_finish=date(2026, 3, 31),
    )

    chantier = read_chantiers([hung(operation)])[operation.pk]

    assert (chantier.start, chantier.end) == (date(2026, 2, 1), date(2026, 3, 31))
    assert chantier.rythme(JUNE).ahead == ()


def test_two_works_at_once_weigh_twice_and_a_pause_nothing():
    june = (date(2026, 6, 1), date(2026, 6, 30))
    chantier = Chantier(1, (june, june, (date(2026, 8, 1), date(2026, 8, 31))))

    assert chantier.rythme(JUNE) == Rythme(0, (60, 0, 31))


def test_when_the_operation_slips_the_projection_moves():
    operation = make_operation()
    studies, building = make_chain(
        operation, ("Études", 20, "etudes"), ("Gros œuvre", 80, "travaux")
    )
    recompute(operations=[operation.pk], on=JUNE)
    marche = hung(operation)
    before = project(marche, 0, JUNE)

    with change(author=None, origin="tests"):
        studies.refresh_from_db()
        studies.duration_days = 150
        studies.save()
    recompute(operations=[operation.pk], on=JUNE)
    after = project(marche, 0, JUNE)

    building.refresh_from_db()
    assert before.met_on == date(2026, 12, 1)
    assert after.met_on > date(2027, 3, 1)
    assert after.chantier.end == building.early_finish
    assert after.months_left > before.months_left


def test_a_contract_not_begun_waits_for_its_months():
    found = project(
        make_marche(contract_hours=120, start=date(2026, 9, 1), end=date(2026, 12, 31)),
        0,
        JUNE,
    )

    assert found.cumulated == (0, 0, 0, 3_000, 6_000, 9_000, 12_000)


def test_the_page_counts_those_that_follow_the_schedule(django_assert_num_queries):
    operation = make_operation()
    works(operation, date(2026, 5, 1), date(2026, 8, 31))
    hung(operation)
    hung(None)
    reader = make_personne(Role.ELU)

    with django_assert_num_queries(4):
        total = read_pilotage(reader, Face.OWNER, JUNE).total

    assert (total.planned, len(total.previsions)) == (1, 2)


@pytest.mark.parametrize("weights", [(), (0, 0), (1,), (1, 2, 4), (0, 7, 0, 3)])
def test_a_spending_is_split_to_the_last_centime(weights):
    parts = spread(1_000_001, weights)

    assert len(parts) == len(weights)
    assert sum(parts) == (1_000_001 if sum(weights) else 0)
