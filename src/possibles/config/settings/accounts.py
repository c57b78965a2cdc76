"""How people sign in: passwords, second factor, sessions, limits, OpenID Connect.

allauth's views are mounted one by one under French addresses (`web/compte/urls.py`);
`docs/decisions/rights.md` says why.
"""

from datetime import timedelta

import environ

_env = environ.Env()

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "possibles.apps.acteurs.validators.LengthValidator"},
    {"NAME": "possibles.apps.acteurs.validators.ForeseeableValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "first_name", "last_name")},
    },
]
PASSWORD_RESET_TIMEOUT = 60 * 60

# --- allauth -----------------------------------------------------------------------------
ACCOUNT_ADAPTER = "possibles.web.compte.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# An address is proved by the invitation or the reset link that was sent to it.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Possibles] "
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_TIMEOUT = 10 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "possibles.web.compte.forms.LoginForm",
    "reset_password": "possibles.web.compte.forms.ResetPasswordForm",
    "reset_password_from_key": "possibles.web.compte.forms.ResetPasswordKeyForm",
    "change_password": "possibles.web.compte.forms.ChangePasswordForm",
    "reauthenticate": "possibles.web.compte.forms.ConfirmForm",
    "set_password": "possibles.web.compte.forms.SetPasswordForm",
}
# `key` is the address typed, from a device that never signed in with it: a known device
# counts apart (`AccountAdapter`), so nobody can lock somebody else out.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,100/h/ip,10/h/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "accept_invitation": "20/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = _env.int("TRUSTED_PROXY_COUNT", default=0)

MFA_ADAPTER = "possibles.web.compte.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Possibles"
MFA_FORMS = {
    "authenticate": "possibles.web.compte.forms.AuthenticateForm",
    "reauthenticate": "possibles.web.compte.forms.ReauthenticateForm",
    "activate_totp": "possibles.web.compte.forms.ActivateTOTPForm",
}
# Writing the last activity would make every page write; see `SessionGuard`.
USERSESSIONS_TRACK_ACTIVITY = False

# --- Sessions ----------------------------------------------------------------------------
SESSION_INACTIVITY = timedelta(
    minutes=_env.int("SESSION_INACTIVITY_MINUTES", default=120)
)
SESSION_DURATION = timedelta(hours=_env.int("SESSION_DURATION_HOURS", default=12))

# --- OpenID Connect (ProConnect, or any other provider) ------------------------------------
OIDC_PROVIDER_ID = _env.str("OIDC_PROVIDER_ID", default="proconnect")
OIDC_NAME = _env.str("OIDC_NAME", default="ProConnect")
OIDC_SERVER_URL = _env.str("OIDC_SERVER_URL", default="")
OIDC_ORIGINS = ["/".join(OIDC_SERVER_URL.split("/")[:3])] if OIDC_SERVER_URL else []
OIDC_CLIENT_ID = _env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = _env.str("OIDC_CLIENT_SECRET", default="")
OIDC_SCOPES = _env.str(
    "OIDC_SCOPES", default="openid email given_name usual_name siret idp_id"
)
OIDC_ACR_VALUES = _env.str("OIDC_ACR_VALUES", default="")
# Identity providers we listen to (`idp_id`); empty, all those the server vouches for.
OIDC_IDPS = _env.list("OIDC_IDPS", default=[])
# ProConnect vouches for the addresses it gives and does not send `email_verified`.
OIDC_TRUSTS_EMAIL = _env.bool("OIDC_TRUSTS_EMAIL", default=False)

SOCIALACCOUNT_ADAPTER = "possibles.web.compte.adapters.SocialAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10


def _oidc_apps() -> list[dict[str, object]]:
    if not OIDC_SERVER_URL:
        return []
    auth_params = {"acr_values": OIDC_ACR_VALUES} if OIDC_ACR_VALUES else {}
    return [
        {
            "provider_id": OIDC_PROVIDER_ID,
            "name": OIDC_NAME,
            "client_id": OIDC_CLIENT_ID,
            "secret": OIDC_CLIENT_SECRET,
            "settings": {
                "server_url": OIDC_SERVER_URL,
                "scope": OIDC_SCOPES.split(),
                "auth_params": auth_params,
                "oauth_pkce_enabled": True,
            },
        }
    ]


SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "possibles.web.compte.oidc.Provider",
        "APPS": _oidc_apps(),
    }
}
