from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from possibles.apps.territoires.domain.qpv_import import (
    ImportRefusedError,
    apply_import,
)
from possibles.apps.territoires.interfaces.qpv_files import prepare_qpv_file
from possibles.apps.territoires.interfaces.reading import (
    MAX_BYTES,
    UnreadableFileError,
)
from possibles.apps.territoires.models import ImportTerritoire

WORDS = {
    "create": "créé",
    "update": "modifié",
    "unchanged": "inchangé",
    "error": "ERREUR",
}


class Command(BaseCommand):
    help = "Importe la liste officielle des QPV (CSV) ou leurs contours (GeoJSON)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FICHIER")
        parser.add_argument(
            "--essai",
            action="store_true",
            help="montre ce qui changerait, sans l’écrire",
        )
        parser.add_argument("--source", default="", help="d’où vient le fichier")
        parser.add_argument(
            "--date", type=date.fromisoformat, help="date des données (AAAA-MM-JJ)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            self._import(path, options)

    def _import(self, path: Path, options: dict[str, Any]) -> None:
        try:
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
            prepared = prepare_qpv_file(
                path.name,
                content,
                source=options["source"] or path.name,
                data_date=options["date"],
            )
        except OSError as error:
            raise CommandError(f"{path} : {error.strerror}") from None
        except UnreadableFileError as error:
            raise CommandError(f"{path.name} : {error}") from None
        self._tell(prepared)
        if options["essai"]:
            self.stdout.write("Essai à blanc : rien n’a été écrit.")
            return
        try:
            apply_import(prepared, author=None)
        except ImportRefusedError as error:
            raise CommandError(f"{path.name} : {error}") from None
        self.stdout.write(self.style.SUCCESS("Import appliqué."))

    def _tell(self, prepared: ImportTerritoire) -> None:
        report = prepared.report
        self.stdout.write(f"{prepared}")
        for note in report["notes"]:
            self.stdout.write(f"  {note}")
        for line in report["lines"]:
            if line["outcome"] == "unchanged" and not line["messages"]:
                continue
            details = " ; ".join([*line["fields"], *line["messages"]])
            self.stdout.write(
                f"  ligne {line['line']} {line['code']} {WORDS[line['outcome']]}"
                f"{' — ' + details if details else ''}"
            )
        counts = report["counts"]
        self.stdout.write(
            "  "
            + ", ".join(f"{counts.get(k, 0)} {word}" for k, word in WORDS.items())
            + f", {counts.get('ignored', 0)} hors de la métropole, "
            f"{len(report['absent'])} absents du fichier (laissés tels quels)"
        )
