import pytest
from django.db import connection

from possibles.config import checks


def ids(messages) -> list[str]:
    return [message.id for message in messages]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("version", "mode", "expected"),
    [
        ((3, 40, 1), "WAL", ["possibles.E001"]),
        ((3, 40, 1), "DELETE", []),
        ((3, 53, 4), "WAL", []),
    ],
)
def test_wal_on_a_faulty_sqlite_is_an_error(
    monkeypatch, tmp_path, version, mode, expected
):
    import sqlite3

    monkeypatch.setattr(checks, "current_version", lambda: version)
    file = sqlite3.connect(tmp_path / "base.sqlite3")
    file.execute(f"PRAGMA journal_mode={mode}")

    class Base:
        vendor = "sqlite"
        cursor = staticmethod(lambda: _Cursor(file))

    monkeypatch.setattr(checks, "connections", {"default": Base})

    assert ids(checks.check_sqlite_journal(["default"])) == expected
    file.close()


class _Cursor:
    """A cursor as Django gives it: a context manager."""

    def __init__(self, file):
        self.cursor = file.cursor()

    def __enter__(self):
        return self.cursor

    def __exit__(self, *error):
        self.cursor.close()


@pytest.mark.django_db
def test_this_installation_passes():
    assert checks.check_sqlite_journal(["default"]) == []
    assert checks.check_postgresql_version(["default"]) == []


@pytest.mark.parametrize(
    ("version", "expected"), [(140_012, ["possibles.E002"]), (150_000, [])]
)
def test_an_old_postgresql_is_an_error(monkeypatch, version, expected):
    class Base:
        vendor = "postgresql"
        pg_version = version

    monkeypatch.setattr(checks, "connections", {"default": Base})

    assert ids(checks.check_postgresql_version(["default"])) == expected


@pytest.mark.django_db
def test_sqlite_takes_its_lock_when_a_transaction_begins():
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")

    assert connection.transaction_mode == "IMMEDIATE"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone() == (1,)
