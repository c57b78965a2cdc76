from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "possibles.apps.operations"
    label = "operations"
    verbose_name = "Opérations"

    def ready(self) -> None:
        from possibles.apps.journal.signals import change_closing
        from possibles.apps.operations.domain.keeping import keep_in_step

        change_closing.connect(keep_in_step, dispatch_uid="operations.keep_in_step")
