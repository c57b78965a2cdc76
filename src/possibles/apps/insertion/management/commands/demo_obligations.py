"""Link the obligations towards ANRU to the example convention."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from possibles.common.french import plural


class Command(BaseCommand):
    help = "Relie les obligations envers l’ANRU à la convention d’exemple, avec leurs preuves."

    def handle(self, *args: Any, **options: Any) -> None:
        from possibles.apps.insertion.domain.demo_obligations import (
            load_obligations_demo,
        )

        if not settings.DEMO:
            raise CommandError("Ces exemples n’existent qu’en démonstration (DEMO=1).")
        met = load_obligations_demo()
        self.stdout.write(f"{plural(met, 'obligation')} d’exemple, avec leur preuve.")
