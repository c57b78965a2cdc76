from django.apps import AppConfig


class OpcConfig(AppConfig):
    name = "possibles.apps.opc"
    label = "opc"
    verbose_name = "OPC urbain"
