import pytest

from possibles.common import sqlite
from possibles.common.sqlite import init_command, is_wal_safe


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), True),  # before WAL existed
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), False),  # withdrawn
        ((3, 53, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_refused_to_faulty_versions(version, safe):
    assert is_wal_safe(version) is safe


@pytest.mark.parametrize(
    ("version", "mode"), [((3, 40, 1), "DELETE"), ((3, 53, 4), "WAL")]
)
def test_the_journal_mode_follows_the_version(monkeypatch, version, mode):
    monkeypatch.setattr(sqlite, "current_version", lambda: version)

    assert f"PRAGMA journal_mode={mode}" in init_command().split(";")


def test_each_commit_is_on_the_disk():
    assert "PRAGMA synchronous=FULL" in init_command().split(";")
