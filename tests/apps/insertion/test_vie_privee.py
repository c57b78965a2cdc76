import json
from datetime import date

import pytest
from django.db import IntegrityError
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.insertion import (
    make_beneficiaire,
    make_embauche,
    make_heures,
    make_marche,
    make_suivi,
)
from tests.factories.referentiel import make_parametre
from tests.factories.territoires import make_quartier

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.domain.accompagnement import read_sorties
from possibles.apps.insertion.domain.heures import recount
from possibles.apps.insertion.domain.suivi import Face, read_faces
from possibles.apps.insertion.domain.vie_privee import (
    anonymise,
    collect,
    erase,
    list_conservations,
    list_expired,
)
from possibles.apps.insertion.models import Beneficiaire, DemandeDeDroit, Embauche
from possibles.apps.insertion.tasks import RETENTION
from possibles.apps.journal.models import Acte, change
from possibles.apps.traitements.domain.launch import launch

MARCH = date(2024, 3, 1)


@pytest.fixture
def kept(db):
    make_parametre(code="insertion.conservation_mois", kind="number", value="12")
    make_parametre(code="insertion.suivi_mois", kind="list", value=[6, 12])


@pytest.fixture
def facilitateur(kept):
    return make_personne(Role.FACILITATEUR)


def worked(**over):
    """Make a person who entered in 2024 and worked in March."""
    person = make_beneficiaire(**({"validated_on": date(2024, 1, 5)} | over))
    embauche = make_embauche(person, start=date(2024, 1, 12), end=date(2024, 9, 20))
    make_heures(embauche, MARCH)
    make_suivi(person)
    recount({person.pk})
    return person


@pytest.mark.parametrize(
    ("over", "until"),
    [
        ({}, date(2027, 3, 1)),
        ({"eligibility_months": 36}, date(2028, 3, 1)),
    ],
)
def test_a_file_lives_as_long_as_eligibility_and_follow_up(kept, over, until):
    person = worked(**over)

    (found,) = list_conservations()

    assert (found.person, found.until) == (person, until)
    assert list_expired(until) == [person]
    assert list_expired(date(2027, 2, 28)) == []


def test_a_hire_that_runs_holds_the_file(kept):
    person = worked()
    make_embauche(person, start=date(2024, 2, 1), end=date(2030, 1, 31))

    assert list_conservations()[0].until == date(2030, 1, 31)


@pytest.mark.parametrize(
    ("validated", "until"),
    [(date(2026, 1, 5), date(2029, 1, 5)), (None, date(2028, 2, 3))],
)
def test_without_hours_the_file_runs_from_validation_or_entry(kept, validated, until):
    make_beneficiaire(validated_on=validated, entered_on=date(2025, 2, 3))

    assert list_conservations()[0].until == until


def test_without_the_parameter_nobody_is_forgotten(db):
    worked()

    assert list_expired(date(2100, 1, 1)) == []


def everything(reader):
    """Return every statistic there is, face by face."""
    told = {}
    for face, suivi in read_faces(reader, list(Face)).items():
        told[face] = [
            (x.key, x.validated, x.people_count, x.qpv, x.women, x.young)
            for x in [*suivi.lignes, suivi.total]
        ]
    sorties = read_sorties()
    return told, sorties.counts, sorties.totals, sorties.positive


def test_statistics_are_the_same_before_and_after(facilitateur):
    quartier = make_quartier()
    marche = make_marche()
    for index in range(14):
        person = make_beneficiaire(
            sex="fh"[index % 2],
            birth_year=2000 if index % 3 else 1970,
            quartier=quartier if index < 7 else None,
            commune=quartier.commune,
            validated_on=date(2024, 1, 20),
        )
        make_heures(make_embauche(person, marche, start=date(2024, 1, 25)), MARCH, 10)
        make_suivi(person, situation="formation" if index < 6 else "recherche")
    people = list(Beneficiaire.objects.all())
    recount({p.pk for p in people})
    before = everything(facilitateur)

    anonymise(people[:9], reason="Fin de conservation")

    assert everything(facilitateur) == before
    recount({p.pk for p in people})
    assert everything(facilitateur) == before
    assert before[0][Face.MARCHE][0][3] == 0.5


def test_nothing_of_the_person_is_left_anywhere(facilitateur):
    quartier = make_quartier(name="Quartier du Secret")
    person = worked(
        initials="ZQX",
        birth_year=1987,
        quartier=quartier,
        commune=quartier.commune,
        prescripteur=make_organisation(name="Prescripteur du Secret"),
        validated_by=facilitateur,
    )
    code = person.code

    anonymise([person], reason="Fin de conservation")

    person.refresh_from_db()
    embauche = Embauche.objects.get()
    assert person.code != code
    assert (person.initials, person.birth_year, person.quartier) == ("", None, None)
    assert (person.kept_tranche, person.is_from_qpv) == ("adulte", True)
    assert person.validated_on == date(2024, 1, 1)
    assert (embauche.start, embauche.end) == (date(2024, 1, 1), date(2024, 9, 30))
    assert not Beneficiaire.objects.visible_to(facilitateur).exists()
    assert not Embauche.objects.visible_to(facilitateur).exists()
    acts = Acte.objects.filter(model__startswith="insertion.")
    journal = " ".join(acts.values_list("payload", flat=True))
    for secret in ("ZQX", "1987", "du Secret", "2024-01-12", "2024-09-20"):
        assert secret not in journal, secret


def test_two_hires_of_the_same_month_stay_two(kept):
    person = worked()
    first = Embauche.objects.get()
    make_embauche(
        person, first.marche, employeur=first.employeur, start=date(2024, 1, 20)
    )

    anonymise([person], reason="Fin de conservation")

    starts = Embauche.objects.order_by("start").values_list("start", flat=True)
    assert list(starts) == [date(2024, 1, 1), date(2024, 1, 2)]


def test_the_database_refuses_an_anonymous_person_with_a_name(kept):
    person = worked()
    person.anonymised_on = date(2027, 1, 1)

    with (
        pytest.raises(IntegrityError),
        change(author=None, origin="tests"),
    ):
        person.save()


def test_the_job_forgets_those_whose_time_is_over_and_no_other(facilitateur):
    over = make_beneficiaire(validated_on=date(2020, 1, 6), entered_on=date(2020, 1, 6))
    running = make_beneficiaire()

    job = launch(RETENTION, author=facilitateur)

    over.refresh_from_db()
    running.refresh_from_db()
    assert job.state == "fini"
    assert over.anonymised_on is not None
    assert running.anonymised_on is None


def test_an_erasure_keeps_the_hours_of_nobody(facilitateur):
    person = worked()
    code, hours = person.code, person.heures.get()

    erase(person, author=facilitateur, received_on=date(2026, 5, 4))

    hours.refresh_from_db()
    line = DemandeDeDroit.objects.get()
    assert (hours.counted, Beneficiaire.objects.get().initials) == (10_000, "")
    assert (line.kind, line.code, line.handled_by) == ("effacement", code, facilitateur)


def test_an_erasure_without_hours_removes_the_file(facilitateur):
    person = make_beneficiaire()

    erase(person, author=facilitateur, received_on=date(2026, 5, 4))

    assert not Beneficiaire.objects.exists()
    assert DemandeDeDroit.objects.count() == 1


def test_the_copy_holds_everything_held_about_the_person(facilitateur):
    quartier = make_quartier(name="Les Pins")
    person = worked(initials="ZQX", quartier=quartier, commune=quartier.commune)
    make_heures(make_embauche(), MARCH, 999)

    told = json.dumps(collect(person), ensure_ascii=False)

    for expected in (
        "ZQX", "1990", "Les Pins", "Femme", "12/01/2024", "03/2024", "100,00",
        "Emploi durable", "01/03/2027",
    ):  # fmt: skip
        assert expected in told, expected
    assert "999" not in told


def test_the_log_is_for_those_who_keep_it(kept):
    person = make_beneficiaire()
    mine, other = make_personne(Role.FACILITATEUR), make_personne(Role.ADMINISTRATEUR)
    erase(person, author=mine, received_on=date(2026, 5, 4))

    assert DemandeDeDroit.objects.visible_to(mine).count() == 1
    assert not DemandeDeDroit.objects.visible_to(other).exists()
