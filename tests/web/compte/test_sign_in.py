"""Coming in, being kept out, going out."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.factories.acteurs import PASSWORD, make_personne

from possibles.apps.acteurs.domain.demo import create_demo_accounts
from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.models import Personne

pytestmark = pytest.mark.django_db
URL = "/compte/connexion/"
WRONG = "L’adresse ou le mot de passe n’est pas le bon."


def sign_in(client: Client, email: str, password: str = PASSWORD, **data):
    return client.post(URL, {"login": email, "password": password, **data})


def is_in(client: Client) -> bool:
    return client.get("/compte/").status_code == 200


def test_the_right_password_opens(client: Client):
    person = make_personne()

    response = sign_in(client, person.email.upper())

    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_in(client)


def test_the_session_key_changes_at_sign_in(client: Client):
    person = make_personne()
    session = client.session
    session["known"] = "before"
    session.save()
    before = session.session_key

    sign_in(client, person.email)

    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target",
    [
        "https://ailleurs.test/",
        "//ailleurs.test/",
        "/\\ailleurs.test",
        "javascript:alert(1)",
        "http:ailleurs.test",
        "https:/ailleurs.test",
    ],
)
def test_sign_in_never_leads_outside(client: Client, target: str):
    person = make_personne()

    response = client.post(
        f"{URL}?next={quote(target)}",
        {"login": person.email, "password": PASSWORD, "next": target},
    )

    assert response["Location"] == "/"


def test_sign_in_leads_where_one_was_going(client: Client):
    person = make_personne()
    asked = client.get("/compte/sessions/")

    response = client.post(
        asked["Location"], {"login": person.email, "password": PASSWORD}
    )

    assert response["Location"] == "/compte/sessions/"


def test_known_and_unknown_addresses_get_the_same_answer(client: Client):
    person = make_personne()

    known = sign_in(client, person.email, "mauvais mot de passe").content.decode()
    unknown = sign_in(client, "inconnue@exemple.test", "mauvais mot de passe")

    assert WRONG in known
    assert WRONG in unknown.content.decode()


def test_known_and_unknown_addresses_cost_the_same(settings, monkeypatch):
    """The hash is what takes time: it is made once for each, however busy the machine."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    person = make_personne()
    hashed: list[str] = []
    for name in ("encode", "verify"):
        made = getattr(Argon2PasswordHasher, name)

        def counted(self, *args, made=made, **kwargs):
            hashed.append(made.__name__)
            return made(self, *args, **kwargs)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    spent = []
    for email in (person.email, "inconnue@exemple.test"):
        hashed.clear()
        sign_in(Client(), email, "mauvais mot de passe")
        spent.append(len(hashed))

    assert spent == [1, 1]


def test_guessing_is_slowed_down_and_the_owner_still_gets_in():
    person = make_personne()
    home = Client()
    sign_in(home, person.email)
    home.post("/compte/deconnexion/")
    attacker = Client(REMOTE_ADDR="198.51.100.7")
    answers = []
    for number in range(30):
        attacker = Client(REMOTE_ADDR=f"198.51.100.{number}")
        answers.append(sign_in(attacker, person.email, f"essai {number} au hasard"))

    useful = [a for a in answers if WRONG in a.content.decode()]
    sign_in(home, person.email)

    assert len(useful) == 10
    assert is_in(home)


def test_from_an_unknown_device_the_reset_link_reopens_the_door():
    person = make_personne()
    for number in range(12):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{number}"), person.email, "au hasard")
    elsewhere = Client(REMOTE_ADDR="203.0.113.5")
    sign_in(elsewhere, person.email)
    assert not is_in(elsewhere)

    reset(elsewhere, person, "une autre phrase bien longue")
    sign_in(elsewhere, person.email, "une autre phrase bien longue")

    assert is_in(elsewhere)


def test_spraying_many_accounts_from_one_address_is_slowed_down():
    people = [make_personne() for _ in range(15)]
    answers = [
        sign_in(Client(REMOTE_ADDR="198.51.100.9"), p.email, "Marseille2026!!")
        for p in people
    ]

    assert sum(WRONG in a.content.decode() for a in answers) == 10


def test_another_persons_device_cookie_is_worth_nothing():
    victim, thief = make_personne(), make_personne()
    client = Client()
    sign_in(client, thief.email)
    client.post("/compte/deconnexion/")

    answers = [sign_in(client, victim.email, f"essai {n}") for n in range(12)]

    assert sum(WRONG in a.content.decode() for a in answers) == 10


def test_a_closed_account_does_not_open(client: Client):
    person = make_personne(is_active=False)

    response = sign_in(client, person.email)

    assert response["Location"] == "/compte/connexion/fermee/"
    assert not is_in(client)


def test_signing_out_ends_the_session_and_clears_the_browser(client: Client):
    person = make_personne()
    sign_in(client, person.email)
    kept = client.cookies["sessionid"].value

    response = client.post("/compte/deconnexion/")

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["sessionid"] = kept
    assert not is_in(client)


def test_signing_out_is_not_a_link(client: Client):
    person = make_personne()
    sign_in(client, person.email)

    client.get("/compte/deconnexion/")

    assert is_in(client)


def test_a_session_left_alone_ends(client: Client):
    person = make_personne()
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        sign_in(client, person.email)
    with time_machine.travel(start + timedelta(minutes=100), tick=False):
        assert is_in(client)
    with time_machine.travel(start + timedelta(minutes=200), tick=False):
        assert is_in(client)
    with time_machine.travel(start + timedelta(minutes=321), tick=False):
        assert not is_in(client)


def test_a_session_ends_after_its_duration_whatever_one_does(client: Client):
    person = make_personne()
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        sign_in(client, person.email)
    for hour in range(1, 12):
        with time_machine.travel(start + timedelta(hours=hour), tick=False):
            assert is_in(client)
    with time_machine.travel(start + timedelta(hours=12, minutes=1), tick=False):
        assert not is_in(client)


def test_the_activity_cookie_of_another_session_keeps_nothing_alive():
    person = make_personne()
    start = timezone.now()
    old, recent = Client(), Client()
    with time_machine.travel(start, tick=False):
        sign_in(old, person.email)
    with time_machine.travel(start + timedelta(hours=3), tick=False):
        sign_in(recent, person.email)
        old.cookies["activite"] = recent.cookies["activite"].value
        assert not is_in(old)


def reset(client: Client, person: Personne, password: str):
    client.post("/compte/mot-de-passe/oublie/", {"email": person.email})
    link = mail.outbox[-1].body.split("http://testserver")[1].split()[0]
    form = client.get(link, follow=True)
    return client.post(
        form.redirect_chain[-1][0], {"password1": password, "password2": password}
    )


def test_a_reset_link_changes_the_password_once_and_ends_other_sessions():
    person = make_personne()
    elsewhere = Client()
    sign_in(elsewhere, person.email)
    client = Client()

    reset(client, person, "une autre phrase bien longue")

    link = next(m for m in mail.outbox if "http://testserver" in m.body)
    again = client.get(link.body.split("http://testserver")[1].split()[0])
    assert not is_in(elsewhere)
    assert "Ce lien ne sert plus" in again.content.decode()
    assert Personne.objects.get(pk=person.pk).check_password(
        "une autre phrase bien longue"
    )


def test_asking_for_a_reset_tells_nothing(client: Client):
    person = make_personne()
    closed = make_personne(is_active=False)

    pages = {
        client.post("/compte/mot-de-passe/oublie/", {"email": email})["Location"]
        for email in (person.email, closed.email, "inconnue@exemple.test")
    }

    assert pages == {"/compte/mot-de-passe/oublie/envoye/"}
    assert [m.to for m in mail.outbox] == [[person.email]]


def test_changing_ones_password_asks_for_the_former_and_tells_by_mail(client: Client):
    person = make_personne()
    sign_in(client, person.email)
    new = {"password1": "dune violon 48 cargo", "password2": "dune violon 48 cargo"}

    refused = client.post("/compte/mot-de-passe/", {"oldpassword": "non", **new})
    cache.clear()
    accepted = client.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, **new})

    assert "pas votre mot de passe actuel" in refused.content.decode()
    assert accepted.status_code == 302
    assert is_in(client)
    assert "mot de passe vient d’être changé" in mail.outbox[-1].body


# --- Second factor ----------------------------------------------------------------------


def add_second_factor(client: Client, person: Personne) -> str:
    """Add one through the pages; return its secret."""
    asked = client.get("/compte/securite/application/")
    if asked.status_code == 302:
        client.post(asked["Location"], {"password": PASSWORD})
    page = client.get("/compte/securite/application/")
    secret = page.context["form"].secret
    client.post("/compte/securite/application/", {"code": code_of(secret)})
    cache.clear()
    return secret


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_adding_a_second_factor_asks_who_one_is_then_asks_a_code_at_sign_in():
    person, client = make_personne(), Client()
    sign_in(client, person.email)
    assert client.get("/compte/securite/application/").status_code in {200, 302}
    secret = add_second_factor(client, person)
    other = Client()

    first = sign_in(other, person.email)
    assert first["Location"] == "/compte/connexion/code/"
    assert not is_in(other)
    other.post("/compte/connexion/code/", {"code": "000000"})
    assert not is_in(other)
    other.post("/compte/connexion/code/", {"code": code_of(secret)})

    assert is_in(other)


def test_a_code_serves_once():
    person, client = make_personne(), Client()
    sign_in(client, person.email)
    secret = add_second_factor(client, person)
    code = code_of(secret)
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, person.email)
        browser.post("/compte/connexion/code/", {"code": code})

    assert is_in(first)
    assert not is_in(second)


def test_a_recovery_code_opens_once():
    person, client = make_personne(), Client()
    sign_in(client, person.email)
    add_second_factor(client, person)
    codes = client.get("/compte/securite/secours/").context["unused_codes"]
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, person.email)
        browser.post("/compte/connexion/code/", {"code": codes[0]})

    assert is_in(first)
    assert not is_in(second)


def test_secrets_of_second_factors_are_not_stored_in_the_clear():
    person, client = make_personne(), Client()
    sign_in(client, person.email)
    secret = add_second_factor(client, person)

    stored = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)

    assert secret not in str(stored.data)
    assert get_mfa_adapter().decrypt(stored.data["secret"]) == secret


def test_a_short_password_keeps_its_second_factor():
    person, client = make_personne(), Client()
    sign_in(client, person.email)
    add_second_factor(client, person)
    Personne.objects.filter(pk=person.pk).unrecorded_update(has_long_password=False)

    page = client.get("/compte/securite/application/retirer/")
    client.post("/compte/securite/application/retirer/")

    assert "Changez-le d’abord" in page.content.decode()
    assert Authenticator.objects.filter(user=person, type="totp").exists()


# --- Sessions ---------------------------------------------------------------------------


def test_one_ends_ones_other_sessions():
    person = make_personne()
    here, there = Client(HTTP_USER_AGENT="Firefox/140 Windows"), Client()
    sign_in(here, person.email)
    sign_in(there, person.email)
    page = here.get("/compte/sessions/").content.decode()
    assert "Firefox sur Windows" in page

    here.post("/compte/sessions/")

    assert (is_in(here), is_in(there)) == (True, False)


def test_one_ends_a_single_session_of_ones_own_alone():
    from allauth.usersessions.models import UserSession

    person, stranger = make_personne(), make_personne()
    client, other = Client(), Client()
    sign_in(client, person.email)
    sign_in(other, stranger.email)
    key = UserSession.objects.get(user=stranger).pk

    assert client.post(f"/compte/sessions/{key}/fermer/").status_code == 404
    assert is_in(other)


# --- Demonstration ----------------------------------------------------------------------


def test_a_demonstration_offers_its_accounts_in_one_click(client: Client):
    create_demo_accounts()

    page = client.get(URL, {"compte": "elue@exemple.test"}).content.decode()

    assert 'value="elue@exemple.test"' in page
    assert 'value="sardine-bateau-phare-mistral"' in page


def test_outside_a_demonstration_nothing_is_offered(client: Client, settings):
    create_demo_accounts()
    settings.DEMO = False

    page = client.get(URL, {"compte": "elue@exemple.test"}).content.decode()

    assert "exemple.test" not in page
    assert "sardine" not in page


def test_roles_are_told_in_plain_words(client_for):
    client = client_for(Role.DIRECTEUR_DE_PROJET)

    assert (
        "Directeur de projet pour tout le contrat"
        in client.get("/compte/").content.decode()
    )
