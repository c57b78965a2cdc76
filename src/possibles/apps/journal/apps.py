from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "possibles.apps.journal"
    label = "journal"
    verbose_name = "Journal"
