from django.apps import AppConfig


class TerritoiresConfig(AppConfig):
    name = "possibles.apps.territoires"
    label = "territoires"
    verbose_name = "Territoires"
