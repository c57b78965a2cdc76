"""The door the web server knocks at."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "possibles.config.settings.base")
application = get_wsgi_application()

from possibles.config.operation.service import join_service  # noqa: E402

join_service()
# What the start made lives as long as the process: the collector need not look through it
# at each round, which shows in the slowest answers, and workers share it with their parent.
gc.collect()
gc.freeze()
