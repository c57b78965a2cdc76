"""What every file brought by a person goes through before it is understood."""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

MAX_BYTES = 40_000_000
MAX_ROWS = 20_000
MAX_CELL = 10_000

MARSEILLE = "13055"
_ARRONDISSEMENT = re.compile(r"^132(0[1-9]|1[0-6])$")
_INSEE = re.compile(r"^(\d{5}|2[AB]\d{3})$")
_SEPARATORS = re.compile(r"[;,|/\s]+")


class UnreadableFileError(ValueError):
    """The whole file is refused; the message is a sentence for the person."""


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


def check_size(content: bytes) -> None:
    if not content.strip():
        raise UnreadableFileError("Ce fichier est vide.")
    if len(content) > MAX_BYTES:
        raise UnreadableFileError(
            f"Ce fichier dépasse {MAX_BYTES // 1_000_000} Mo : gardez les lignes de la "
            "métropole, puis recommencez."
        )


def decode(content: bytes) -> tuple[str, str]:
    """Return the text of a file and, when it is not plain UTF-8, how it was read."""
    for mark, encoding, words in (
        (b"\xef\xbb\xbf", "utf-8-sig", "marque d’ordre des octets (BOM) ignorée"),
        (b"\xff\xfe", "utf-16", "fichier en UTF-16"),
        (b"\xfe\xff", "utf-16", "fichier en UTF-16"),
    ):
        if content.startswith(mark):
            return _strict(content, encoding), words
    try:
        return _without_nulls(content.decode("utf-8")), ""
    except UnicodeDecodeError:
        return _strict(content, "cp1252"), "fichier en Windows-1252"


def split_codes(cell: str) -> list[str]:
    return [part for part in _SEPARATORS.split(clean_cell(cell)) if part]


def clean_cell(cell: str) -> str:
    """Undo the spreadsheet's `="13055"`, the stray quotes and the hard spaces."""
    text = cell.replace("\u00a0", " ").replace("\u202f", " ").strip()
    text = text.removeprefix("=")
    return text.strip().strip('"').strip()


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


def _strict(content: bytes, encoding: str) -> str:
    try:
        return _without_nulls(content.decode(encoding))
    except UnicodeDecodeError:
        raise UnreadableFileError(
            "Ce fichier n’est pas un texte lisible. Enregistrez-le en UTF-8."
        ) from None


def _without_nulls(text: str) -> str:
    if "\x00" in text:
        raise UnreadableFileError("Ce fichier n’est pas un texte : il est refusé.")
    return text
