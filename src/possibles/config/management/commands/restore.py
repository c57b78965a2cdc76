from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from possibles.config.operation.archive import restore
from possibles.config.operation.engines import OperationError


class Command(BaseCommand):
    help = "Revenir à une sauvegarde, après l’avoir vérifiée en entier."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER.tar.gz")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest, aside = restore(file)
        except OperationError as error:
            raise CommandError(f"{error} Rien n’a changé.") from error
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write(
            f"Sauvegarde du {manifest['made_at']} en place "
            f"({len(manifest['tables'])} tables vérifiées). "
            f"L’état précédent est gardé : {aside}."
        )
