"""OpenID Connect as ProConnect speaks it.

allauth does the exchange; added here: a nonce, a signature always checked, a userinfo that
may be a signed token, names as ProConnect gives them, and a logout told to the provider.
"""

import secrets
from typing import Any
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
)
from allauth.socialaccount.providers.openid_connect.provider import (
    OpenIDConnectProvider,
)
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_GET, require_POST

ID_TOKEN = "oidc_id_token"  # noqa: S105  the name of a session key


class Client(OAuth2Client):  # type: ignore[misc]
    """Adds the nonce, drawn from the state: nothing more to remember."""

    def get_redirect_url(
        self, authorization_url: str, scope: list[str], extra_params: dict[str, str]
    ) -> str:
        extra = {**extra_params, "nonce": nonce_of(str(self.state))}
        return str(super().get_redirect_url(authorization_url, scope, extra))


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Checks what the provider says before anyone believes it."""

    client_class = Client

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any
    ) -> Any:
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("no id_token")
        claims = self._decode(app, id_token)
        expected = nonce_of(request.GET.get("state", ""))
        if not constant_time_compare(claims.get("nonce", ""), expected):
            raise OAuth2Error("wrong nonce")
        userinfo = self._fetch_user_info(token.token)
        if userinfo.get("sub") != claims["sub"]:
            raise OAuth2Error("userinfo of somebody else")
        request.session[ID_TOKEN] = id_token
        return self.get_provider().sociallogin_from_response(
            request, {"userinfo": userinfo, "id_token": claims}
        )

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        """Read the userinfo, plain or, as ProConnect sends it, signed."""
        headers = {"Authorization": f"Bearer {access_token}"}
        with get_adapter().get_requests_session() as session:
            response = session.get(self.profile_url, headers=headers)
            response.raise_for_status()
        if response.headers.get("content-type", "").startswith("application/jwt"):
            return self._decode(self.get_provider().app, response.text)
        plain: dict[str, Any] = response.json()
        return plain

    def _decode(self, app: SocialApp, token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """What is asked of the provider, and what is kept of its answer."""

    oauth2_adapter_class = Adapter

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Take nothing but `next` from the page: neither scopes nor parameters."""
        kwargs = super().get_redirect_from_request_kwargs(request)
        return {
            **kwargs,
            "process": AuthProcess.LOGIN,
            "scope": self.get_scope(),
            "auth_params": self.get_auth_params(),
        }

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        info = data["userinfo"]
        return {
            "email": info.get("email"),
            "first_name": info.get("given_name", ""),
            "last_name": info.get("usual_name") or info.get("family_name", ""),
        }

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        info = data["userinfo"]
        verified = info.get("email_verified", settings.OIDC_TRUSTS_EMAIL) is True
        email = info.get("email")
        return [EmailAddress(email=email, verified=verified)] if email else []

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep what identifies the account and its employer, nothing more."""
        kept = {
            key: data["userinfo"][key]
            for key in ("sub", "idp_id", "siret")
            if key in data["userinfo"]
        }
        return {"userinfo": kept}


@require_POST
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _open(OAuth2LoginView, request, provider_id)


@require_GET
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _open(OAuth2CallbackView, request, provider_id)


def _open(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        response: HttpResponse = view.adapter_view(Adapter(request, provider_id))(
            request
        )
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return response


def nonce_of(state: str) -> str:
    return salted_hmac("possibles.oidc.nonce", state, algorithm="sha256").hexdigest()


def is_offered() -> bool:
    return bool(settings.OIDC_SERVER_URL)


def logout_address(request: HttpRequest) -> str:
    """Return where to end the session at the provider as well, if it came from there."""
    id_token = request.session.get(ID_TOKEN)
    if not id_token or not is_offered():
        return ""
    end = Adapter(request, settings.OIDC_PROVIDER_ID).openid_config.get(
        "end_session_endpoint"
    )
    if not end:
        return ""
    back = request.build_absolute_uri(reverse("account_login"))
    parameters = {
        "id_token_hint": id_token,
        "post_logout_redirect_uri": back,
        "state": secrets.token_urlsafe(16),
    }
    return f"{end}?{urlencode(parameters)}"
