from django.apps import AppConfig


class TraitementsConfig(AppConfig):
    name = "possibles.apps.traitements"
    label = "traitements"
    verbose_name = "Traitements"
