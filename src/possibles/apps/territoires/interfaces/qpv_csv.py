"""The official list of priority quarters, as a CSV file.

Six traps: `;` between cells, a byte order mark, `="13055"` around codes, `A;B` inside a
cell, Insee codes that lost their first zero, Marseille told by its arrondissements.
"""

import csv
import re
from io import StringIO

from possibles.common.french import fold, plural
from possibles.common.sheets.text import guess_separator, open_spreadsheet_codes

from .reading import (
    MAX_BYTES,
    MAX_CELL,
    MAX_ROWS,
    QpvRow,
    UnreadableFileError,
    check_size,
    clean_cell,
    decode,
    read_places,
)

_CODE_2024 = re.compile(r"^QN(\d{3}|02[AB])\d{2}[IMNC]$")
_CODE_2015 = re.compile(r"^QP\d{6}$")
_HEADERS = {
    "code": ("code_qp", "code_qpv", "code_quartier", "codgeo", "code"),
    "name": ("nom_qp", "lib_qp", "nom_qpv", "libgeo", "nom_quartier", "nom"),
    "communes": (
        "codes_communes",
        "code_commune",
        "insee_com",
        "code_insee",
        "codes_insee",
        "com",
    ),
    "main": ("code_commune_principale", "insee_com_principale"),
    "population": ("population", "pop_mun", "population_municipale", "pop"),
}


def read_qpv_csv(content: bytes) -> tuple[list[QpvRow], list[str]]:
    """Return the rows of the file and what was noticed about the whole.

    Raises
    ------
    UnreadableFileError
        The file is too big, is no text, or has no column of QPV codes.
    """
    check_size(content, MAX_BYTES)
    text, encoding = decode(content)
    notes = [f"Encodage : {encoding}."] if encoding else []
    text, wrapped = open_spreadsheet_codes(text)
    if wrapped:
        notes.append(f"Forme ='…' du tableur retirée : {plural(wrapped, 'cellule')}.")
    separator = guess_separator(text)
    if separator != ",":
        shown = "tabulation" if separator == "\t" else separator
        notes.append(f"Séparateur de colonnes : {shown}")
    try:
        return _read(text, separator), notes
    except csv.Error as error:
        raise UnreadableFileError(
            f"Ce fichier n’est pas un CSV lisible ({error})."
        ) from None


def _read(text: str, separator: str) -> list[QpvRow]:
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator)
    header = next(lines, [])
    columns = _find_columns(header)
    rows: list[QpvRow] = []
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= MAX_ROWS:
            raise UnreadableFileError(f"Ce fichier dépasse {MAX_ROWS} lignes.")
        if any(len(cell) > MAX_CELL for cell in cells):
            raise UnreadableFileError(
                f"Une cellule de la ligne {lines.line_num} dépasse {MAX_CELL} signes."
            )
        rows.append(_read_row(lines.line_num, cells, columns))
    _flag_duplicates(rows)
    return rows


def _find_columns(header: list[str]) -> dict[str, int]:
    names = [fold(clean_cell(h)).replace(" ", "_") for h in header]
    columns = {}
    for key, accepted in _HEADERS.items():
        for name in accepted:
            if name in names:
                columns[key] = names.index(name)
                break
    if "code" not in columns:
        raise UnreadableFileError(
            "Aucune colonne de codes de QPV : nommez-la « code_qp ». Colonnes lues : "
            + ", ".join(h[:30] for h in header[:12])
        )
    return columns


def _read_row(line: int, cells: list[str], columns: dict[str, int]) -> QpvRow:
    def cell(key: str) -> str:
        index = columns.get(key)
        return (
            clean_cell(cells[index]) if index is not None and index < len(cells) else ""
        )

    row = QpvRow(line=line, code=cell("code").upper())
    check_code(row)
    row.name = cell("name") or None
    if cell("main"):
        read_places(cell("main"), row)
    if cell("communes"):
        read_places(cell("communes"), row)
    row.arrondissements = list(dict.fromkeys(row.arrondissements))
    if cell("population"):
        _read_population(cell("population"), row)
    return row


def check_code(row: QpvRow) -> None:
    if _CODE_2015.match(row.code):
        row.errors.append("Code de la géographie de 2015 : la liste 2024 est attendue.")
    elif not _CODE_2024.match(row.code):
        row.errors.append(f"« {row.code[:20]} » n’est pas un code de QPV 2024.")


def _read_population(text: str, row: QpvRow) -> None:
    digits = text.replace(" ", "")
    digits = digits.removesuffix(",0").removesuffix(".0")
    if digits.isascii() and digits.isdigit() and len(digits) <= 7:
        row.population = int(digits)
    else:
        row.errors.append(f"« {text[:20]} » n’est pas une population.")


def _flag_duplicates(rows: list[QpvRow]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        if row.code in first:
            row.errors.append(f"Même code que la ligne {first[row.code]}.")
        first.setdefault(row.code, row.line)
