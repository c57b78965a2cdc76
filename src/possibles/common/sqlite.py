"""Which SQLite we run on, and which journal mode it can be trusted with.

SQLite 3.7.0 to 3.51.2 can lose or corrupt committed data in WAL mode when the log is
reset under concurrency (https://sqlite.org/wal.html#walresetbug); 3.51.3 fixes it, with
back-ports in 3.44.6 and 3.50.7. Python ships the system's SQLite, often an old one, so
the wheel `pysqlite3` takes its place where it is present.
"""

import importlib
import sys

Version = tuple[int, int, int]


def use_recent_sqlite() -> None:
    """Make `import sqlite3` give the newest SQLite at hand. Call it before Django."""
    if "sqlite3" in sys.modules:
        return
    try:
        module = importlib.import_module("pysqlite3")
        dbapi2 = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return
    sys.modules["sqlite3"] = module
    sys.modules["sqlite3.dbapi2"] = dbapi2


def is_wal_safe(version: Version) -> bool:
    """Tell whether WAL can be used with this SQLite.

    The fix is in 3.51.3 and later (3.52.0 was withdrawn), in 3.50.7 and later of the
    3.50 branch, and in 3.44.6 and later of the 3.44 branch.
    """
    if version >= (3, 51, 3):
        return version[:2] != (3, 52)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    return version < (3, 7, 0)


def current_version() -> Version:
    import sqlite3

    major, minor, patch = sqlite3.sqlite_version_info
    return major, minor, patch


def init_command(*, durable: bool = True) -> str:
    """Return the PRAGMAs of every connection.

    `durable` asks for an fsync at each commit: public money deserves one.
    """
    journal = "WAL" if is_wal_safe(current_version()) else "DELETE"
    return ";".join(
        [
            f"PRAGMA journal_mode={journal}",
            f"PRAGMA synchronous={'FULL' if durable else 'OFF'}",
            "PRAGMA foreign_keys=ON",
            "PRAGMA trusted_schema=OFF",
            "PRAGMA cell_size_check=ON",
            "PRAGMA journal_size_limit=27103364",
            "PRAGMA cache_size=-20000",
            "PRAGMA temp_store=MEMORY",
        ]
    )
