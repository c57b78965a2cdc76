from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The operation of the product: installation, backups, nightly work, checks."""

    name = "possibles.config"
    label = "config"
    verbose_name = "Exploitation"

    def ready(self) -> None:
        from django.core.checks import register

        from . import checks

        register(checks.check_sqlite_journal, "database")
        register(checks.check_postgresql_version, "database")
