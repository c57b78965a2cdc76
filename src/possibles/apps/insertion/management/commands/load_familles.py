"""Load the families of contracts: `manage.py load_familles content/insertion`."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Charge les familles de marchés et leurs hypothèses, et dit ce qui change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="DOSSIER")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        import yaml

        from possibles.apps.insertion.domain.cadre import load_cadre
        from possibles.apps.insertion.domain.loading import load_familles

        file = path / "familles.yaml" if path.is_dir() else path
        try:
            data = yaml.safe_load(file.read_text(encoding="utf-8"))
            report = load_familles(data["familles"])
            frame = file.with_name("cadre.yaml")
            if path.is_dir() and frame.exists():
                held = yaml.safe_load(frame.read_text(encoding="utf-8"))
                report.lines += load_cadre(held)
        except FileNotFoundError:
            raise CommandError(f"{file} est introuvable.") from None
        except (KeyError, TypeError, yaml.YAMLError) as error:
            raise CommandError(
                f"{file} n’a pas été chargé, rien n’a été écrit : {error}"
            ) from None
        except ValidationError as error:
            told = " ".join(error.messages)
            raise CommandError(
                f"{file} n’a pas été chargé, rien n’a été écrit : {told}"
            ) from None
        for line in [*report.lines, *(f"Gardé — {kept}" for kept in report.kept)]:
            self.stdout.write(f"  {line}")
        if not report.lines:
            self.stdout.write("  Rien n’a changé : tout était déjà chargé.")
