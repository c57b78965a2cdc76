"""Settings shared by every way of running Possibles. All choices come from the environment.

`docs/development/settings.md` lists each variable; a test keeps the list complete.
"""

from pathlib import Path
from typing import Any

from possibles.common.sqlite import init_command, use_recent_sqlite

use_recent_sqlite()

import environ  # noqa: E402  the SQLite swap above must come first

ROOT = Path(__file__).resolve().parents[4]
SOURCES = ROOT / "src" / "possibles"

env = environ.Env()
DATA_DIR = Path(env.str("POSSIBLES_DATA", default=str(ROOT / "data")))
if (DATA_DIR / ".env").exists():
    env.read_env(DATA_DIR / ".env")

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Behind HTTPS: secure cookies, HSTS, `__Host-` names. The launcher's local server has none.
HTTPS = env.bool("HTTPS", default=False)
DEMO = env.bool("DEMO", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "possibles.apps.journal",
    "possibles.apps.imports",
    "possibles.apps.referentiel",
    "possibles.apps.territoires",
    "possibles.apps.acteurs",
    "possibles.apps.traitements",
    "possibles.apps.recherche",
    "possibles.apps.condense",
    "possibles.apps.documents",
    "possibles.apps.conventions",
    "possibles.apps.gouvernance",
    "possibles.apps.contrat",
    "possibles.apps.operations",
    "possibles.apps.opc",
    "possibles.apps.insertion",
    "possibles.web",
    "possibles.config.apps.ConfigConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "possibles.web.middleware.RequestGuard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "possibles.web.middleware.SessionLimits",
    "possibles.web.middleware.ClosedByDefault",
    "possibles.web.middleware.ReadOnlyGet",
    "possibles.web.unavailable.DatabaseUnavailable",
]

ROOT_URLCONF = "possibles.config.urls"
WSGI_APPLICATION = "possibles.config.wsgi.application"

_LOADERS = [
    (
        "template_partials.loader.Loader",
        [
            (
                "django.template.loaders.cached.Loader",
                [
                    "django_cotton.cotton_loader.Loader",
                    "django.template.loaders.filesystem.Loader",
                    "django.template.loaders.app_directories.Loader",
                ],
            )
        ],
    )
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCES / "web" / "templates", SOURCES / "reports" / "templates"],
        "OPTIONS": {
            "loaders": _LOADERS,
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "possibles.web.templatetags.possibles",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "possibles.web.context.page",
            ],
        },
    }
]
FORM_RENDERER = "possibles.web.forms.Renderer"
COTTON_DIR = "cotton"
# A component sees its attributes and the context processors, not the page's variables.
COTTON_ISOLATE_BY_DEFAULT = True

# --- Databases ---------------------------------------------------------------------------
DATABASES = {
    "default": env.db_url(
        "DATABASE_URL", default=f"sqlite:///{DATA_DIR}/possibles.sqlite3"
    )
}
_default = DATABASES["default"]
if _default["ENGINE"].endswith("sqlite3"):
    _default["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": init_command(),
    }
else:
    _default.setdefault("OPTIONS", {}).setdefault(
        "options", "-c lock_timeout=10s -c statement_timeout=30s"
    )
    _default["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    _default["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

# --- People ------------------------------------------------------------------------------
AUTH_USER_MODEL = "acteurs.Personne"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
from .accounts import *  # noqa: E402  after the environment file is read

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = int(SESSION_DURATION.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "possibles.web.errors.csrf_failure"

# --- Background work ---------------------------------------------------------------------
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}
}

# --- Journal -----------------------------------------------------------------------------
ANCHORS_FILE = Path(env.str("ANCHORS_FILE", default=str(DATA_DIR / "ancres.jsonl")))
ANCHOR_RECIPIENTS = env.list("ANCHOR_RECIPIENTS", default=[])

# --- Language, files ---------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["possibles.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "front" / "out"]
STORAGES = {
    "default": {"BACKEND": "possibles.common.storage.DurableFileStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail:///")
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    EMAIL_CONFIG["EMAIL_FILE_PATH"] = str(DATA_DIR / "mails")
vars().update(EMAIL_CONFIG)
# Where links of messages that no page asked for (the digest) lead.
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="Possibles <ne-pas-repondre@localhost>"
)

# --- Protection --------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        # A form that leads to the identity provider ends there.
        "form-action": ["'self'", *OIDC_ORIGINS],
        "frame-ancestors": ["'none'"],
    }
}
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
