r"""Check the journal without Django: `python -m possibles.journal_check SOURCE [ANCHORS]`.

SOURCE is a SQLite file, a PostgreSQL address (`postgres://…`) or an export (`.jsonl`, one
`{"sequence", "payload", "hash"}` a line). ANCHORS is the file of anchors kept elsewhere:
one `{"sequence", "hash", "at"}` a line. Only the standard library is needed, and psycopg
for PostgreSQL.

The rule: `hash = sha256(previous hash + "\n" + payload)`, the first previous being 64
zeros, and sequences run 1, 2, 3… A changed, removed, inserted or swapped record breaks
the chain where it stands; a cut tail is seen thanks to the anchors.
"""

import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

GENESIS = "0" * 64
WORDS = {
    "order": "le numéro ne suit pas le précédent",
    "content": "le contenu ne correspond pas à son empreinte",
    "truncated": "l’acte ancré n’existe plus",
}
QUERY = "SELECT sequence, payload, hash FROM journal_acte ORDER BY sequence"


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the journal, as stored."""

    sequence: int
    payload: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain breaks, and how: `order`, `content` or `truncated`."""

    sequence: int
    kind: str


def find_faults(
    records: Iterable[Record], anchors: Iterable[tuple[int, str]] = ()
) -> tuple[int, list[Fault]]:
    """Return how many records were read, and every place where the chain breaks."""
    faults = []
    previous, expected, count = GENESIS, 1, 0
    wanted = dict(anchors)
    for record in records:
        count += 1
        if record.sequence != expected:
            faults.append(Fault(record.sequence, "order"))
        digest = hashlib.sha256(f"{previous}\n{record.payload}".encode()).hexdigest()
        if digest != record.hash or not _tells(record):
            faults.append(Fault(record.sequence, "content"))
        if wanted.pop(record.sequence, record.hash) != record.hash:
            faults.append(Fault(record.sequence, "content"))
        previous, expected = record.hash, record.sequence + 1
    faults.extend(Fault(sequence, "truncated") for sequence in sorted(wanted))
    return count, faults


def _tells(record: Record) -> bool:
    """Tell whether the sealed text names the same record as its row."""
    try:
        told = json.loads(record.payload)["sequence"]
    except (ValueError, KeyError, TypeError):
        return False
    return bool(told == record.sequence)


def read(source: str) -> Iterator[Record]:
    if source.startswith(("postgres://", "postgresql://")):
        import psycopg

        with psycopg.connect(source) as connection, connection.cursor("chain") as rows:
            for row in rows.execute(QUERY):
                yield Record(*row)
    elif source.endswith(".jsonl"):
        with Path(source).open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield Record(row["sequence"], row["payload"], row["hash"])
    else:
        uri = Path(source).resolve().as_uri() + "?mode=ro"
        with sqlite3.connect(uri, uri=True) as database:
            for row in database.execute(QUERY):
                yield Record(*row)


def read_anchors(path: str) -> list[tuple[int, str]]:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [(row["sequence"], row["hash"]) for row in rows]


def main(arguments: list[str]) -> int:
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write(
            "Usage : python -m possibles.journal_check SOURCE [FICHIER_D_ANCRES]\n"
        )
        return 2
    anchors = read_anchors(arguments[1]) if len(arguments) == 2 else []
    try:
        count, faults = find_faults(read(arguments[0]), anchors)
    except (OSError, sqlite3.Error) as error:
        sys.stderr.write(f"Le journal ne peut pas être lu : {error}\n")
        return 2
    for fault in faults:
        sys.stdout.write(f"Acte {fault.sequence} : {WORDS[fault.kind]}.\n")
    if not faults:
        sys.stdout.write(f"Journal intact : {count} actes, chaîne continue.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
