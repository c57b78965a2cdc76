from datetime import date

import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.conventions import make_convention, make_echeance

from possibles.apps.acteurs.enums import Role
from possibles.apps.conventions.domain.vie import (
    keep_echeance,
    record_versement,
    sign_convention,
)
from possibles.apps.conventions.models import Convention, Echeance, Versement
from possibles.apps.journal.domain.states import TransitionRefusedError
from possibles.apps.journal.models import Acte, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def charge():
    return make_personne(Role.CHARGE_DE_CONTRAT)


def test_a_signature_puts_in_force(charge):
    convention = make_convention(make_organisation(), state="preparation")

    sign_convention(convention, author=charge, on=date(2026, 3, 2))

    stored = Convention.objects.get()
    assert (stored.state, stored.signed_on, stored.start) == (
        "en_vigueur",
        date(2026, 3, 2),
        date(2026, 3, 2),
    )


def test_nobody_signs_alone_nor_twice(charge):
    with pytest.raises(TransitionRefusedError, match="Ajoutez les parties"):
        sign_convention(
            make_convention(state="preparation"), author=charge, on=date(2026, 1, 1)
        )
    with pytest.raises(TransitionRefusedError, match="n’est pas possible depuis"):
        sign_convention(make_convention(), author=charge, on=date(2026, 1, 1))


def test_payments_and_dates_are_told(charge):
    echeance = make_echeance()
    with change(author=None, origin="tests"):
        versement = Versement.objects.create(
            convention=echeance.convention, number=1, label="Versement", amount=100
        )

    record_versement(versement, author=charge, on=date(2026, 4, 1))
    keep_echeance(echeance, author=charge, on=date(2026, 4, 2))

    assert Versement.objects.get().paid_on == date(2026, 4, 1)
    assert not Echeance.objects.open().exists()
    assert {a.author for a in Acte.objects.all()[:2]} == {charge}


def test_due_within_counts_the_late_ones():
    for day in (date(2026, 1, 1), date(2026, 3, 1), date(2026, 3, 2)):
        make_echeance(due=day)
    make_echeance(due=date(2026, 1, 1), done_on=date(2026, 1, 1))

    due = Echeance.objects.due_within(28, on=date(2026, 2, 1))

    assert [e.due for e in due] == [date(2026, 1, 1), date(2026, 3, 1)]
