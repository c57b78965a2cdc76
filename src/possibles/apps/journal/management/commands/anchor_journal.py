from typing import Any

from django.core.management.base import BaseCommand

from possibles.apps.journal.domain.anchors import write_anchor


class Command(BaseCommand):
    help = "Écrire la tête du journal dans le fichier d’ancres."

    def handle(self, *args: Any, **options: Any) -> None:
        anchor = write_anchor()
        self.stdout.write(
            "Le journal n’a pas bougé depuis la dernière ancre."
            if anchor is None
            else f"Ancre posée sur l’acte {anchor['sequence']}."
        )
