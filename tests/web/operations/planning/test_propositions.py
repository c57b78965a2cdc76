import pytest
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.operations import link, make_chain, make_operation

from possibles.apps.acteurs.enums import Role
from possibles.apps.operations.domain.planning.cascade import preview
from possibles.apps.operations.domain.planning.propositions import propose

pytestmark = pytest.mark.django_db
LIST = "/operations/propositions/"


@pytest.fixture
def asked():
    """Make a proposition that moves a task of another owner."""
    mine, theirs = make_operation(), make_operation(maitre_ouvrage=make_organisation())
    works = make_chain(mine, ("Travaux", 30))[0]
    opening = make_chain(theirs, ("Aménagement", 20))[0]
    link(works, opening)
    author = make_personne(Role.MAITRE_OUVRAGE, organisation=mine.maitre_ouvrage)
    cascade = preview([{"tache": works.pk, "duration_days": 60}], author)
    return propose(cascade, author=author, reason="Sol pollué")


@pytest.fixture
def other(client_for, asked):
    part = asked.parts.get()
    return client_for(Role.MAITRE_OUVRAGE, organisation=part.organisation)


def test_list_says_what_waits_for_me(other, asked):
    page = other.get(f"{LIST}?vue=miennes").content.decode()

    assert str(asked) in page
    assert "attend votre réponse" in page


def test_sheet_shows_the_form_to_the_owner_asked_only(other, client_for, asked):
    path = f"{LIST}{asked.pk}/"

    assert "Refuser cette part" in other.get(path).content.decode()
    stranger = client_for(Role.MAITRE_OUVRAGE, organisation=make_organisation())
    assert "Refuser cette part" not in stranger.get(path).content.decode()


def test_refusal_needs_a_reason_and_moves_nothing(other, asked):
    part = asked.parts.get()
    path = f"{LIST}parts/{part.pk}/repondre/"

    assert other.post(path, {"reponse": "refuser"}).status_code == 422
    other.post(path, {"reponse": "refuser", "motif": "La rentrée est fixée"})

    asked.refresh_from_db()
    assert asked.state == "refusee"


def test_acceptance_applies(other, asked):
    part = asked.parts.get()

    other.post(f"{LIST}parts/{part.pk}/repondre/", {"reponse": "accepter"})

    asked.refresh_from_db()
    assert asked.state == "appliquee"


def test_answering_twice_is_told(other, asked):
    path = f"{LIST}parts/{asked.parts.get().pk}/repondre/"
    other.post(path, {"reponse": "accepter"})

    again = other.post(path, {"reponse": "refuser", "motif": "Finalement non"})

    assert again.status_code == 422
    assert "n’attend plus de réponse" in again.content.decode()


def test_author_withdraws(client_for, asked):
    client = client_for(personne=asked.author)

    client.post(f"{LIST}{asked.pk}/retirer/")

    asked.refresh_from_db()
    assert asked.state == "retiree"
