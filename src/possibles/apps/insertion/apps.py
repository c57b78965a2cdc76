from django.apps import AppConfig


class InsertionConfig(AppConfig):
    name = "possibles.apps.insertion"
    label = "insertion"
    verbose_name = "Insertion"

    def ready(self) -> None:
        from possibles.apps.insertion.domain.keeping import keep_counted
        from possibles.apps.journal.signals import change_closing

        change_closing.connect(keep_counted, dispatch_uid="insertion.keep_counted")
