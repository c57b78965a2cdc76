"""The door the web server knocks at."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "possibles.config.settings.base")
application = get_wsgi_application()

from possibles.config.operation.collector import tune_collector  # noqa: E402
from possibles.config.operation.service import join_service  # noqa: E402

join_service()
tune_collector()
