from django.apps import AppConfig


class ContratConfig(AppConfig):
    name = "possibles.apps.contrat"
    label = "contrat"
    verbose_name = "Contrat de ville"

    def ready(self) -> None:
        from possibles.apps.contrat.models.verrou import connect_locks

        connect_locks()
