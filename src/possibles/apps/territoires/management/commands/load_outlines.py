from typing import Any

from django.core.management.base import BaseCommand

from possibles.apps.territoires.domain.outlines import store_outlines
from possibles.apps.territoires.interfaces.outlines import (
    describe_source,
    read_outlines,
)
from possibles.apps.territoires.models import Arrondissement, Commune
from possibles.common.french import plural


class Command(BaseCommand):
    help = "Donne leur contour aux communes et aux arrondissements, sans réseau."

    def handle(self, *args: Any, **options: Any) -> None:
        codes = {
            code
            for model in (Commune, Arrondissement)
            for code in model.objects.values_list("code_insee", flat=True)
        }
        found = read_outlines(codes)
        changed = store_outlines(found, source=describe_source())
        self.stdout.write(f"{plural(changed, 'contour')} écrits, {len(found)} connus.")
        for code in sorted(codes - set(found)):
            self.stderr.write(f"Aucun contour pour {code}.")
