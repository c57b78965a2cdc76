from django.apps import AppConfig


class RechercheConfig(AppConfig):
    name = "possibles.apps.recherche"
    label = "recherche"
    verbose_name = "Recherche"
