import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from tests.factories.acteurs import make_organisation
from tests.factories.territoires import make_commune, make_quartier

from possibles.apps.acteurs.domain.demo import (
    ACCOUNTS,
    PASSPHRASE,
    create_demo_accounts,
    list_demo_accounts,
)
from possibles.apps.acteurs.enums import OrganisationKind, Role
from possibles.apps.acteurs.models import Personne

pytestmark = pytest.mark.django_db


def test_every_role_has_an_account_marked_as_an_example():
    created = create_demo_accounts()

    assert {role for person in created for role in person.roles} == set(Role)
    assert all(p.is_exemple and p.email.endswith("@exemple.test") for p in created)
    assert all(person.check_password(PASSPHRASE) for person in created[:1])


def test_creating_again_creates_nothing():
    create_demo_accounts()

    assert create_demo_accounts() == []
    assert Personne.objects.count() == len(ACCOUNTS) == len(list_demo_accounts())


def test_accounts_take_the_places_of_the_loaded_content():
    make_quartier(commune=make_commune(name="Marseille", code_insee="13055"))
    metropole = make_organisation(kind=OrganisationKind.METROPOLE)

    create_demo_accounts()

    chargee = Personne.objects.get(email="chargee@exemple.test")
    assert str(chargee.active_habilitations[0].commune) == "Marseille"
    assert (
        Personne.objects.get(email="directrice@exemple.test").organisation == metropole
    )


def test_the_passphrase_is_one_we_would_accept():
    validate_password(PASSPHRASE, Personne(first_name="Aline", last_name="Roustan"))


def test_there_are_no_demo_accounts_outside_a_demonstration(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("demo_accounts")

    assert Personne.objects.count() == 0
