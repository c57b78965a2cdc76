"""Settings of an instance under trial: the real ones, and one more app."""

from possibles.config.settings import base
from possibles.config.settings.base import *  # noqa: F403  settings are names of a module

INSTALLED_APPS = [*base.INSTALLED_APPS, "tests.ops.site.apps.SiteConfig"]
ROOT_URLCONF = "tests.ops.site.urls"
# The front-end may not be built: its files are not what is on trial.
STORAGES = base.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
