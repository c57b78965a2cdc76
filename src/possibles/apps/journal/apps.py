from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "possibles.apps.journal"
    label = "journal"
    verbose_name = "Journal"

    def ready(self) -> None:
        from possibles.apps.journal.models.tracked import connect_m2m

        connect_m2m()
