"""Load reference files: `manage.py load content/amp`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Charge un fichier ou un dossier de référence, et dit ce qui change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="FICHIER")

    def handle(self, *args: Any, **options: Any) -> None:
        from possibles.apps.contrat.interfaces.loading import ContentError, load_path

        for path in options["paths"]:
            try:
                report = load_path(path)
            except ContentError as error:
                told = "\n".join(f"  • {problem}" for problem in error.problems)
                raise CommandError(
                    f"{path} n’a pas été chargé, rien n’a été écrit :\n{told}"
                ) from None
            self.stdout.write(f"{path}")
            if not report.has_changes:
                self.stdout.write("  Rien n’a changé : tout était déjà chargé.")
            elif options["verbosity"] > 0:
                for line in report.lines():
                    self.stdout.write(f"  {line}")
            for line in report.kept:
                self.stdout.write(f"  Gardé — {line}")
