from django.apps import AppConfig


class ActeursConfig(AppConfig):
    name = "possibles.apps.acteurs"
    label = "acteurs"
    verbose_name = "Acteurs"

    def ready(self) -> None:
        from . import sessions

        sessions.connect()
