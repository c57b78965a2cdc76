from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CondenseConfig(AppConfig):
    name = "possibles.apps.condense"
    label = "condense"
    verbose_name = "Condensé"

    def ready(self) -> None:
        # Each room says what there is to do in its `todo.py`.
        autodiscover_modules("todo")
