from datetime import date

import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.operations import (
    make_interface,
    make_operation,
    make_proposition,
)

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.models import change
from possibles.apps.operations.enums import EtatPart
from possibles.apps.operations.todo import list_conflits, list_propositions

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def test_an_owner_is_told_of_the_proposals_it_has_not_answered():
    own, other = make_organisation(), make_organisation()
    owner = make_personne(
        Role.MAITRE_OUVRAGE, organisation=own, perimetre_organisation=own
    )
    asked = make_proposition(owner, own)
    answered = make_proposition(owner, own)
    make_proposition(owner, other)
    with change(author=None, origin="tests"):
        part = answered.parts.get()
        part.state = EtatPart.ACCEPTEE
        part.save()

    lines = list(list_propositions(owner, DAY))

    assert [line.url.rstrip("/").split("/")[-1] for line in lines] == [str(asked.pk)]
    assert list(list_propositions(make_personne(Role.ELU), DAY)) == []


def test_a_late_promise_is_told_to_who_made_it():
    own = make_organisation()
    owner = make_personne(Role.MAITRE_OUVRAGE, organisation=own)
    mine, other = make_operation(maitre_ouvrage=own), make_operation()
    late = {"promised": date(2028, 1, 1), "needed": date(2027, 1, 1)}
    owed = make_interface(mine, other, **late)
    make_interface(other, mine, **late)
    make_interface(mine, other, **late, responsable=make_organisation())
    make_interface(mine, other)

    lines = [(line.url, line.due) for line in list_conflits(owner, DAY)]

    assert lines == [(f"/operations/interfaces/{owed.pk}/", date(2027, 1, 1))]
    assert list(list_conflits(make_personne(Role.ELU), DAY)) == []
