"""Text files: what encoding, what separator."""

import csv
import re
from collections.abc import Collection
from io import StringIO

from .table import Table, UnreadableFileError, as_table, check_row

_SPREADSHEET = re.compile(r'="([^"]*)"')
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "marque d’ordre des octets (BOM) ignorée"),
    (b"\xff\xfe", "utf-16", "fichier en UTF-16"),
    (b"\xfe\xff", "utf-16", "fichier en UTF-16"),
)


def decode(content: bytes) -> tuple[str, str]:
    """Return the text of a file and, when it is not plain UTF-8, how it was read."""
    for mark, encoding, words in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding), words
    try:
        return _without_nulls(content.decode("utf-8")), ""
    except UnicodeDecodeError:
        return _strict(content, "cp1252"), "fichier en Windows-1252"


def clean_cell(cell: str) -> str:
    """Undo the spreadsheet's `="13055"`, the stray quotes and the hard spaces."""
    text = cell.replace("\u00a0", " ").replace("\u202f", " ").strip()
    text = text.removeprefix("=")
    return text.strip().strip('"').strip()


def guess_separator(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(";,\t|", key=header.count)


def open_spreadsheet_codes(text: str) -> tuple[str, int]:
    """Return the text without the spreadsheet's `="13055"`, and how many there were."""
    return _SPREADSHEET.subn(r'"\1"', text)


def read_csv(content: bytes, known: Collection[str] = ()) -> Table:
    text, encoding = decode(content)
    notes = [f"Encodage : {encoding}."] if encoding else []
    text, _ = open_spreadsheet_codes(text)
    separator = guess_separator(text)
    try:
        lines = _read_lines(text, separator)
    except csv.Error as error:
        raise UnreadableFileError(
            f"Ce fichier n’est pas un CSV lisible ({error}). Enregistrez-le de nouveau "
            "depuis votre tableur."
        ) from None
    return as_table(lines, known, notes)


def _read_lines(text: str, separator: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    lines: list[tuple[int, list[str]]] = []
    for cells in reader:
        cleaned = [clean_cell(cell) for cell in cells]
        if any(cleaned):
            check_row(reader.line_num, cleaned, len(lines))
            lines.append((reader.line_num, cleaned))
    return lines


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
