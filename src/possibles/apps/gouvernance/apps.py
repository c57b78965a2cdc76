from django.apps import AppConfig


class GouvernanceConfig(AppConfig):
    name = "possibles.apps.gouvernance"
    label = "gouvernance"
    verbose_name = "Gouvernance"
