"""A table leaves the platform as it is shown: spreadsheet, text or paper.

Whatever people typed leaves inert: a spreadsheet never runs a cell of ours.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from possibles.common.french import format_date

# What opens a formula, behind blanks of any kind, at the start of any line.
_BREAKS = r"\n\r\v\f\x85\u2028\u2029"
_BLANK = rf"(?:[^\S{_BREAKS}]|[\u200b-\u200f\u2060\ufeff])"
_FORMULA = re.compile(rf"(^|\r\n|[{_BREAKS}])(?=\t|{_BLANK}*[=+\-@])")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its head and its kind (`text`, `number`, `euros`, `percent`, `date`)."""

    label: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """What is shown, and what it says about itself."""

    title: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Any]]
    filters: Sequence[str] = ()
    at: datetime | None = None
    totals: Sequence[Any] | None = None


def to_csv(table: Table) -> bytes:
    """Return UTF-8 with a BOM, semicolons and decimal commas: what French tools open."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.label for column in table.columns])
    for row in _lines(table.rows, table.totals):
        writer.writerow(
            [_csv_cell(value, column.kind) for value, column in _pairs(row, table)]
        )
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(table: Table) -> bytes:
    """Return a workbook: the table, and a sheet that says where it comes from."""
    output = io.BytesIO()
    book, formats = open_workbook(output)
    add_sheet(
        book,
        formats,
        title=table.title,
        columns=table.columns,
        rows=table.rows,
        totals=table.totals,
    )
    add_about(
        book,
        [
            ("Liste", table.title),
            ("Données au", format_date(table.at) if table.at else ""),
            ("Lignes", str(len(table.rows))),
            *(("Filtre", text) for text in table.filters),
        ],
    )
    book.close()
    return output.getvalue()


def open_workbook(output: io.BytesIO) -> tuple[Any, dict[str, Any]]:
    """Return a workbook that runs nothing, and the formats of its cells."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        output, {"in_memory": True, "strings_to_formulas": False}
    )
    return book, {
        "head": book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        ),
        "euros": book.add_format({"num_format": "# ##0.00 €", "valign": "top"}),
        "number": book.add_format({"num_format": "General", "valign": "top"}),
        "percent": book.add_format({"num_format": "0 %", "valign": "top"}),
        "date": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "foot": book.add_format({"italic": True, "valign": "top"}),
    }


def add_sheet(
    book: Any,
    formats: dict[str, Any],
    *,
    title: str,
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[Any]],
    totals: Sequence[Any] | None = None,
    foot: Sequence[str] = (),
) -> None:
    """Add a table to a workbook; `foot` is written under it, after an empty line."""
    sheet = book.add_worksheet(_sheet_name(title))
    for index, column in enumerate(columns):
        sheet.write_string(0, index, column.label, formats["head"])
        sheet.set_column(index, index, _width(columns, rows, index))
    lines = _lines(rows, totals)
    for line, row in enumerate(lines, start=1):
        for index, (value, column) in enumerate(zip(row, columns, strict=True)):
            _write(sheet, line, index, value, column.kind, formats)
    for line, text in enumerate(foot, start=len(lines) + 2):
        sheet.write_string(line, 0, text, formats["foot"])
    sheet.freeze_panes(1, 1)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def add_about(book: Any, lines: Sequence[tuple[str, str]]) -> None:
    """Add the sheet that says what the workbook is."""
    about = book.add_worksheet("À propos")
    about.set_column(0, 0, 24)
    about.set_column(1, 1, 80)
    for line, (label, text) in enumerate(lines):
        about.write_string(line, 0, label)
        about.write_string(line, 1, text)


def _lines(
    rows: Sequence[Sequence[Any]], totals: Sequence[Any] | None
) -> Sequence[Sequence[Any]]:
    """Return the rows, then their total as the page shows it."""
    return [*rows, *([["Total", *totals[1:]]] if totals else [])]


def inert(text: str) -> str:
    """Return the text so that no line of it can pass for a formula."""
    return _FORMULA.sub(r"\1'", text)


def _pairs(row: Sequence[Any], table: Table) -> list[tuple[Any, TableColumn]]:
    return list(zip(row, table.columns, strict=True))


def _csv_cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "euros" and isinstance(value, int):
        return f"{value / 100:.2f}".replace(".", ",")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value).replace(".", ",")
    if isinstance(value, datetime | date):
        return f"{_day(value):%d/%m/%Y}"
    return inert(_text(value))


def _write(
    sheet: Any, line: int, index: int, value: Any, kind: str, formats: dict[str, Any]
) -> None:
    style = formats.get(kind, formats["text"])
    if value is None or value in ("", [], ()):
        sheet.write_blank(line, index, None, style)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(line, index, _day(value), formats["date"])
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(
            line, index, value / 100 if kind == "euros" else value, style
        )
    else:
        sheet.write_string(line, index, _text(value)[:32_000], formats["text"])


def _day(value: date) -> date:
    """Return the day of a moment, here."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def _text(value: Any) -> str:
    if isinstance(value, list | tuple | set):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)


def _sheet_name(title: str) -> str:
    bare = "".join(" " if c in "[]:*?/\\" else c for c in title)
    return bare[:31].strip("'") or "Liste"


def _width(
    columns: Sequence[TableColumn], rows: Sequence[Sequence[Any]], index: int
) -> int:
    longest = max(
        [len(columns[index].label)]
        + [len(_text(row[index])) for row in rows[:200] if row[index] is not None]
    )
    return min(max(longest + 2, 8), 60)
