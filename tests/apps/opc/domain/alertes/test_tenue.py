"""One alert a cause: opened, followed, closed by itself, back only when worse."""

from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.conventions import make_convention, make_versement
from tests.factories.opc import make_alerte, make_seuils
from tests.factories.operations import (
    make_chain,
    make_consultation,
    make_financement,
    make_interface,
    make_operation,
    make_reserve,
    make_tache,
)
from tests.factories.territoires import make_projet_renouvellement

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.journal.models import Acte, change
from possibles.apps.opc.domain.alertes.lecture import read_operations
from possibles.apps.opc.domain.alertes.tenue import compute_alertes
from possibles.apps.opc.domain.alertes.vie import move_alerte, raise_alerte
from possibles.apps.opc.enums import EtatAlerte, Gravite
from possibles.apps.opc.models import Alerte
from possibles.apps.operations.models import Operation, Reserve

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def make_drifting(**over) -> Operation:
    """Make an operation whose only fault is a cost twenty per cent too high."""
    fields = {"convention_cost": 100_000_00} | over
    operation = make_operation(**fields)
    make_tache(operation, actual_start=date(2026, 1, 5))
    set_cost(operation, 115_000_00)
    return operation


def set_cost(operation: Operation, cents: int | None) -> None:
    Operation.objects.filter(pk=operation.pk).unrecorded_update(
        cost_ht=cents, funded=cents
    )


def compute(today: date = TODAY):
    bilan = compute_alertes(today=today)
    return bilan.opened, bilan.followed, bilan.worsened, bilan.closed


@pytest.fixture(autouse=True)
def seuils():
    make_seuils()


@pytest.fixture
def director():
    return make_personne(Role.DIRECTEUR_DE_PROJET)


def test_a_cause_opens_one_alert_that_follows_and_closes_by_itself():
    operation = make_drifting(maitre_ouvrage=make_organisation(kind="bailleur"))

    assert compute() == (1, 0, 0, 0)
    alerte = Alerte.objects.get()
    assert (alerte.cause, alerte.state, alerte.impact_cents) == (
        f"cout:{operation.pk}",
        EtatAlerte.PROPOSEE,
        15_000_00,
    )
    assert (alerte.operation, alerte.renouvellement) == (
        operation,
        operation.renouvellement,
    )

    set_cost(operation, 116_000_00)
    assert compute() == (0, 1, 0, 0)
    alerte.refresh_from_db()
    assert alerte.impact_cents == 16_000_00

    set_cost(operation, 100_000_00)
    assert compute() == (0, 0, 0, 1)
    alerte.refresh_from_db()
    assert (alerte.state, alerte.closed_on, alerte.motif) == (
        EtatAlerte.CLOSE,
        TODAY,
        "La cause a disparu.",
    )

    # The cause comes back later: a new alert, the old one keeps its story.
    set_cost(operation, 116_000_00)
    assert compute() == (1, 0, 0, 0)
    assert Alerte.objects.count() == 2


def test_a_second_run_changes_nothing_and_leaves_no_trace():
    make_drifting()
    compute()
    before, actes = list(Alerte.objects.values()), Acte.objects.count()

    compute()

    assert list(Alerte.objects.values()) == before
    assert Acte.objects.count() == actes


def test_what_a_rule_measures_is_not_history_but_its_gravity_is():
    operation = make_drifting()
    compute()
    actes = Acte.objects.count()

    set_cost(operation, 117_000_00)
    compute()
    assert Acte.objects.count() == actes

    set_cost(operation, 130_000_00)
    compute()
    told = Acte.objects.first()
    assert set(told.fields) == {"gravite"}


def test_dismissed_it_stays_so_until_it_is_worse(director):
    operation = make_drifting()
    compute()
    alerte = Alerte.objects.get()
    move_alerte(alerte, "dismiss", author=director, reason="Avenant déjà signé.")

    assert compute() == (0, 1, 0, 0)
    alerte.refresh_from_db()
    assert alerte.state == EtatAlerte.ECARTEE

    # Gone and back, no worse: it is not proposed again.
    set_cost(operation, 100_000_00)
    compute()
    set_cost(operation, 115_000_00)
    compute()
    alerte.refresh_from_db()
    assert (Alerte.objects.count(), alerte.state) == (1, EtatAlerte.ECARTEE)

    set_cost(operation, 130_000_00)
    assert compute() == (0, 1, 1, 0)
    alerte.refresh_from_db()
    assert (alerte.state, alerte.gravite) == (EtatAlerte.PROPOSEE, Gravite.MAJEURE)


def test_dismissed_it_comes_back_when_the_delay_grows(director):
    operation = make_operation(state="inscrite")
    make_tache(operation, actual_start=date(2026, 1, 5))
    late = Operation.objects.filter(pk=operation.pk)
    late.unrecorded_update(delivery_forecast=date(2033, 1, 10))
    compute()
    alerte = Alerte.objects.get()
    move_alerte(alerte, "dismiss", author=director, reason="Date en cours de revue.")

    late.unrecorded_update(delivery_forecast=date(2033, 2, 8))
    compute()
    alerte.refresh_from_db()
    assert alerte.state == EtatAlerte.ECARTEE

    late.unrecorded_update(delivery_forecast=date(2033, 2, 9))
    compute()
    alerte.refresh_from_db()
    assert (alerte.state, alerte.impact_days) == (EtatAlerte.PROPOSEE, 40)


def test_handled_and_worse_it_opens_again(director):
    operation = make_drifting()
    compute()
    alerte = Alerte.objects.get()
    move_alerte(alerte, "handle", author=director, reason="Programme revu.")

    set_cost(operation, 130_000_00)
    compute()

    alerte.refresh_from_db()
    assert alerte.state == EtatAlerte.OUVERTE


def test_an_alert_raised_by_a_person_is_closed_by_a_person(director):
    operation = make_operation()
    make_tache(operation, actual_start=date(2026, 1, 5))
    alerte = raise_alerte(
        Alerte(operation=operation, famille="marche", title="Lot 3 infructueux"),
        author=director,
    )

    assert compute() == (0, 0, 0, 0)
    alerte.refresh_from_db()
    assert (alerte.state, alerte.renouvellement) == (
        EtatAlerte.OUVERTE,
        operation.renouvellement,
    )

    move_alerte(alerte, "close", author=director, reason="Marché relancé.")
    alerte.refresh_from_db()
    assert (alerte.state, alerte.motif) == (EtatAlerte.CLOSE, "Marché relancé.")


def test_the_alert_of_a_rule_is_not_closed_while_its_cause_is_there(director):
    alerte = make_alerte(state="ouverte")

    with pytest.raises(TransitionRefusedError, match="toujours là"):
        move_alerte(alerte, "close", author=director, reason="Assez.")


def test_setting_aside_needs_a_reason(director):
    alerte = make_alerte()

    with pytest.raises(TransitionRefusedError, match="motif"):
        move_alerte(alerte, "dismiss", author=director)


def test_the_database_refuses_two_open_alerts_of_one_cause():
    make_alerte(cause="cout:1")
    make_alerte(cause="cout:2", state="close", closed_on=TODAY)
    make_alerte(cause="cout:2")

    with pytest.raises(IntegrityError):
        make_alerte(cause="cout:1")


def test_a_computation_of_one_project_leaves_the_others_alone():
    here, there = make_drifting(), make_drifting()
    compute()
    set_cost(here, 100_000_00)
    set_cost(there, 100_000_00)

    bilan = compute_alertes([here.renouvellement_id], today=TODAY)

    states = dict(Alerte.objects.values_list("operation", "state"))
    assert bilan.closed == 1
    assert states == {here.pk: EtatAlerte.CLOSE, there.pk: EtatAlerte.PROPOSEE}


def test_dropped_operations_raise_nothing_more():
    operation = make_drifting()
    compute()
    with change(author=None, origin="tests"):
        operation.refresh_from_db()
        operation.state = "abandonnee"
        operation.save()

    assert compute() == (0, 0, 0, 1)


def test_facts_are_read_from_everywhere():
    owner = make_organisation(kind="commune")
    anru = make_organisation(slug="anru")
    giver = make_operation(title="Démolition")
    operation = make_operation(
        maitre_ouvrage=owner,
        renouvellement=giver.renouvellement,
        lancement_year=2026,
        lancement_semester=1,
        duree_semestres=4,
    )
    make_chain(operation, ("Études", 20, "etudes"), ("Travaux", 100, "travaux"))
    make_financement(operation, financeur=owner, montant=300)
    make_financement(operation, financeur=anru, montant=700)
    reserve = make_reserve(operation)
    lifted = make_reserve(operation)
    with change(author=None, origin="tests"):
        lifted.lifted_on, lifted.proof = TODAY, "Délibération"
        lifted.save()
    held = make_interface(giver, operation)

    vues, projets = read_operations([giver.renouvellement_id])
    vue = next(v for v in vues if v.pk == operation.pk)

    assert [e.role for e in vue.etapes] == ["etudes", "travaux"]
    assert (vue.own_share, vue.subsidy, vue.owner_is_public) == (300, 700, True)
    assert [r.pk for r in vue.reserves] == [reserve.pk]
    assert [(i.pk, i.giver_title) for i in vue.interfaces] == [(held.pk, "Démolition")]
    assert (vue.contract_launch_end, vue.contract_finish) == (
        date(2026, 6, 30),
        date(2027, 12, 31),
    )
    assert [p.pk for p in projets] == [giver.renouvellement_id]
    assert Reserve.objects.count() == 2


def count_queries(count: int) -> int:
    projet = make_projet_renouvellement()
    for _ in range(count):
        operation = make_drifting(renouvellement=projet)
        make_interface(make_operation(renouvellement=projet), operation)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read_operations([projet.pk])
    return len(queries)


def test_facts_take_the_same_queries_whatever_the_number_of_operations():
    assert count_queries(1) == count_queries(4)


def test_a_late_payment_of_a_convention_opens_follows_and_closes():
    projet = make_projet_renouvellement()
    convention = make_convention(end=date(2027, 12, 31))
    with change(author=None, origin="tests"):
        convention.renouvellements.set([projet])
    due = make_versement(convention, due=date(2026, 11, 1), amount=200_000_00)

    compute()

    alerte = Alerte.objects.get(rule="versement")
    assert (alerte.convention, alerte.renouvellement) == (convention, projet)
    assert (alerte.impact_days, alerte.impact_cents) == (21, 200_000_00)
    assert alerte.evidence[0]["label"] == "Attendu le"
    with change(author=None, origin="tests"):
        due.paid_on = TODAY
        due.save()
    # A computation of other projects judges the conventions too.
    compute_alertes([], today=TODAY)
    alerte.refresh_from_db()
    assert alerte.state == EtatAlerte.CLOSE


def test_a_change_to_a_convention_asks_for_a_computation(
    django_capture_on_commit_callbacks,
):
    person = make_personne(Role.DIRECTEUR_DE_PROJET)
    convention = make_convention()
    with (
        django_capture_on_commit_callbacks(execute=True),
        change(author=person, reason="Terme"),
    ):
        convention.end = date(2020, 1, 1)
        convention.save()

    assert Alerte.objects.get(rule="terme-convention").convention == convention


def test_an_unfruitful_consultation_is_told_until_it_is_launched_again():
    operation = make_operation()
    failed = make_consultation(
        operation, issue="infructueuse", ended_on=date(2026, 11, 2)
    )
    compute()
    alerte = Alerte.objects.get(rule="infructueux")
    assert (alerte.operation, alerte.impact_days) == (operation, 20)

    make_consultation(operation, relance_de=failed, launched_on=date(2026, 11, 20))
    compute()

    alerte.refresh_from_db()
    assert alerte.state == EtatAlerte.CLOSE
