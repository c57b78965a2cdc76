"""Load the templates of schedules: `manage.py load_modeles content/operations`."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Charge les modèles de planning, et dit ce qui change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="DOSSIER")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        import yaml

        from possibles.apps.operations.domain.modeles import load_modeles

        file = path / "modeles.yaml" if path.is_dir() else path
        refused = f"{file} n’a pas été chargé, rien n’a été écrit"
        try:
            report = load_modeles(yaml.safe_load(file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise CommandError(f"{file} est introuvable.") from None
        except (KeyError, TypeError, yaml.YAMLError) as error:
            raise CommandError(f"{refused} : {error}") from None
        except ValidationError as error:
            raise CommandError(f"{refused} : {' '.join(error.messages)}") from None
        for line in [*report.lines, *(f"Gardé — {kept}" for kept in report.kept)]:
            self.stdout.write(f"  {line}")
        if not report.lines:
            self.stdout.write("  Rien n’a changé : tout était déjà chargé.")
