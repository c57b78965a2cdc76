from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from possibles.apps.acteurs.domain.demo import PASSPHRASE, list_demo_accounts


class Command(BaseCommand):
    help = "Dire l’adresse de l’installation, et les comptes de sa démonstration."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        self.stdout.write(f"\n  Possibles est ouvert : {address}\n")
        accounts = list_demo_accounts() if settings.DEMO else []
        if accounts:
            width = max(len(account.role.label) for account in accounts)
            self.stdout.write("  Comptes de démonstration :")
            for account in accounts:
                self.stdout.write(f"    {account.role.label:<{width}}  {account.email}")
            self.stdout.write(f"  Phrase de passe de tous : {PASSPHRASE}\n")
        self.stdout.write("  Ctrl+C pour arrêter ; les données sont gardées.\n")
