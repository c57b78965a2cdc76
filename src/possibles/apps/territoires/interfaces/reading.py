"""What every file brought by a person goes through before it is understood."""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from possibles.common.sheets.table import UnreadableFileError, check_size
from possibles.common.sheets.text import clean_cell, decode

__all__ = [
    "MAX_BYTES",
    "MAX_CELL",
    "MAX_ROWS",
    "QpvRow",
    "UnreadableFileError",
    "check_size",
    "clean_cell",
    "decode",
    "read_places",
    "split_codes",
]

MAX_BYTES = 40_000_000
MAX_ROWS = 20_000
MAX_CELL = 10_000

MARSEILLE = "13055"
_ARRONDISSEMENT = re.compile(r"^132(0[1-9]|1[0-6])$")
_INSEE = re.compile(r"^(\d{5}|2[AB]\d{3})$")
_SEPARATORS = re.compile(r"[;,|/\s]+")


@dataclass(slots=True)
class QpvRow:
    """One quarter as a file tells it. `None` means: the file says nothing about it."""

    line: int
    code: str
    name: str | None = None
    main_commune: str | None = None
    communes: list[str] | None = None
    arrondissements: list[str] = field(default_factory=list)
    population: int | None = None
    outline: dict[str, Any] | None = None
    bounds: list[float] | None = None
    messages: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def split_codes(cell: str) -> list[str]:
    return [part for part in _SEPARATORS.split(clean_cell(cell)) if part]


def read_places(cell: str, row: QpvRow) -> None:
    """Put the communes and arrondissements of a cell of Insee codes into the row."""
    communes: list[str] = []
    for given in split_codes(cell):
        code = given.upper()
        if code.isdigit() and len(code) == 4:
            code = code.zfill(5)
            row.messages.append(f"zéro initial rendu au code Insee {given} → {code}")
        if not _INSEE.match(code):
            row.errors.append(f"« {given[:20]} » n’est pas un code Insee.")
            continue
        if _ARRONDISSEMENT.match(code):
            row.messages.append(f"{code} est un arrondissement de Marseille")
            row.arrondissements.append(code)
            code = MARSEILLE
        if code not in communes:
            communes.append(code)
    if communes:
        row.communes = communes
        row.main_commune = row.main_commune or communes[0]
