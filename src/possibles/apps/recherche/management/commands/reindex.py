from typing import Any

from django.core.management.base import BaseCommand

from possibles.apps.recherche.domain.indexing import reindex
from possibles.apps.recherche.registry import registered
from possibles.common.french import plural


class Command(BaseCommand):
    help = "Reconstruit l’index de recherche à partir des objets."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, count in reindex().items():
            label = registered()[kind].label
            self.stdout.write(f"{label} : {plural(count, 'entrée')}")
