"""Create the invented bodies, sittings and actions of a demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from possibles.common.french import plural


class Command(BaseCommand):
    help = (
        "Crée les instances, les séances et les actions d’exemple d’une démonstration."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        from possibles.apps.gouvernance.domain.demo import load_demo

        if not settings.DEMO:
            raise CommandError("Ces exemples n’existent qu’en démonstration (DEMO=1).")
        self.stdout.write(f"{plural(load_demo(), 'séance')} d’exemple.")
