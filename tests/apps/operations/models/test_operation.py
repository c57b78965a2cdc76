from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.operations import (
    make_contact,
    make_estimation,
    make_financement,
    make_interface,
    make_operation,
    make_tache,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.models import Acte, change
from possibles.apps.operations.models import (
    Contact,
    Financement,
    Operation,
    Tache,
)
from possibles.engine.calendars.days import Period

pytestmark = pytest.mark.django_db


def test_contract_calendar_counts_the_launch_semester():
    operation = make_operation(
        lancement_year=2027, lancement_semester=2, duree_semestres=4
    )

    assert operation.lancement == Period(2027, 2)
    assert operation.contract_end == Period(2029, 1)
    assert operation.contract_finish == date(2029, 6, 30)


def test_an_unusual_identifier_is_accepted_with_a_remark():
    assert make_operation(idtop="478-6013024-37-0002-001").has_unusual_idtop is False
    assert make_operation(idtop="École Lilas 2").has_unusual_idtop is True
    assert make_operation().has_unusual_idtop is False


@pytest.mark.parametrize(
    "fields",
    [
        {"lancement_year": 2027},
        {"lon": 5.4},
        {"capacity": 12},
        {"title": ""},
        {"running_cost": -1},
    ],
)
def test_half_told_things_are_refused(fields):
    operation = make_operation()
    for name, value in fields.items():
        setattr(operation, name, value)

    with pytest.raises(ValidationError):
        operation.full_clean()
    with pytest.raises(IntegrityError), change(author=None, origin="tests"):
        operation.save()


def test_two_operations_never_share_an_identifier():
    make_operation(idtop="A")

    with pytest.raises(IntegrityError):
        make_operation(idtop="A")


def test_visitors_see_what_a_convention_holds():
    hidden, public = make_operation(state="idee"), make_operation(state="inscrite")
    resident = make_personne(Role.HABITANT)
    agent = make_personne(Role.ELU)

    for person in (AnonymousUser(), resident):
        assert list(Operation.objects.visible_to(person)) == [public]
    assert set(Operation.objects.visible_to(agent)) == {hidden, public}
    tache = make_tache(hidden)
    assert tache not in Tache.objects.visible_to(AnonymousUser())
    assert tache in Tache.objects.visible_to(agent)


def test_contacts_are_for_partners_and_leave_no_name_in_the_journal():
    contact = make_contact(make_operation(), name="Dominique Secret")

    assert list(Contact.objects.visible_to(AnonymousUser())) == []
    assert list(Contact.objects.visible_to(make_personne(Role.OPC))) == [contact]
    acte = Acte.objects.filter(model="operations.contact").get()
    assert "Secret" not in acte.payload


def test_the_current_estimate_is_the_newest():
    operation = make_operation()
    make_estimation(operation, date=date(2026, 6, 1), lignes={"travaux": 300_000_000})
    make_estimation(
        operation,
        date=date(2025, 6, 1),
        maturite="ratio",
        lignes={"travaux": 100_000_000},
    )

    operation.refresh_from_db()

    assert (operation.cost_ht, operation.cost_ttc) == (300_000_000, 360_000_000)
    assert operation.cost_maturity == "programme"


def test_funding_is_summed_with_what_is_secured():
    operation = make_operation()
    make_financement(operation, montant=40_000_000, state="notifie")
    make_financement(operation, montant=60_000_000)

    operation.refresh_from_db()

    assert (operation.funded, operation.secured) == (100_000_000, 40_000_000)


def test_a_funder_has_one_line_a_year_and_one_without_a_year():
    operation, anru = make_operation(), make_organisation()
    make_financement(operation, financeur=anru)

    with pytest.raises(IntegrityError):
        make_financement(operation, financeur=anru)
    assert Financement.objects.count() == 1


def test_a_promise_that_moves_is_kept_with_its_reason():
    interface = make_interface(make_operation(), make_operation())

    with change(author=None, origin="tests", reason="Amiante découverte"):
        interface.promised = date(2027, 10, 1)
        interface.save()

    (slip,) = interface.glissements.all()
    assert (slip.old, slip.new, slip.slip_days) == (
        date(2027, 6, 1),
        date(2027, 10, 1),
        122,
    )
    assert slip.reason == "Amiante découverte"
    assert interface.margin_days == -30
    assert interface.is_conflict
