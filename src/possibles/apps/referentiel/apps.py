from django.apps import AppConfig


class ReferentielConfig(AppConfig):
    name = "possibles.apps.referentiel"
    label = "referentiel"
    verbose_name = "Référentiel"
