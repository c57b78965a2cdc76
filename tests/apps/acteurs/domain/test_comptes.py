import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.factories.acteurs import make_personne

from possibles.apps.acteurs.domain.comptes import (
    create_first_administrateur,
    deactivate_personne,
    reactivate_personne,
)
from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.models import Personne
from possibles.apps.journal.models import Acte

pytestmark = pytest.mark.django_db


def test_a_closed_account_is_out_at_its_next_request():
    admin, someone = make_personne(Role.ADMINISTRATEUR), make_personne()
    client = Client()
    client.force_login(someone)
    assert client.get("/compte/").status_code == 200

    deactivate_personne(someone, author=admin, reason="Départ")

    response = client.get("/compte/")
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/connexion/")


def test_reopening_an_account_does_not_reopen_its_sessions():
    admin, someone = make_personne(Role.ADMINISTRATEUR), make_personne()
    client = Client()
    client.force_login(someone)
    deactivate_personne(someone, author=admin, reason="Erreur")

    reactivate_personne(someone, author=admin, reason="Erreur réparée")

    assert client.get("/compte/").status_code == 302


def test_closing_an_account_ends_what_it_may_do():
    admin = make_personne(Role.ADMINISTRATEUR)
    directrice = make_personne(Role.DIRECTEUR_DE_PROJET)

    deactivate_personne(directrice, author=admin, reason="Départ")

    assert Personne.objects.get(pk=directrice.pk).roles == set()


def test_nobody_closes_their_own_account():
    admin = make_personne(Role.ADMINISTRATEUR)

    with pytest.raises(ValidationError, match="propre compte"):
        deactivate_personne(admin, author=admin, reason="")


def test_the_last_administrateur_keeps_their_account():
    admin = make_personne(Role.ADMINISTRATEUR)

    with pytest.raises(ValidationError, match="seule personne à administrer"):
        deactivate_personne(admin, author=make_personne(), reason="")

    assert Personne.objects.get(pk=admin.pk).is_active


def test_who_closed_an_account_and_why_is_kept():
    admin, someone = make_personne(Role.ADMINISTRATEUR), make_personne()

    deactivate_personne(someone, author=admin, reason="Fin de contrat")

    acte = Acte.objects.filter(
        model="acteurs.personne", object_id=str(someone.pk)
    ).first()
    assert (acte.author, acte.reason) == (admin, "Fin de contrat")


def test_the_first_administrateur_has_no_password_yet():
    person = create_first_administrateur("PREMIERE@exemple.test", "Ada", "Roux")

    assert person.email == "premiere@exemple.test"
    assert person.roles == {Role.ADMINISTRATEUR}
    assert not person.has_usable_password()
