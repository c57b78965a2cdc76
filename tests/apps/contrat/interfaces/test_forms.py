import pytest
from tests.factories.acteurs import make_personne

from possibles.apps.acteurs.enums import Role
from possibles.apps.contrat.interfaces.forms.projet import ProjetForm

pytestmark = pytest.mark.django_db


def test_the_pilot_is_chosen_among_agents_with_an_open_account():
    agent = make_personne(Role.CHEF_DE_FILE)
    make_personne(Role.HABITANT)
    make_personne(Role.CHEF_DE_FILE, is_active=False)

    assert list(ProjetForm().fields["pilote"].queryset) == [agent]
