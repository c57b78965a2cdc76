from uuid import uuid4

import pytest
from django.test import Client
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.territoires import make_commune

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.models import Organisation, Service
from possibles.apps.journal.models import change
from possibles.web.idempotence import FIELD

pytestmark = pytest.mark.django_db


def test_the_public_reads_organisations_without_their_people(client: Client):
    regie = make_organisation(name="Régie de quartier")
    make_personne(Role.ELU, organisation=regie, last_name="Canari")

    page = client.get(f"/parametres/organisations/{regie.pk}/").content.decode()

    assert (
        "Régie de quartier" in client.get("/parametres/organisations/").content.decode()
    )
    assert "Régie de quartier" in page
    assert "Canari" not in page


def test_adding_an_organisation_once(client_for):
    client = client_for(Role.DIRECTEUR_DE_PROJET)
    data = {FIELD: str(uuid4()), "name": "Régie de quartier", "kind": "association"}

    for _ in range(2):
        client.post("/parametres/organisations/ajouter/", data)
    data[FIELD] = str(uuid4())
    client.post("/parametres/organisations/ajouter/", data)

    slugs = Organisation.objects.filter(name="Régie de quartier").values_list("slug")
    assert sorted(slugs) == [("regie-de-quartier",), ("regie-de-quartier-2",)]


def test_a_charge_corrects_the_bodies_of_their_commune(client_for):
    commune = make_commune()
    client = client_for(Role.CHARGE_DE_CONTRAT, commune=commune)
    mairie = make_organisation(name="Mairie", kind="commune", commune=commune)
    url = f"/parametres/organisations/{mairie.pk}/modifier/"
    base = client.get(url).context["base"]

    client.post(
        url,
        {
            **base,
            "name": "Ville",
            "kind": "commune",
            "commune": commune.pk,
            "siret": "",
        },
    )

    assert Organisation.objects.get(pk=mairie.pk).name == "Ville"


def test_a_wrong_siret_is_explained(client_for):
    client = client_for(Role.ADMINISTRATEUR)
    data = {FIELD: str(uuid4()), "name": "X", "kind": "etat", "siret": "123"}

    response = client.post("/parametres/organisations/ajouter/", data)

    assert response.status_code == 422
    assert "Un SIRET compte quatorze chiffres" in response.content.decode()


def test_services_come_and_go(client_for):
    client = client_for(Role.ADMINISTRATEUR)
    metropole = make_organisation(name="Métropole")
    data = {FIELD: str(uuid4()), "name": "Habitat"}

    client.post(f"/parametres/organisations/{metropole.pk}/services/ajouter/", data)
    service = Service.objects.get(organisation=metropole)
    client.post(f"/parametres/services/{service.pk}/retirer/")

    assert service.name == "Habitat"
    assert Service.objects.count() == 0


def test_a_service_twice_is_explained(client_for):
    client = client_for(Role.ADMINISTRATEUR)
    metropole = make_organisation()
    with change(author=None, origin="tests"):
        Service.objects.create(organisation=metropole, name="Habitat")

    page = client.post(
        f"/parametres/organisations/{metropole.pk}/services/ajouter/",
        {FIELD: str(uuid4()), "name": "Habitat"},
        follow=True,
    )

    assert "Ce service existe déjà" in page.content.decode()


def test_who_may_what_is_told_to_everyone_with_an_account(client_for):
    page = client_for(Role.HABITANT).get("/parametres/droits/").content.decode()

    assert "Inviter\u202f: personne" in page
    assert "Toute personne connectée" in page
