from datetime import date

import pytest
from tests.factories.acteurs import make_personne
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_famille,
    make_heures,
    make_marche,
)
from tests.factories.territoires import make_quartier

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.demo import load_demo
from possibles.apps.insertion.domain.demo_people import load_people
from possibles.apps.insertion.domain.heures import recount
from possibles.apps.insertion.domain.projection import list_alertes, project
from possibles.apps.insertion.domain.suivi import (
    Face,
    read_faces,
    read_marche,
    read_suivi,
)
from possibles.apps.insertion.models import Heures, Marche

MARCH = date(2026, 3, 1)


def work(marche, count, *, hours=10, **over):
    """Let people work on a contract, all counted."""
    people = [make_beneficiaire(**over) for _ in range(count)]
    for person in people:
        make_heures(make_embauche(person, marche), MARCH, hours)
    recount({person.pk for person in people})


@pytest.fixture
def reader(db):
    return make_personne(Role.ELU)


@pytest.mark.parametrize("face", list(Face))
def test_lines_add_up_to_the_total_whatever_the_face(reader, face):
    for amount in (100_000_000, 40_000_000):
        work(make_marche(amount=amount), 6)
    make_heures(make_embauche(), MARCH, 7, state="declare")

    suivi = read_suivi(reader, face)

    for name in ("marches", "objective", "validated", "declared", "remaining"):
        total = getattr(suivi.total, name)
        assert sum(getattr(ligne, name) for ligne in suivi.lignes) == total
    assert (suivi.total.validated, suivi.total.declared) == (12_000, 700)


def test_a_contract_ahead_does_not_hide_what_another_misses(reader):
    work(make_marche(contract_hours=20), 5)
    make_marche(contract_hours=100)

    total = read_suivi(reader, Face.CADRE).total

    assert (total.objective, total.validated_hours, total.remaining_hours) == (
        120,
        50,
        100,
    )


@pytest.mark.parametrize(
    ("inside", "outside", "told"),
    [(5, 5, True), (4, 5, False), (5, 4, False), (5, 0, True)],
)
def test_a_share_tells_of_five_people_or_of_nobody(reader, inside, outside, told):
    marche = make_marche()
    work(marche, inside, sex="f")
    work(marche, outside, sex="h")

    women = read_marche(marche).women

    assert women == (inside / (inside + outside) if told else None)


def test_shares_weigh_hours_not_people(reader):
    marche = make_marche()
    work(marche, 5, hours=30, quartier=make_quartier())
    work(marche, 5, hours=10)

    ligne = read_marche(marche)

    assert (ligne.qpv, ligne.people_count) == (0.75, 10)


def test_too_few_people_are_not_counted_aloud(reader):
    marche = make_marche()
    work(marche, 4)

    assert read_marche(marche).people_count is None


def test_people_of_two_contracts_are_one_person_in_the_total(reader):
    people = [make_beneficiaire() for _ in range(5)]
    for _ in range(2):
        marche = make_marche()
        for person in people:
            make_heures(make_embauche(person, marche), MARCH, 1)
    recount({p.pk for p in people})

    assert read_suivi(reader, Face.MARCHE).total.people_count == 5


def test_the_dashboard_takes_the_same_queries_whatever_the_rows(
    reader, django_assert_num_queries
):
    for _ in range(3):
        work(make_marche(), 2)
    with django_assert_num_queries(3):
        read_suivi(reader, Face.FAMILLE)
    work(make_marche(), 3)
    with django_assert_num_queries(3):
        read_suivi(reader, Face.FAMILLE)
    with django_assert_num_queries(2):
        list_alertes(reader)


def running(**over):
    return make_marche(
        **{
            "start": date(2026, 1, 1),
            "end": date(2026, 10, 31),
            "contract_hours": 100,
        }
        | over
    )


def test_a_contract_at_half_its_time_and_half_its_hours_meets_its_objective(db):
    found = project(running(), 5_000, date(2026, 6, 1))

    assert (found.final, found.shortfall, found.met_on) == (100, 0, date(2026, 11, 1))
    assert found.is_observed


def test_a_late_contract_shows_its_shortfall_and_its_penalty(db):
    found = project(
        running(penalty_hourly=4_000, penalty_cap=150_000), 2_500, date(2026, 6, 1)
    )

    assert (found.final, found.shortfall, found.met_on) == (50, 50, None)
    assert found.penalty == 150_000


def test_spending_when_known_sets_the_rhythm(db):
    found = project(running(spent=25_000_000), 2_500, date(2026, 6, 1))

    assert (found.final, found.shortfall) == (100, 0)
    assert found.is_spending_known


def test_a_contract_that_counts_nothing_yet_follows_its_own_rhythm(db):
    found = project(running(), 0, date(2026, 1, 15))

    assert (found.is_observed, found.shortfall) == (False, 0)


def test_a_contract_that_is_over_stays_where_it_is(db):
    found = project(running(state="termine"), 4_000, date(2026, 6, 1))

    assert (found.final, found.shortfall, found.months_left) == (40, 60, 0)


@pytest.mark.parametrize(
    "over", [{"start": None}, {"end": None}, {"amount": None}, {"clause": "aucune"}]
)
def test_nothing_is_projected_without_what_it_takes(db, over):
    assert project(running(**over), 0) is None


def test_alerts_name_the_owner_s_coming_contracts(reader):
    late = running(start=date(2025, 1, 1), end=date(2027, 1, 1))
    work(late, 5, hours=1)
    coming = make_marche(maitre_ouvrage=late.maitre_ouvrage, state="prevu")
    make_marche(state="prevu")

    (alerte,) = list_alertes(reader, date(2026, 11, 1))

    assert alerte.prevision.marche == late
    assert alerte.proposals == [coming]


def test_the_demo_lets_people_work(db):
    make_famille(name="Entretien")
    load_demo()

    made = load_people(lines=300, people=40)

    assert made == Heures.objects.count() > 100
    assert load_people() == 0
    assert not Heures.objects.filter(is_exemple=False).exists()
    assert Heures.objects.filter(counted__gt=0).exists()
    assert not Heures.objects.filter(marche__in=Marche.objects.filter(clause="aucune"))


def test_a_hidden_contract_is_not_worked_out_from_its_family_nor_the_total(reader):
    family = make_famille()
    small, middle, large = (make_marche(famille=family) for _ in range(3))
    work(small, 2, sex="f")
    work(small, 6, sex="h")
    for marche, count in ((middle, 6), (large, 9)):
        work(marche, count, sex="f")
        work(marche, count, sex="h")

    faces = read_faces(reader, [Face.MARCHE, Face.FAMILLE])

    women = {int(x.key): x.women for x in faces[Face.MARCHE].lignes}
    assert women[small.pk] is None
    assert women[middle.pk] is None
    assert women[large.pk] == 0.5
    assert faces[Face.FAMILLE].total.women is not None
    assert read_marche(middle).women is None


def test_age_is_that_of_entry_and_does_not_move_with_time(reader):
    marche = make_marche()
    work(marche, 5, birth_year=2001, validated_on=date(2026, 1, 5))
    work(marche, 5, birth_year=2000, validated_on=date(2026, 1, 5))

    assert read_marche(marche).young == 0.5
