from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RechercheConfig(AppConfig):
    name = "possibles.apps.recherche"
    label = "recherche"
    verbose_name = "Recherche"

    def ready(self) -> None:
        from possibles.apps.journal.signals import change_closing

        from .domain.indexing import index_change

        autodiscover_modules("searchables")
        change_closing.connect(index_change, dispatch_uid="recherche.index_change")
