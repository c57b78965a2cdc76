import shutil
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from possibles.config.operation.service import InServiceError, out_of_service


class Command(BaseCommand):
    help = "Effacer la base, les fichiers et les courriels d’une démonstration."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Cette installation n’est pas une démonstration (DEMO=0) : rien n’est effacé."
            )
        try:
            with out_of_service():
                self._erase()
        except InServiceError:
            raise CommandError(
                "Le serveur tourne encore sur ces données : arrêtez-le, puis recommencez."
            ) from None
        self.stdout.write("Données effacées.")

    def _erase(self) -> None:
        if connection.vendor == "sqlite":
            connection.close()
            for suffix in ("", "-wal", "-shm", "-journal"):
                name = f"{settings.DATABASES['default']['NAME']}{suffix}"
                settings.ROOT.joinpath(name).unlink(missing_ok=True)
        else:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        for folder in (settings.MEDIA_ROOT, settings.DATA_DIR / "mails"):
            shutil.rmtree(folder, ignore_errors=True)
        settings.ANCHORS_FILE.unlink(missing_ok=True)
