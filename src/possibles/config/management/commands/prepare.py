from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from possibles.apps.acteurs.domain.demo import PASSPHRASE, list_demo_accounts
from possibles.config.operation.prepare import prepare


class Command(BaseCommand):
    help = (
        "Mettre la base, le contenu et les fichiers statiques à jour, sans rien perdre."
    )
    requires_system_checks = ["database"]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--welcome",
            type=Path,
            metavar="FICHIER",
            help="Y écrire ce que le lanceur affichera une fois la page ouverte.",
        )

    def handle(self, *args: Any, welcome: Path | None, **options: Any) -> None:
        for label in prepare():
            self.stdout.write(f"{label}…")
        if welcome is not None:
            welcome.write_text("\n".join(_tell_accounts()), encoding="utf-8")


def _tell_accounts() -> Iterator[str]:
    accounts = list_demo_accounts() if settings.DEMO else []
    if not accounts:
        return
    width = max(len(account.role.label) for account in accounts)
    yield "  Comptes de démonstration :"
    for account in accounts:
        yield f"    {account.role.label:<{width}}  {account.email}"
    yield f"  Phrase de passe de tous : {PASSPHRASE}"
    yield ""
