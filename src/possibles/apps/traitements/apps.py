from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TraitementsConfig(AppConfig):
    name = "possibles.apps.traitements"
    label = "traitements"
    verbose_name = "Traitements"

    def ready(self) -> None:
        # Each app declares its kinds of jobs in its `tasks.py`.
        autodiscover_modules("tasks")
