"""The two databases seen from outside Django: copy one whole, put one in place."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, connections

from .tables import Fingerprints, read_postgresql, read_sqlite


class OperationError(Exception):
    """A sentence for the operator: what is wrong, and what to do."""


class Sqlite:
    """One file, and what SQLite keeps beside it."""

    vendor = "sqlite"
    member = "database.sqlite3"

    @property
    def path(self) -> Path:
        return Path(connection.settings_dict["NAME"])

    def dump(self, target: Path) -> Fingerprints:
        """Copy the database as it is at one instant, while people write."""
        import sqlite3

        if not self.path.exists():
            raise OperationError("Il n’y a pas encore de base à sauvegarder.")
        with closing(sqlite3.connect(self.path, timeout=30)) as source:
            source.execute("VACUUM INTO ?", [str(target)])
        return self.inspect(target)

    def inspect(self, file: Path) -> Fingerprints:
        """Return the fingerprints of a sound file, or refuse it."""
        import sqlite3

        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as copy:
            (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
            if verdict != "ok":
                raise OperationError(
                    f"La base de la sauvegarde est abîmée : {verdict}."
                )
            return read_sqlite(copy)

    def load(self, file: Path) -> Path:
        """Nothing to build: the file is the database."""
        return file

    def replace(self, loaded: Path, aside: Path, moment: datetime) -> None:
        connections.close_all()
        for suffix in ("", "-wal", "-shm", "-journal"):
            current = self.path.with_name(self.path.name + suffix)
            if current.exists():
                current.rename(aside / current.name)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(loaded, self.path)

    def discard(self, loaded: Path) -> None:
        loaded.unlink(missing_ok=True)

    def describe_aside(self, aside: Path, moment: datetime) -> str:
        return str(aside)


class Postgresql:
    """A database of a server, handled with the server's own tools."""

    vendor = "postgresql"
    member = "database.dump"

    def __init__(self) -> None:
        given = connection.get_connection_params()
        self.parameters: dict[str, Any] = {
            name: given[name]
            for name in ("dbname", "user", "password", "host", "port")
            if given.get(name)
        }

    @property
    def name(self) -> str:
        return str(self.parameters["dbname"])

    def dump(self, target: Path) -> Fingerprints:
        """Dump, and count within the same snapshot, while people write."""
        with self._connect(self.name) as session:
            session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            (snapshot,) = session.execute("SELECT pg_export_snapshot()").fetchone()
            self._run(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={snapshot}",
                f"--file={target}",
                self.name,
            )
            return read_postgresql(session)

    def inspect(self, database: str) -> Fingerprints:
        with self._connect(database) as session:
            return read_postgresql(session)

    def load(self, file: Path) -> str:
        """Restore into a new database beside the current one, and return its name."""
        name = f"{self.name}_restauration"[:63]
        self._administer(f'DROP DATABASE IF EXISTS "{name}"')
        self._administer(
            f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0"
        )
        self._run(
            "pg_restore",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            f"--dbname={name}",
            str(file),
        )
        return name

    def replace(self, loaded: str, aside: Path, moment: datetime) -> None:
        """Swap the names in one transaction; the previous database stays on the server."""
        import psycopg

        connections.close_all()
        with self._connect("postgres", autocommit=False) as session:
            present = session.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [self.name]
            ).fetchone()
            try:
                if present:
                    session.execute(
                        f'ALTER DATABASE "{self.name}" RENAME TO "{self._aside(moment)}"'
                    )
                session.execute(f'ALTER DATABASE "{loaded}" RENAME TO "{self.name}"')
            except psycopg.errors.ObjectInUse:
                raise OperationError(
                    "Quelqu’un est connecté à la base : arrêtez serveurs et travailleurs, "
                    "puis recommencez."
                ) from None

    def discard(self, loaded: str) -> None:
        self._administer(f'DROP DATABASE IF EXISTS "{loaded}"')

    def describe_aside(self, aside: Path, moment: datetime) -> str:
        return f"base {self._aside(moment)}, fichiers {aside}"

    def _aside(self, moment: datetime) -> str:
        return f"{self.name[:40]}_avant_{moment:%Y%m%d_%H%M%S}"

    def _administer(self, statement: str) -> None:
        with self._connect("postgres", autocommit=True) as session:
            session.execute(statement)

    def _connect(self, database: str, *, autocommit: bool = False) -> Any:
        import psycopg

        parameters = self.parameters | {"dbname": database}
        return psycopg.connect(**parameters, autocommit=autocommit)

    def _run(self, tool: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603  a tool found on this machine, our own arguments
            [_find_tool(tool), *arguments],
            env=os.environ | self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise OperationError(f"{tool} a échoué : {done.stderr.strip()}")

    def _environment(self) -> Mapping[str, str]:
        names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        return {
            f"PG{names[key]}": str(value)
            for key, value in self.parameters.items()
            if key in names
        }


def _find_tool(name: str) -> str:
    """Return the newest of the tools: it reads the servers of its version and before."""
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: float(path.parts[-3]),
    )
    tool = str(found[-1]) if found else shutil.which(name)
    if tool is None:
        raise OperationError(
            f"{name} manque. Debian, Ubuntu : "
            "sudo apt-get install -y --no-install-recommends postgresql-client"
        )
    return tool


def find_engine() -> Sqlite | Postgresql:
    return Sqlite() if connection.vendor == "sqlite" else Postgresql()
