from typing import Any

from django.core.management.base import BaseCommand

from possibles.config.operation.prepare import prepare


class Command(BaseCommand):
    help = (
        "Mettre la base, le contenu et les fichiers statiques à jour, sans rien perdre."
    )
    requires_system_checks = ["database"]

    def handle(self, *args: Any, **options: Any) -> None:
        for label in prepare():
            self.stdout.write(f"{label}…")
