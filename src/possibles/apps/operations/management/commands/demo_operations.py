"""Create the invented operations of a demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from possibles.common.french import plural


class Command(BaseCommand):
    help = "Crée les opérations, plannings et financements d’exemple."

    def handle(self, *args: Any, **options: Any) -> None:
        from possibles.apps.operations.domain.demo import load_demo

        if not settings.DEMO:
            raise CommandError("Ces exemples n’existent qu’en démonstration (DEMO=1).")
        created = load_demo()
        self.stdout.write(f"{plural(created, 'opération')} d’exemple.")
