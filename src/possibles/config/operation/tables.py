"""Fingerprints of tables: how many rows, and a digest that does not depend on their order."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

Fingerprints = Mapping[str, Mapping[str, int | str]]
_MODULUS = 2**256


def fingerprint(rows: Iterable[tuple[Any, ...]]) -> dict[str, int | str]:
    count, total = 0, 0
    for row in rows:
        count += 1
        digest = hashlib.sha256(repr(tuple(row)).encode()).digest()
        total = (total + int.from_bytes(digest, "big")) % _MODULUS
    return {"rows": count, "sha256": f"{total:064x}"}


def read_sqlite(connection: Any) -> dict[str, dict[str, int | str]]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' "
        "AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {
        name: fingerprint(connection.execute(f'SELECT * FROM "{name}"'))  # noqa: S608  names read from the base itself
        for (name,) in names
    }


def read_postgresql(connection: Any) -> dict[str, dict[str, int | str]]:
    names = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).fetchall()
    found = {}
    for (name,) in names:
        with connection.cursor("fingerprint") as rows:
            rows.itersize = 2000
            rows.execute(f'SELECT * FROM "{name}"')  # noqa: S608  names read from the base itself
            found[name] = fingerprint(rows)
    return found
