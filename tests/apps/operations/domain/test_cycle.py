from datetime import date

import pytest
import time_machine
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.conventions import make_convention
from tests.factories.operations import (
    make_estimation,
    make_financement,
    make_jalon,
    make_operation,
    make_reserve,
    make_tache,
)
from tests.factories.territoires import make_quartier

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.operations.domain.cycle import OPERATION_CYCLE, list_next, move
from possibles.apps.operations.enums import EtatOperation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(date(2026, 11, 23), tick=False):
        yield


@pytest.fixture
def director():
    return make_personne(Role.DIRECTEUR_DE_PROJET)


def test_an_operation_goes_from_idea_to_closure(director):
    town = make_organisation()
    operation = make_operation(
        make_quartier(),
        state="idee",
        maitre_ouvrage=town,
        convention=make_convention(),
        objectifs="Accueillir les enfants du quartier.",
        programme="Douze classes.",
        lancement_year=2027,
        lancement_semester=1,
        duree_semestres=6,
    )
    make_estimation(operation, lignes={"travaux": 100}, maturite="decompte")
    make_financement(operation, financeur=town, montant=100)
    operation.refresh_from_db()

    for name, day in (
        ("program", None),
        ("present", None),
        ("validate", date(2026, 1, 15)),
        ("commit", None),
        ("request", date(2026, 3, 1)),
        ("engage", date(2026, 6, 1)),
        ("start", date(2026, 7, 1)),
        ("deliver", date(2026, 8, 1)),
        ("open", date(2026, 9, 1)),
        ("ask_balance", None),
        ("settle", date(2026, 10, 1)),
        ("close", None),
    ):
        move(operation, name, author=director, on=day)

    assert operation.state == EtatOperation.CLOTUREE
    assert operation.ce_on == date(2026, 1, 15)


def test_presenting_says_all_that_is_missing(director):
    operation = make_operation(state="programmee")

    with pytest.raises(TransitionRefusedError) as refused:
        move(operation, "present", author=director)

    assert refused.value.sentences == [
        "Indiquez les objectifs et le contexte.",
        "Indiquez le programme.",
        "Indiquez le lancement opérationnel (année et semestre).",
        "Indiquez la durée en semestres.",
        "Ajoutez une estimation du coût.",
        "Ajoutez le plan de financement.",
    ]


def test_open_reserves_stop_the_request(director):
    operation = make_operation(state="inscrite")
    make_reserve(operation)

    with pytest.raises(TransitionRefusedError, match="il en reste 1"):
        move(operation, "request", author=director, on=date(2026, 11, 2))


def test_a_decision_dates_the_step_of_the_schedule(director):
    operation = make_operation(state="fat_deposee")
    das = make_tache(operation, 60, role="das")
    asked = make_jalon(operation, role="depot_fat")

    move(operation, "engage", author=director, on=date(2026, 11, 10))

    das.refresh_from_db()
    asked.refresh_from_db()
    assert (das.actual_finish, das.percent) == (date(2026, 11, 10), 100)
    assert asked.is_finished


def test_the_grant_is_notified_with_the_decision(director):
    operation = make_operation(state="fat_deposee")
    line = make_financement(
        operation, financeur=make_organisation(slug="anru"), state="sollicite"
    )

    move(operation, "engage", author=director, on=date(2026, 11, 10))

    line.refresh_from_db()
    assert line.state == "notifie"


def test_a_suspended_operation_resumes_where_it_stopped(director):
    operation = make_operation(state="engagee")
    move(operation, "suspend", author=director, reason="Recours")

    names = [t.name for t in list_next(operation, director)]
    assert "resume_engagee" in names
    assert "resume_inscrite" not in names
    with pytest.raises(TransitionRefusedError, match="Engagée"):
        move(operation, "resume_inscrite", author=director)
    move(operation, "resume_engagee", author=director)

    assert (operation.state, operation.suspended_from) == ("engagee", "")


def test_stopping_asks_for_a_reason(director):
    with pytest.raises(TransitionRefusedError, match="motif"):
        move(make_operation(), "abandon", author=director)


def test_another_owner_moves_nothing():
    operation = make_operation()
    stranger = make_personne(Role.MAITRE_OUVRAGE, organisation=make_organisation())

    assert list_next(operation, stranger) == []


def test_every_state_is_reached_by_a_transition():
    reached = {t.target for t in OPERATION_CYCLE.transitions}

    assert reached == set(EtatOperation)
