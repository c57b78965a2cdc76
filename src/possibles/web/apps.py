from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "possibles.web"
    label = "web"
    verbose_name = "Pages"
