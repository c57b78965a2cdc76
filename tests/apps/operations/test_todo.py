from datetime import date

import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.operations import make_proposition

from possibles.apps.acteurs.enums import Role
from possibles.apps.journal.models import change
from possibles.apps.operations.enums import EtatPart
from possibles.apps.operations.todo import list_propositions

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
