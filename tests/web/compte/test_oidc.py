"""Identities proved elsewhere, against a provider of our own on this machine."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core import mail
from django.test import Client
from jwt.algorithms import RSAAlgorithm
from tests.factories.acteurs import PASSWORD, make_personne

from possibles.apps.acteurs.domain.comptes import detach_identity
from possibles.apps.acteurs.domain.invitations import invite
from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.models import Invitation, Personne, RolePropose

pytestmark = pytest.mark.django_db
LOGIN = "/compte/identite-agent/proconnect/"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT_ID = "possibles-essai"


class Provider:
    """A provider that answers what a test tells it to."""

    def __init__(self) -> None:
        self.userinfo: dict[str, Any] = {
            "sub": "agent-1",
            "email": "agent@exemple.test",
            "email_verified": True,
            "given_name": "Maud",
            "usual_name": "Ferrat",
            "siret": "20005480700017",
            "idp_id": "idp-metropole",
        }
        self.claims: dict[str, Any] = {}
        self.key = KEY
        self.signs_userinfo = True
        self.nonce = ""
        self.codes: set[str] = set()
        self.asked: dict[str, list[str]] = {}
        self.token_requests: list[dict[str, list[str]]] = []
        handler = type("Handler", (_Handler,), {"provider": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def sign(self, claims: dict[str, Any]) -> str:
        now = int(time.time())
        full = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "sub": self.userinfo["sub"],
            "iat": now,
            "exp": now + 60,
            "jti": str(uuid4()),
        }
        return jwt.encode(
            full | claims, self.key, algorithm="RS256", headers={"kid": "k1"}
        )

    def agree(self, location: str) -> str:
        """Play the person who signs in there; return where they are sent back."""
        self.asked = parse_qs(urlsplit(location).query)
        self.nonce = self.asked["nonce"][0]
        code = str(uuid4())
        self.codes.add(code)
        back = urlsplit(self.asked["redirect_uri"][0]).path
        return f"{back}?code={code}&state={self.asked['state'][0]}"


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        us = self.provider
        if self.path == "/.well-known/openid-configuration":
            self._json(
                {
                    "issuer": us.url,
                    "authorization_endpoint": f"{us.url}/authorize",
                    "token_endpoint": f"{us.url}/token",
                    "userinfo_endpoint": f"{us.url}/userinfo",
                    "jwks_uri": f"{us.url}/jwks",
                    "end_session_endpoint": f"{us.url}/logout",
                }
            )
        elif self.path == "/jwks":
            key = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
            self._json({"keys": [key | {"kid": "k1", "alg": "RS256", "use": "sig"}]})
        elif us.signs_userinfo:
            self._send(us.sign(us.userinfo).encode(), "application/jwt")
        else:
            self._json(us.userinfo)

    def do_POST(self) -> None:
        us = self.provider
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = parse_qs(body)
        us.token_requests.append(sent)
        if sent["code"][0] not in us.codes:
            self._json({"error": "invalid_grant"}, 400)
            return
        us.codes.discard(sent["code"][0])
        id_token = us.sign({"nonce": us.nonce} | us.claims)
        self._json({"access_token": "at", "token_type": "Bearer", "id_token": id_token})

    def _json(self, data: Any, status: int = 200) -> None:
        self._send(json.dumps(data).encode(), "application/json", status)

    def _send(self, body: bytes, content_type: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        return


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    made = Provider()
    settings.OIDC_SERVER_URL = made.url
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "provider_class": "possibles.web.compte.oidc.Provider",
            "APPS": [
                {
                    "provider_id": "proconnect",
                    "name": "ProConnect",
                    "client_id": CLIENT_ID,
                    "secret": "secret",
                    "settings": {
                        "server_url": made.url,
                        "scope": settings.OIDC_SCOPES.split(),
                        "auth_params": {"acr_values": "eidas1"},
                        "oauth_pkce_enabled": True,
                    },
                }
            ],
        }
    }
    yield made
    made.server.shutdown()
    made.server.server_close()


def come_in(client: Client, provider: Provider, **data: str):
    return client.get(provider.agree(client.post(LOGIN, data)["Location"]))


def is_in(client: Client) -> bool:
    return client.get("/compte/").status_code == 200


def make_agent(**over: Any) -> Personne:
    return make_personne(Role.ELU, **({"email": "agent@exemple.test"} | over))


def test_a_known_address_opens_its_account_and_stays_linked(provider: Provider):
    person, client = make_agent(), Client()

    response = come_in(client, provider)

    linked = SocialAccount.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_in(client)
    assert (linked.user, linked.uid) == (person, "agent-1")
    assert linked.extra_data == {
        "userinfo": {
            "sub": "agent-1",
            "idp_id": "idp-metropole",
            "siret": "20005480700017",
        }
    }
    assert "identité d’agent" in mail.outbox[-1].body


def test_the_request_says_what_proconnect_expects(provider: Provider):
    come_in(Client(), provider)

    asked = {name: values[0] for name, values in provider.asked.items()}
    assert set(asked["scope"].split()) == {
        "openid", "email", "given_name", "usual_name", "siret", "idp_id",
    }  # fmt: skip
    assert asked["acr_values"] == "eidas1"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 32
    assert len(asked["state"]) >= 16
    assert provider.token_requests[0]["code_verifier"]


def test_a_plain_userinfo_is_read_too(provider: Provider):
    provider.signs_userinfo = False
    make_agent()
    client = Client()

    come_in(client, provider)

    assert is_in(client)


def test_coming_back_opens_the_same_account_whatever_the_address_became(
    provider: Provider,
):
    make_agent()
    come_in(Client(), provider)
    provider.userinfo["email"] = "nouvelle@exemple.test"
    client = Client()

    come_in(client, provider)

    assert is_in(client)
    assert SocialAccount.objects.count() == 1


def test_an_invited_address_gets_its_account_and_roles(provider: Provider):
    role = RolePropose(role=Role.ELU, perimeter="contrat")
    invite(
        Invitation(email="Agent@exemple.test"),
        [role],
        author=make_personne(Role.ADMINISTRATEUR),
        address="http://testserver/JETON",
    )
    client = Client()

    come_in(client, provider)

    person = Personne.objects.get(email="agent@exemple.test")
    assert is_in(client)
    assert (str(person), person.roles) == ("Maud Ferrat", {Role.ELU})
    assert not person.has_usable_password()


def refused(client: Client, response: Any) -> bool:
    return (
        not is_in(client)
        and response.status_code in {401, 403}
        and not SocialAccount.objects.exists()
    )


def test_an_unknown_address_opens_nothing(provider: Provider):
    client = Client()
    before = Personne.objects.count()

    assert refused(client, come_in(client, provider))
    assert Personne.objects.count() == before


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_not_verified_opens_nothing(provider: Provider, verified: Any):
    make_agent()
    provider.userinfo["email_verified"] = verified
    client = Client()

    assert refused(client, come_in(client, provider))


def test_a_silent_provider_is_trusted_on_addresses_only_when_told_so(
    provider: Provider, settings: Any
):
    make_agent()
    del provider.userinfo["email_verified"]
    distrustful, trustful = Client(), Client()
    assert refused(distrustful, come_in(distrustful, provider))

    settings.OIDC_TRUSTS_EMAIL = True
    come_in(trustful, provider)

    assert is_in(trustful)


def test_a_closed_account_stays_closed(provider: Provider):
    make_agent(is_active=False)
    client = Client()

    assert refused(client, come_in(client, provider))


def test_an_account_linked_then_closed_stays_closed(provider: Provider):
    person = make_agent()
    come_in(Client(), provider)
    Personne.objects.filter(pk=person.pk).unrecorded_update(is_active=False)
    client = Client()

    come_in(client, provider)

    assert not is_in(client)


def test_an_identity_provider_we_do_not_listen_to_opens_nothing(
    provider: Provider, settings: Any
):
    settings.OIDC_IDPS = ["idp-metropole"]
    make_agent()
    provider.userinfo["idp_id"] = "idp-inconnu"
    client = Client()

    assert refused(client, come_in(client, provider))


def test_another_identity_with_the_same_address_is_refused_until_detached(
    provider: Provider,
):
    person = make_agent()
    come_in(Client(), provider)
    provider.userinfo |= {"sub": "agent-2", "idp_id": "idp-autre"}
    client = Client()
    come_in(client, provider)
    assert not is_in(client)

    detach_identity(person, author=make_personne(Role.ADMINISTRATEUR))
    come_in(client, provider)

    assert is_in(client)
    assert SocialAccount.objects.get().uid == "agent-2"


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "autre"},
        {"nonce": ""},
        {"aud": "un-autre-service"},
        {"iss": "https://ailleurs.test"},
        {"exp": 1_000_000_000},
        {"sub": "quelqu-un-d-autre"},
    ],
)
def test_a_token_that_is_not_for_us_opens_nothing(
    provider: Provider, claims: dict[str, Any]
):
    make_agent()
    provider.claims = claims
    client = Client()

    assert refused(client, come_in(client, provider))


def test_a_token_signed_by_another_key_opens_nothing(provider: Provider):
    make_agent()
    provider.key = OTHER_KEY
    client = Client()

    assert refused(client, come_in(client, provider))


def test_a_token_used_twice_opens_nothing(provider: Provider):
    make_agent()
    provider.claims = {"jti": "toujours-le-même"}
    provider.signs_userinfo = False
    come_in(Client(), provider)
    client = Client()

    come_in(client, provider)

    assert not is_in(client)


def test_an_answer_to_no_question_opens_nothing(provider: Provider):
    make_agent()
    victim, attacker = Client(), Client()
    stolen = provider.agree(attacker.post(LOGIN)["Location"])

    assert refused(victim, victim.get(stolen))


def test_the_same_answer_played_again_opens_nothing(provider: Provider):
    make_agent()
    client = Client()
    answer = provider.agree(client.post(LOGIN)["Location"])
    client.get(answer)
    client.post("/compte/deconnexion/")

    client.get(answer)

    assert not is_in(client)


def test_giving_up_there_is_told_simply(provider: Provider):
    client = Client()
    back = provider.agree(client.post(LOGIN)["Location"])
    state = parse_qs(urlsplit(back).query)["state"][0]

    response = client.get(
        f"{LOGIN}retour/?error=access_denied&state={state}", follow=True
    )

    assert "Identification abandonnée" in response.content.decode()


def test_a_provider_that_does_not_answer_is_told_simply(provider: Provider):
    client = Client()
    back = provider.agree(client.post(LOGIN)["Location"])
    provider.codes.clear()

    response = client.get(back)

    assert response.status_code == 401
    assert "n’a pas abouti" in response.content.decode()


def test_one_goes_back_where_one_was_going_and_never_outside(provider: Provider):
    make_agent()

    inside = come_in(Client(), provider, next="/compte/sessions/")
    outside = come_in(Client(), provider, next="https://ailleurs.test/")

    assert inside["Location"] == "/compte/sessions/"
    assert outside["Location"] == "/"


def test_the_page_adds_neither_scopes_nor_parameters(provider: Provider):
    client = Client()

    response = client.post(
        f"{LOGIN}?scope=admin&auth_params=prompt%3Dnone&process=connect"
    )

    asked = parse_qs(urlsplit(response["Location"]).query)
    assert "admin" not in asked["scope"][0]
    assert "prompt" not in asked


def test_signing_out_ends_the_session_there_as_well(provider: Provider):
    make_agent()
    client = Client()
    come_in(client, provider)

    response = client.post("/compte/deconnexion/")

    query = parse_qs(urlsplit(response["Location"]).query)
    assert response["Location"].startswith(f"{provider.url}/logout?")
    assert query["id_token_hint"]
    assert query["post_logout_redirect_uri"] == ["http://testserver/compte/connexion/"]
    assert not is_in(client)


def test_signing_in_by_password_signs_out_here_alone(provider: Provider):
    person, client = make_agent(), Client()
    client.post("/compte/connexion/", {"login": person.email, "password": PASSWORD})

    response = client.post("/compte/deconnexion/")

    assert response["Location"] == "/compte/connexion/"


def test_the_sign_in_page_offers_it_only_when_it_is_set(
    provider: Provider, settings: Any
):
    assert (
        "S’identifier avec ProConnect"
        in Client().get("/compte/connexion/").content.decode()
    )

    settings.OIDC_SERVER_URL = ""

    assert "ProConnect" not in Client().get("/compte/connexion/").content.decode()


def test_it_starts_by_a_form_and_not_by_a_link(provider: Provider):
    assert Client().get(LOGIN).status_code == 405
