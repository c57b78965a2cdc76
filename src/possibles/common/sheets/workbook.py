"""Workbooks: looked over as an archive before any cell is read."""

import zipfile
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from .table import Table, UnreadableFileError, as_table, check_row

MAX_UNPACKED = 120_000_000
MAX_RATIO = 150
MAX_ENTRIES = 2_000
MAX_BLANKS = 2_000
OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_REFUSED = (
    "Ce classeur est refusé : son contenu n’est pas celui d’un tableau. "
    "Enregistrez-le de nouveau en .xlsx ou en .csv depuis votre tableur."
)


def check_archive(content: bytes) -> None:
    """Refuse a bomb, a disguise or a protected file, from the list of what it holds."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableFileError(_REFUSED) from None
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or unpacked > MAX_RATIO * max(len(content), 10_000)
        or "xl/workbook.xml" not in names
        or any(entry.flag_bits & 1 for entry in entries)
    ):
        raise UnreadableFileError(_REFUSED)


def read_xlsx(content: bytes, known: Collection[str] = ()) -> Table:
    """Read the first visible sheet that holds something; formulas give their last value."""
    import openpyxl

    check_archive(content)
    try:
        book = openpyxl.load_workbook(
            BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
    except Exception as error:
        # Whatever a crafted workbook makes the library raise, the person gets one sentence.
        raise UnreadableFileError(_REFUSED) from error
    try:
        return _read_book(book, known)
    finally:
        book.close()


def _read_book(book: Any, known: Collection[str]) -> Table:
    visible = [s for s in book.worksheets if s.sheet_state == "visible"]
    for rank, sheet in enumerate(visible):
        lines = list(_read_sheet(sheet))
        if not lines:
            continue
        others = [s.title[:40] for s in visible[rank + 1 :]]
        notes = [f"Feuille lue : {sheet.title[:40]}."] if len(visible) > 1 else []
        if others:
            notes.append(f"Feuilles laissées de côté : {', '.join(others[:5])}.")
        return as_table(lines, known, notes)
    raise UnreadableFileError("Ce classeur ne contient aucune ligne visible.")


def _read_sheet(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # What the file says of its own size is not believed.
    sheet.reset_dimensions()
    count = blanks = 0
    try:
        for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = _trim([as_text(value) for value in values])
            if not cells:
                blanks += 1
                if blanks > MAX_BLANKS:
                    return
                continue
            blanks = 0
            check_row(line, cells, count)
            count += 1
            yield line, cells
    except UnreadableFileError:
        raise
    except Exception as error:
        raise UnreadableFileError(_REFUSED) from error


def as_text(value: Any) -> str:
    """Return a cell as a person would have typed it, dates in ISO, numbers bare."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return value.date().isoformat() if is_day else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(round(value, 10))
    return str(value).replace("\u00a0", " ").replace("\u202f", " ").strip()


def _trim(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
