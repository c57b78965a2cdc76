"""Create the invented contracts, people and hours of a demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from possibles.common.french import plural


class Command(BaseCommand):
    help = "Crée les marchés, les bénéficiaires et les heures d’exemple d’une démonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        from possibles.apps.insertion.domain.demo import load_demo
        from possibles.apps.insertion.domain.demo_cadre import load_cadre_demo
        from possibles.apps.insertion.domain.demo_people import load_people

        if not settings.DEMO:
            raise CommandError("Ces exemples n’existent qu’en démonstration (DEMO=1).")
        created = load_demo()
        self.stdout.write(f"{plural(created, 'marché')} d’exemple.")
        lines = load_people()
        self.stdout.write(f"{plural(lines, 'ligne')} d’heures d’exemple.")
        made = load_cadre_demo()
        self.stdout.write(f"{plural(made, 'engagement')} d’exemple.")
