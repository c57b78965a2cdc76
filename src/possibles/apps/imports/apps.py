from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ImportsConfig(AppConfig):
    name = "possibles.apps.imports"
    label = "imports"
    verbose_name = "Imports"

    def ready(self) -> None:
        # Each app declares what can be imported into it in its `importers.py`.
        autodiscover_modules("importers")
