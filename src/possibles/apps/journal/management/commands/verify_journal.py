from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from possibles import journal_check
from possibles.apps.journal.models import Acte


class Command(BaseCommand):
    help = (
        "Vérifier la chaîne du journal et ses ancres. Le même contrôle se fait sans "
        "l’application : python -m possibles.journal_check SOURCE ANCRES."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchors", type=Path, default=settings.ANCHORS_FILE, metavar="FICHIER"
        )

    def handle(self, *args: Any, anchors: Path, **options: Any) -> None:
        rows = Acte.objects.order_by("sequence").values_list(
            "sequence", "payload", "hash"
        )
        known = journal_check.read_anchors(str(anchors)) if anchors.exists() else []
        count, faults = journal_check.find_faults(
            (journal_check.Record(*row) for row in rows.iterator(chunk_size=2000)),
            known,
        )
        for fault in faults:
            self.stderr.write(
                f"Acte {fault.sequence} : {journal_check.WORDS[fault.kind]}."
            )
        if faults:
            raise CommandError("Le journal a été altéré : voir les lignes ci-dessus.")
        self.stdout.write(
            f"Journal intact : {count} actes, chaîne continue, "
            f"{len(known)} ancres retrouvées."
        )
