from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    name = "possibles.apps.conventions"
    label = "conventions"
    verbose_name = "Conventions"
