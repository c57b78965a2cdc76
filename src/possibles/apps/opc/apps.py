from django.apps import AppConfig


class OpcConfig(AppConfig):
    name = "possibles.apps.opc"
    label = "opc"
    verbose_name = "OPC urbain"

    def ready(self) -> None:
        from possibles.apps.journal.signals import change_closing

        from .domain.alertes.suite import ask_for_alertes

        change_closing.connect(ask_for_alertes, dispatch_uid="opc.ask_for_alertes")
