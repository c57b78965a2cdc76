"""Create the invented convention of urban renewal, its amendments and its reviews."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Crée la convention de renouvellement urbain d’exemple d’une démonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        from possibles.apps.conventions.domain.demo import load_demo

        if not settings.DEMO:
            raise CommandError("Ces exemples n’existent qu’en démonstration (DEMO=1).")
        made = load_demo()
        self.stdout.write(
            "Convention d’exemple créée."
            if made
            else "Rien à créer : elle existe déjà."
        )
