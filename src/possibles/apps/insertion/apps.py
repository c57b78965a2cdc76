from django.apps import AppConfig


class InsertionConfig(AppConfig):
    name = "possibles.apps.insertion"
    label = "insertion"
    verbose_name = "Insertion"
