from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from possibles.apps.acteurs.domain.demo import (
    PASSPHRASE,
    create_demo_accounts,
    list_demo_accounts,
)


class Command(BaseCommand):
    help = "Create the accounts of a demonstration and list them."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Ces comptes n’existent qu’en démonstration (DEMO=1).")
        create_demo_accounts()
        for account in list_demo_accounts():
            self.stdout.write(f"  {account.role.label:<30} {account.email}")
        self.stdout.write(f"  Phrase de passe : {PASSPHRASE}")
