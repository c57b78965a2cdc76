from django.apps import AppConfig


class ContratConfig(AppConfig):
    name = "possibles.apps.contrat"
    label = "contrat"
    verbose_name = "Contrat de ville"
