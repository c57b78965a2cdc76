import pytest
from django.urls import reverse
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.contrat import make_projet
from tests.factories.territoires import make_commune, make_quartier

from possibles.apps.acteurs.enums import Role

pytestmark = pytest.mark.django_db


def body(client, **params) -> str:
    return client.get(reverse("search"), params).content.decode()


def test_the_page_works_without_javascript(client_for):
    client = client_for(Role.ELU)
    make_quartier(name="Malpassé Corot", commune=make_commune(name="Marseille"))

    page = body(client, q="malpase")

    assert "<h1" in page
    assert "Malpassé Corot" in page
    assert "à une lettre près" in page


def test_the_palette_gets_the_results_only(client_for):
    client = client_for(Role.ELU)
    make_projet(title="Équipements sportifs")

    response = client.get(
        reverse("search"), {"q": "equipement"}, headers={"HX-Request": "true"}
    )

    html = response.content.decode()
    assert "<html" not in html
    assert "<h2>Projets</h2>" in html
    assert "Équipements sportifs<small>" in html
    assert response["Vary"].startswith("HX-Request")


def test_nothing_typed_shows_what_moved_last(client_for):
    client = client_for(Role.ELU)
    make_organisation(name="Régie de quartier")

    page = body(client)

    assert "Modifiés récemment" in page
    assert "Régie de quartier" in page


def test_every_result_opens(client_for):
    client = client_for(Role.ADMINISTRATEUR)
    make_projet(title="Canari projet")
    make_quartier(name="Canari quartier", commune=make_commune(name="Canari commune"))
    make_organisation(name="Canari organisation")
    make_personne(last_name="Canari")

    found = client.get(reverse("search"), {"q": "canari"}).context["found"]
    urls = [result.url for group in found.groups for result in group.results]

    assert len(urls) == 5
    assert [client.get(url).status_code for url in urls] == [200] * 5


def test_a_visitor_finds_no_person_and_no_private_project(client):
    make_personne(last_name="Canari")
    make_projet(title="Canari secret")
    make_organisation(name="Canari public")

    for params in ({"q": "canari"}, {}, {"type": "acteurs.personne"}):
        page = body(client, **params)
        assert "Canari secret" not in page
        assert "Camille" not in page
    assert "Canari public" in body(client, q="canari")


@pytest.mark.parametrize(
    "params",
    [
        {"q": "<script>alert(1)</script>"},
        {"q": "a" * 3000},
        {"q": "régie", "type": "inconnu"},
        {"type": "acteurs.organisation", "page": "-1"},
        {"type": "acteurs.organisation", "page": "٣"},
        {"type": "acteurs.organisation", "page": "0"},
    ],
)
def test_strange_addresses_answer_a_page(client, params):
    response = client.get(reverse("search"), params)

    assert response.status_code == 200
    assert b"<script>alert" not in response.content
