from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConventionsConfig(AppConfig):
    name = "possibles.apps.conventions"
    label = "conventions"
    verbose_name = "Conventions"

    def ready(self) -> None:
        from possibles.apps.journal.signals import change_closing

        from .domain.echeances import follow_facts

        autodiscover_modules("mesures")
        change_closing.connect(follow_facts, dispatch_uid="conventions.follow_facts")
