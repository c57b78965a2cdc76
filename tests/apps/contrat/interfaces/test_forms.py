import pytest
from tests.factories.acteurs import make_personne
from tests.factories.contrat import make_projet
from tests.factories.territoires import make_commune

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.models import Personne
from possibles.apps.contrat.interfaces.forms.projet import ProjetForm
from possibles.common.forms import given_to

pytestmark = pytest.mark.django_db


def test_the_pilot_is_chosen_among_agents_with_an_open_account():
    agent = make_personne(Role.CHEF_DE_FILE)
    make_personne(Role.HABITANT)
    make_personne(Role.CHEF_DE_FILE, is_active=False)

    assert list(ProjetForm().fields["pilote"].queryset) == [agent]


def test_the_pilots_offered_are_those_one_sees():
    commune, elsewhere = make_commune(), make_commune()
    charge = make_personne(Role.CHARGE_DE_CONTRAT, commune=commune)
    agent = make_personne(Role.PARTENAIRE)
    reader = make_personne(Role.HABITANT, commune=elsewhere)
    projet = make_projet(pilote=agent)

    offered = given_to(ProjetForm, charge)().fields["pilote"].queryset
    to_reader = given_to(ProjetForm, reader)().fields["pilote"].queryset
    kept = given_to(ProjetForm, reader)(instance=projet).fields["pilote"].queryset

    assert set(offered) == {charge, agent} & set(Personne.objects.visible_to(charge))
    assert set(to_reader) <= set(Personne.objects.visible_to(reader))
    assert agent in kept
