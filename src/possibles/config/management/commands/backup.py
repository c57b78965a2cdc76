from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from possibles.config.operation.archive import backup
from possibles.config.operation.engines import OperationError


class Command(BaseCommand):
    help = "Sauvegarder la base, les fichiers et les ancres dans une archive."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FICHIER.tar.gz")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        try:
            path = backup(file)
        except OperationError as error:
            raise CommandError(str(error)) from error
        megabytes = path.stat().st_size / 1_000_000
        self.stdout.write(f"Sauvegarde écrite : {path} ({megabytes:.1f} Mo).")
