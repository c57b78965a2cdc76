"""Where allauth asks what is decided here: accounts, second factor, outside identities."""

import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from possibles.apps.acteurs.domain.comptes import set_password
from possibles.apps.acteurs.domain.invitations import (
    accept_invitation,
    find_invitation_for,
)
from possibles.apps.acteurs.models import Personne
from possibles.apps.acteurs.tasks import send_mail
from possibles.apps.journal.models import change
from possibles.common.french import format_date

from .oidc import logout_address

DEVICE_COOKIE = "appareil"
DEVICE_AGE = 60 * 60 * 24 * 365

# What a person is told after their account changed, by allauth's name of the message.
NOTICES = {
    "account/email/password_changed": "Votre mot de passe vient d’être changé.",
    "account/email/password_reset": "Votre mot de passe vient d’être changé par un lien "
    "reçu par courriel.",
    "account/email/password_set": "Un mot de passe vient d’être choisi pour votre compte.",
    "mfa/email/totp_activated": "Un second facteur vient d’être ajouté à votre compte.",
    "mfa/email/totp_deactivated": "Le second facteur de votre compte vient d’être retiré.",
    "mfa/email/recovery_codes_generated": "De nouveaux codes de secours viennent d’être "
    "créés ; les anciens ne servent plus.",
    "socialaccount/email/account_connected": "Votre identité d’agent vient d’être reliée à "
    "votre compte : elle permet désormais d’y entrer.",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Passwords, messages and limits."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "L’adresse ou le mot de passe n’est pas le bon.",
        "too_many_login_attempts": "Trop d’essais depuis un appareil inconnu. Attendez une "
        "heure, ou choisissez un nouveau mot de passe par « Mot de passe oublié » : "
        "le lien reçu vous laisse entrer aussitôt.",
        "incorrect_password": "Ce n’est pas votre mot de passe.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "invalid_password_reset": "Ce lien n’est plus valable.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Personne, password: str) -> None:
        set_password(user, password)

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        moment = timezone.localtime()
        body = (
            f"Bonjour,\n\n{NOTICES[template_prefix]}\n\nLe {format_date(moment)} à "
            f"{moment:%H:%M}, depuis l’adresse {context.get('ip', 'inconnue')}.\n\nSi ce "
            "n’est pas vous, changez votre mot de passe tout de suite par « Mot de passe "
            "oublié », puis prévenez un administrateur."
        )
        send_mail.enqueue("[Possibles] Sécurité de votre compte", body, email)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return logout_address(request) or super().get_logout_redirect_url(request)

    def post_login(
        self, request: HttpRequest, user: Personne, **kwargs: Any
    ) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        response.set_signed_cookie(
            DEVICE_COOKIE,
            secrets.token_urlsafe(12),
            salt=_device_salt(user.email),
            max_age=DEVICE_AGE,
            httponly=True,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            samesite="Lax",
        )
        return response

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """Count apart the attempts of a device that already signed in with this address.

        Guesses made elsewhere then never shut the owner out of their own computer (OWASP,
        « device cookies »).
        """
        address = str(credentials.get("email", "")).lower()
        device = request.get_signed_cookie(
            DEVICE_COOKIE, default="", salt=_device_salt(address), max_age=DEVICE_AGE
        )
        return f"{device}:{address}"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Ce code n’est pas le bon, ou a déjà servi. Prenez le suivant.",
        "cannot_delete_authenticator": "Votre mot de passe compte moins de quinze "
        "caractères : il ne suffit pas seul. Changez-le d’abord pour un plus long.",
    }

    def encrypt(self, text: str) -> str:
        return str(_cipher().encrypt(text.encode()).decode())

    def decrypt(self, encrypted_text: str) -> str:
        return str(_cipher().decrypt(encrypted_text.encode()).decode())

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user = authenticator.user
        return bool(user.has_long_password) or not user.has_usable_password()


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Identities proved elsewhere: they open an account that exists, or was promised."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if request.user.is_authenticated:
            logout(request)
        if not _is_listened_to(sociallogin):
            raise ImmediateHttpResponse(refuse_identity(request))
        if sociallogin.is_existing:
            return
        person = _find_person(sociallogin)
        if person is None or _has_other_identity(person, sociallogin):
            raise ImmediateHttpResponse(refuse_identity(request))
        reason = "Identité d’agent reliée au compte"
        with change(author=person, reason=reason, origin="oidc"):
            sociallogin.connect(request, person)


def refuse_identity(request: HttpRequest) -> HttpResponse:
    """Answer the same whatever is wrong: an unknown address is not told from a closed one."""
    return render(request, "socialaccount/refused.html", status=403)


def _find_person(sociallogin: Any) -> Personne | None:
    verified = [a.email.lower() for a in sociallogin.email_addresses if a.verified]
    if not verified:
        return None
    person: Personne | None = Personne.objects.filter(email=verified[0]).first()
    if person is not None:
        return person if person.is_active else None
    invitation = find_invitation_for(verified[0])
    if invitation is None:
        return None
    proved = sociallogin.user
    identity = {
        "first_name": proved.first_name or invitation.first_name,
        "last_name": proved.last_name or invitation.last_name,
        "function": invitation.function,
    }
    try:
        return accept_invitation(invitation, identity, None)
    except ValidationError:
        return None


def _has_other_identity(person: Personne, sociallogin: Any) -> bool:
    """Tell whether this account already answers to another identity.

    Another provider that claims the same address does not get in: an administrateur first
    detaches the former identity.
    """
    return bool(
        SocialAccount.objects.filter(
            user_id=person.pk, provider=sociallogin.account.provider
        ).exists()
    )


def _is_listened_to(sociallogin: Any) -> bool:
    idp = sociallogin.account.extra_data.get("userinfo", {}).get("idp_id")
    return not settings.OIDC_IDPS or idp in settings.OIDC_IDPS


def _device_salt(address: str) -> str:
    mark = hashlib.sha256(address.lower().encode()).hexdigest()[:16]
    return f"{DEVICE_COOKIE}:{mark}"


def _cipher() -> Any:
    """Return the cipher of the secrets of second factors, keyed by `SECRET_KEY`."""
    import base64

    from cryptography.fernet import Fernet

    key = hashlib.sha256(f"mfa:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
