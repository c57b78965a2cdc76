"""Accounts through the pages: nobody gets more than they may, whatever they post."""

from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from tests.factories.acteurs import make_organisation, make_personne
from tests.factories.territoires import make_commune, make_quartier

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.models import Habilitation, Invitation, Personne
from possibles.apps.journal.models import Acte
from possibles.web.idempotence import FIELD

pytestmark = pytest.mark.django_db
INVITE = "/parametres/comptes/inviter/"


def role_data(role: Role, *, perimeter: str = "contrat", **place) -> dict[str, str]:
    return {
        "roles-TOTAL_FORMS": "1",
        "roles-INITIAL_FORMS": "0",
        "roles-0-role": role,
        "roles-0-perimeter": perimeter,
        **{f"roles-0-{name}": str(value.pk) for name, value in place.items()},
    }


def invite(client: Client, email: str, **role):
    data = {FIELD: str(uuid4()), "email": email, **role_data(**role)}
    return client.post(INVITE, data)


def link_sent() -> str:
    return mail.outbox[-1].body.split("http://testserver")[1].split()[0]


@pytest.fixture
def locked_out():
    """Someone who lost the phone of their second factor, still signed in somewhere."""
    person = make_personne(Role.PARTENAIRE)
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user_id=person.pk, type=kind, data={})
    return person


def factor_reset(person) -> str:
    return f"/parametres/comptes/{person.pk}/second-facteur/retirer/"


def test_the_second_factor_of_someone_who_lost_it_is_taken_away(client_for, locked_out):
    administrateur = client_for(Role.ADMINISTRATEUR)
    elsewhere = client_for(personne=locked_out)
    sheet = f"/parametres/comptes/{locked_out.pk}/"
    offered = administrateur.get(sheet).content.decode()

    administrateur.post(factor_reset(locked_out), {"motif": "Téléphone perdu, vue"})

    told = Acte.objects.filter(object_id=str(locked_out.pk), model="acteurs.personne")
    assert factor_reset(locked_out) in offered
    assert factor_reset(locked_out) not in administrateur.get(sheet).content.decode()
    assert not Authenticator.objects.filter(user_id=locked_out.pk).exists()
    assert elsewhere.get("/compte/")["Location"].startswith("/compte/connexion/")
    assert (told[0].author, told[0].reason) == (
        administrateur.personne,
        "Téléphone perdu, vue",
    )


def test_nobody_else_takes_a_second_factor_away_nor_ones_own(client_for, locked_out):
    own = client_for(Role.ADMINISTRATEUR)
    Authenticator.objects.create(
        user_id=own.personne.pk, type=Authenticator.Type.TOTP, data={}
    )

    refused = client_for(Role.DIRECTEUR_DE_PROJET).post(factor_reset(locked_out))
    own.post(factor_reset(own.personne))

    assert refused.status_code == 404
    assert Authenticator.objects.count() == 3


def test_from_the_invitation_to_the_first_page(client_for):
    commune = make_commune(name="Aubagne")
    charge = client_for(Role.CHARGE_DE_CONTRAT, commune=commune)
    answer = invite(
        charge, "lise@exemple.test", role=Role.ELU, perimeter="commune", commune=commune
    )
    assert answer["Location"] == "/parametres/comptes/"
    assert "lise@exemple.test" in charge.get("/parametres/comptes/").content.decode()
    guest = Client()

    opened = guest.get(link_sent())
    page = guest.get(opened["Location"]).content.decode()
    weak = guest.post(
        opened["Location"],
        {"first_name": "Lise", "last_name": "Arnoux", "password": "marseille2026"},
    )
    done = guest.post(
        opened["Location"],
        {
            "first_name": "Lise",
            "last_name": "Arnoux",
            "password": "dune violon 48 cargo",
        },
    )

    assert "Élu pour la commune Aubagne" in page
    assert weak.status_code == 422
    assert done["Location"] == "/"
    assert "Élu pour la commune Aubagne" in guest.get("/compte/").content.decode()
    assert link_sent().count("/") == 4


def test_the_token_leaves_the_address_bar_at_once(client_for):
    admin = client_for(Role.ADMINISTRATEUR)
    invite(admin, "lise@exemple.test", role=Role.ELU)

    opened = Client().get(link_sent())

    assert (opened.status_code, opened["Location"]) == (302, "/compte/invitation/")


def test_a_dead_link_says_so(client: Client):
    response = client.get("/compte/invitation/nimporte-quoi/")

    assert response.status_code == 410
    assert "ne sert plus" in response.content.decode()


@pytest.mark.parametrize("role", [Role.ADMINISTRATEUR, Role.CHARGE_DE_CONTRAT])
def test_a_charge_cannot_invite_above_their_rank(client_for, role):
    commune = make_commune()
    charge = client_for(Role.CHARGE_DE_CONTRAT, commune=commune)

    response = invite(
        charge, "x@exemple.test", role=role, perimeter="commune", commune=commune
    )

    assert response.status_code == 422
    assert Invitation.objects.count() == 0


def test_a_charge_cannot_invite_elsewhere(client_for):
    charge = client_for(Role.CHARGE_DE_CONTRAT, commune=make_commune())

    for place in (
        {"perimeter": "commune", "commune": make_commune()},
        {"perimeter": "quartier", "quartier": make_quartier()},
        {"perimeter": "organisation", "organisation": make_organisation()},
        {"perimeter": "contrat"},
    ):
        assert (
            invite(charge, "x@exemple.test", role=Role.ELU, **place).status_code == 422
        )
    assert Invitation.objects.count() == 0


def test_adding_a_role_keeps_what_was_typed(client_for):
    admin = client_for(Role.ADMINISTRATEUR)
    data = {
        FIELD: str(uuid4()),
        "email": "lise@exemple.test",
        "ajouter": "1",
        **role_data(Role.ELU),
    }

    page = admin.post(INVITE, data).content.decode()

    assert 'value="lise@exemple.test"' in page
    assert "Rôle proposé 2" in page
    assert '<option value="elu" selected>' in page
    assert Invitation.objects.count() == 0


def test_an_account_that_exists_is_not_invited(client_for):
    admin = client_for(Role.ADMINISTRATEUR)
    make_personne(email="deja@exemple.test")

    response = invite(admin, "Deja@exemple.test", role=Role.ELU)

    assert response.status_code == 422
    assert "a déjà un compte" in response.content.decode()


def test_giving_a_role_from_the_sheet(client_for):
    admin = client_for(Role.ADMINISTRATEUR)
    someone, quartier = make_personne(), make_quartier(name="Air-Bel")
    url = f"/parametres/comptes/{someone.pk}/roles/ajouter/"
    data = {
        FIELD: str(uuid4()),
        "role": Role.HABITANT,
        "perimeter": "quartier",
        "quartier": quartier.pk,
        "commune": make_commune().pk,
    }

    for _ in range(2):  # a double click
        assert admin.post(url, data).status_code == 302

    held = Habilitation.objects.get(personne=someone)
    assert (held.sentence, held.commune) == ("Habitant pour le quartier Air-Bel", None)
    assert (
        held.sentence
        in admin.get(f"/parametres/comptes/{someone.pk}/").content.decode()
    )


def test_a_perimeter_without_its_place_is_explained(client_for):
    admin = client_for(Role.ADMINISTRATEUR)
    url = f"/parametres/comptes/{make_personne().pk}/roles/ajouter/"
    data = {FIELD: str(uuid4()), "role": Role.ELU, "perimeter": "commune"}

    response = admin.post(url, data)

    assert response.status_code == 422
    assert "Choisissez la commune." in response.content.decode()


@pytest.mark.parametrize(
    "role",
    [Role.ADMINISTRATEUR, Role.DIRECTEUR_DE_PROJET, Role.CHARGE_DE_CONTRAT, Role.ELU],
)
def test_nobody_raises_themselves(client_for, role):
    client = client_for(role)
    me = client.personne
    data = {FIELD: str(uuid4()), "role": Role.ADMINISTRATEUR, "perimeter": "contrat"}

    answers = [
        client.post(f"/parametres/comptes/{me.pk}/roles/ajouter/", data),
        client.post(
            "/compte/identite/",
            {
                "first_name": "Moi",
                "last_name": "Même",
                "role": Role.ADMINISTRATEUR,
                "is_active": "on",
                "email": "autre@exemple.test",
                "organisation": make_organisation().pk,
                "session_epoch": "9",
            },
        ),
    ]

    fresh = Personne.objects.get(pk=me.pk)
    assert answers[0].status_code == 404
    assert fresh.roles == {role}
    assert (fresh.email, fresh.organisation, fresh.session_epoch) == (me.email, None, 0)


def test_closing_an_account_from_its_sheet(client_for):
    admin = client_for(Role.ADMINISTRATEUR)
    other = client_for(Role.ELU)
    url = f"/parametres/comptes/{other.personne.pk}"

    admin.post(f"{url}/fermer/", {"motif": "Départ"})

    assert other.get("/compte/").status_code == 302
    assert "Fermé" in admin.get(f"{url}/").content.decode()
    admin.post(f"{url}/rouvrir/")
    assert Personne.objects.get(pk=other.personne.pk).is_active


def test_the_last_administrateur_is_told_why(client_for):
    admin = client_for(Role.ADMINISTRATEUR)
    other = make_personne(Role.ADMINISTRATEUR)
    held = other.habilitations.get()
    admin.post(f"/parametres/roles/{held.pk}/retirer/")

    mine = admin.personne.habilitations.get()
    assert admin.post(f"/parametres/roles/{mine.pk}/retirer/").status_code == 404
    assert Personne.objects.get(pk=admin.personne.pk).roles == {Role.ADMINISTRATEUR}


def test_addresses_and_roles_are_shown_to_those_who_steer_alone(client_for):
    someone = make_personne(Role.PARTENAIRE, email="secrete@exemple.test")
    url = f"/parametres/comptes/{someone.pk}/"

    seen = client_for(Role.DIRECTEUR_DE_PROJET).get(url).content.decode()
    hidden = client_for(Role.FINANCEUR).get(url).content.decode()

    assert "secrete@exemple.test" in seen
    assert "Partenaire signataire pour tout le contrat" in seen
    assert "secrete@exemple.test" not in hidden
    assert "Partenaire signataire" not in hidden


def test_the_list_leaks_nobody(client_for):
    make_personne(Role.HABITANT, last_name="Canari")
    association = client_for(Role.ASSOCIATION)

    for url in (
        "/parametres/comptes/",
        "/parametres/comptes/?nom=canari",
        "/parametres/comptes/?format=csv",
        "/parametres/comptes/?role=habitant",
    ):
        assert "Canari" not in association.get(url).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_queries_for_one_or_three(
    client_for, count, django_assert_num_queries
):
    client = client_for(Role.ADMINISTRATEUR)
    for _ in range(count):
        make_personne(
            Role.ELU, commune=make_commune(), organisation=make_organisation()
        )

    with django_assert_num_queries(8):
        client.get("/parametres/comptes/")


def test_two_people_correct_one_sheet_and_nothing_is_lost(client_for):
    admin = client_for(Role.ADMINISTRATEUR)
    someone = make_personne(first_name="Ana", last_name="Roux", function="Cheffe")
    url = f"/parametres/comptes/{someone.pk}/modifier/"
    base = admin.get(url).context["base"]
    sent = {"last_name": "Roux", "email": someone.email, "organisation": ""}
    admin.post(url, {**base, **sent, "first_name": "Anna", "function": "Cheffe"})

    admin.post(url, {**base, **sent, "first_name": "Ana", "function": "Directrice"})

    fresh = Personne.objects.get(pk=someone.pk)
    assert (fresh.first_name, fresh.function) == ("Anna", "Directrice")
