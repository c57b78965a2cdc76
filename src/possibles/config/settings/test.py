"""Settings of the test suite: the same product, cheaper hashes, tasks run at once."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

# Nothing of a suite touches the data of the work tree, nor of a suite run beside it.
_SCRATCH = Path(tempfile.gettempdir()) / f"possibles-tests-{os.getpid()}"
os.environ["POSSIBLES_DATA"] = str(_SCRATCH)
(_SCRATCH / "static").mkdir(parents=True, exist_ok=True)
for _name in ("DEMO", "DEBUG", "HTTPS", "SECRET_KEY", "EMAIL_URL"):
    os.environ.pop(_name, None)

from possibles.common.sqlite import init_command  # noqa: E402

from .base import *  # noqa: E402

SECRET_KEY = "tests-only"
DEBUG = False
DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] = init_command(durable=False)
    # A file, as in real life: a live server and threads then have their own connections.
    DATABASES["default"]["TEST"] = {"NAME": f"{_SCRATCH}.sqlite3"}


class UnknownVariableError(Exception):
    """A template of ours names a variable that its view does not give."""


class _RefuseUnknown(str):
    """What Django puts in place of an unknown variable: here, a refusal.

    Libraries' own templates count on the blank: they keep it.
    """

    __slots__ = ()

    def __contains__(self, needle: object) -> bool:
        return needle == "%s"

    def __mod__(self, variable: object) -> str:
        context: Any = sys._getframe(1).f_locals["context"]
        template = context.render_context.template or context.template
        if str(SOURCES) in str(template.origin):
            raise UnknownVariableError(f"{{{{ {variable} }}}} in {template.origin}")
        return ""


for _template in TEMPLATES:
    _template["OPTIONS"]["string_if_invalid"] = _RefuseUnknown("unknown")
