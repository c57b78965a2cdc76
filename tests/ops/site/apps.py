from datetime import timedelta

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Its jobs kill their worker; a lost one is then taken up within seconds."""

    name = "tests.ops.site"
    label = "trial_site"

    def ready(self):
        from possibles.apps.traitements.domain import recover, run
        from possibles.config.management.commands import worker

        from . import faults

        run.HEARTBEAT_SECONDS = 0.3
        recover.SILENCE = timedelta(seconds=2)
        worker.ROUND_SECONDS = 0.5
        faults.install()
