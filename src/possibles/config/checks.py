"""What must be true of an installation before it serves anyone."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

from possibles.common.sqlite import current_version, is_wal_safe

OLDEST_POSTGRESQL = 150_000


def check_sqlite_journal(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse write-ahead logging on a SQLite that can lose data with it."""
    faults: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "sqlite" or is_wal_safe(current_version()):
            continue
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            (mode,) = cursor.fetchone()
        if mode == "wal":
            version = ".".join(map(str, current_version()))
            faults.append(
                Error(
                    f"SQLite {version} peut perdre des données en mode WAL.",
                    hint=(
                        "Arrêtez le serveur et relancez ./possibles : la base repasse en "
                        "mode DELETE ; ou installez une version 3.51.3 ou plus récente."
                    ),
                    id="possibles.E001",
                )
            )
    return faults


def check_postgresql_version(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    faults: list[CheckMessage] = []
    for alias in databases or []:
        connection: Any = connections[alias]
        if (
            connection.vendor == "postgresql"
            and connection.pg_version < OLDEST_POSTGRESQL
        ):
            faults.append(
                Error(
                    "PostgreSQL 15 ou plus récent est nécessaire.",
                    hint=f"Ce serveur annonce la version {connection.pg_version}.",
                    id="possibles.E002",
                )
            )
    return faults
