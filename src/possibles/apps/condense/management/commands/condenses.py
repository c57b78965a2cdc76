from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from possibles.apps.condense.domain.digest import send_all
from possibles.common.french import plural


class Command(BaseCommand):
    help = "Envoyer les condensés du jour : une fois par personne, même relancée."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_all(timezone.localdate())
        self.stdout.write(f"{plural(sent, 'condensé envoyé', 'condensés envoyés')}.")
