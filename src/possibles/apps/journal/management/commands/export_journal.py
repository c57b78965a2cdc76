import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from possibles.apps.journal.models import Acte


class Command(BaseCommand):
    help = (
        "Écrire le journal dans un fichier que chacun peut vérifier sans l’application."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER.jsonl")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        rows = Acte.objects.order_by("sequence").values("sequence", "payload", "hash")
        count = 0
        with file.open("w", encoding="utf-8") as lines:
            for row in rows.iterator(chunk_size=2000):
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
        self.stdout.write(
            f"{count} actes écrits. Vérification : "
            f"python -m possibles.journal_check {file}"
        )
