from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "possibles.apps.documents"
    label = "documents"
    verbose_name = "Documents"
