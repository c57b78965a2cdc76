from typing import Any

from django.core.management.base import BaseCommand, CommandError

from possibles.config.operation.nightly import BrokenJournalError, run_nightly


class Command(BaseCommand):
    help = "Faire les travaux de la nuit : vérifier et ancrer le journal, purger."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for sentence in run_nightly():
                self.stdout.write(sentence)
        except BrokenJournalError as error:
            raise CommandError(str(error)) from error
