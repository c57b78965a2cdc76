from datetime import date

import pytest
from tests.factories.acteurs import make_personne
from tests.factories.insertion import make_beneficiaire, make_embauche, make_suivi
from tests.factories.referentiel import make_parametre
from tests.factories.territoires import make_commune

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.accompagnement import (
    count_due,
    list_rappels,
    read_sorties,
    record_suivi,
)
from possibles.apps.insertion.enums import Sortie
from possibles.apps.insertion.models import PointDeSuivi

TODAY = date(2026, 8, 31)


@pytest.fixture
def months(db):
    make_parametre(code="insertion.suivi_mois", kind="list", value=[6, 12])


@pytest.fixture
def facilitateur(months):
    return make_personne(Role.FACILITATEUR)


def enter(day=date(2026, 2, 28), **over):
    person = make_beneficiaire(validated_on=date(2026, 1, 5), **over)
    make_embauche(person, start=day)
    return person


def test_follow_ups_come_six_and_twelve_months_after_the_first_hire(facilitateur):
    person = enter(date(2026, 3, 31))
    make_embauche(person, start=date(2026, 6, 1))

    found = [(r.months, r.due) for r in list_rappels(facilitateur, TODAY)]

    assert found == [(6, date(2026, 9, 30)), (12, date(2027, 3, 31))]


@pytest.mark.parametrize(
    ("day", "due", "late"),
    [
        (date(2026, 8, 12), 0, False),
        (date(2026, 8, 13), 1, False),
        (date(2026, 8, 28), 1, False),
        (date(2026, 8, 29), 1, True),
    ],
)
def test_a_follow_up_is_told_of_fifteen_days_before(facilitateur, day, due, late):
    enter()

    first = list_rappels(facilitateur, day)[0]

    assert count_due(facilitateur, day) == due
    assert first.is_late(day) is late


def test_a_person_never_hired_is_not_followed_up(facilitateur):
    make_beneficiaire()

    assert list_rappels(facilitateur, TODAY) == []


def test_without_the_parameter_nobody_is_followed_up(db):
    enter()

    assert list_rappels(make_personne(Role.FACILITATEUR), TODAY) == []


def test_a_facilitateur_follows_the_people_of_their_place(months):
    here, there = make_commune(), make_commune()
    own = enter(commune=here)
    enter(commune=there)
    user = make_personne(Role.FACILITATEUR, commune=here)

    assert {r.person for r in list_rappels(user, TODAY)} == {own}
    assert list_rappels(make_personne(Role.ADMINISTRATEUR), TODAY) == []


def test_a_follow_up_done_twice_is_corrected(facilitateur):
    person = enter()
    for situation in ("recherche", "formation"):
        record_suivi(person, 6, situation=situation, done_on=TODAY, author=facilitateur)

    point = PointDeSuivi.objects.get()
    done = list_rappels(facilitateur, TODAY)[0]
    assert (point.situation, point.version) == ("formation", 2)
    assert (done.done, done.is_due(TODAY)) == (point, False)


def test_the_list_takes_the_same_queries_whatever_the_people(
    facilitateur, django_assert_num_queries
):
    for _ in range(2):
        enter()
        with django_assert_num_queries(5):
            list_rappels(make_again(facilitateur), TODAY)


def make_again(user):
    """Return the same person without what was already read of their roles."""
    return type(user).objects.get(pk=user.pk)


def test_situations_are_counted_by_delay(months):
    for situation, count in (("emploi_durable", 6), ("recherche", 5), ("formation", 0)):
        for _ in range(count):
            make_suivi(make_beneficiaire(), 6, situation=situation)
    make_suivi(make_beneficiaire(), 12)

    found = read_sorties()

    assert found.counts[Sortie.EMPLOI_DURABLE] == {6: 6, 12: None}
    assert found.counts[Sortie.RECHERCHE][6] == 5
    assert found.totals == {6: 11, 12: None}
    assert found.positive == {6: 6 / 11, 12: None}
    assert read_sorties(until=date(2026, 7, 31)).totals == {6: 0, 12: 0}


def test_a_small_situation_takes_another_with_it(months):
    for situation, count in (("emploi_durable", 9), ("recherche", 7), ("inactif", 2)):
        for _ in range(count):
            make_suivi(make_beneficiaire(), 6, situation=situation)

    found = read_sorties()

    told = {s: counts[6] for s, counts in found.counts.items() if counts[6] != 0}
    assert told[Sortie.INACTIF] is None
    assert told[Sortie.RECHERCHE] is None
    assert told[Sortie.EMPLOI_DURABLE] == 9
    assert found.totals[6] == 18
