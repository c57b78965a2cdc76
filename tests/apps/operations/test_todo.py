from datetime import date

import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.operations import (
    make_interface,
    make_operation,
    make_proposition,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.condense.registry import list_lignes

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_personne(Role.MAITRE_OUVRAGE, organisation=make_organisation())


def told(person):
    lines = [line for line in list_lignes(person) if line.source == "planning"]
    return [(line.text, line.url, line.due) for line in lines]


def test_propositions_wait_for_the_owner_asked_only(owner):
    made = make_proposition(make_personne(Role.OPC), owner.organisation)
    make_proposition(make_personne(Role.OPC), make_organisation())
    make_proposition(make_personne(Role.OPC), owner.organisation, state="retiree")

    assert told(owner) == [
        (
            "Répondre à une proposition de planning",
            f"/operations/propositions/{made.pk}/",
            None,
        )
    ]


def test_a_late_promise_is_told_to_who_made_it(owner):
    mine = make_operation(maitre_ouvrage=owner.organisation)
    other = make_operation()
    late = {"promised": date(2028, 1, 1), "needed": date(2027, 1, 1)}
    owed = make_interface(mine, other, **late)
    make_interface(other, mine, **late)
    make_interface(mine, other, **late, responsable=make_organisation())
    make_interface(mine, other)

    assert told(owner) == [
        (
            "Lever un conflit d’interface",
            f"/operations/interfaces/{owed.pk}/",
            date(2027, 1, 1),
        )
    ]


def test_others_are_told_nothing(owner):
    make_proposition(make_personne(Role.OPC), owner.organisation)

    assert told(make_personne(Role.ELU)) == []
