"""Files as people bring them."""

import io
from collections.abc import Sequence
from typing import Any


def make_xlsx(*sheets: Sequence[Sequence[Any]], names: Sequence[str] = ()) -> bytes:
    """Make a workbook of these sheets, each a list of rows."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for rank, rows in enumerate(sheets):
        sheet = book.create_sheet(names[rank] if names else f"Feuille {rank + 1}")
        for row in rows:
            sheet.append(list(row))
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def make_csv(rows: Sequence[Sequence[Any]], encoding: str = "utf-8") -> bytes:
    return "\r\n".join(";".join(str(c) for c in row) for row in rows).encode(encoding)
