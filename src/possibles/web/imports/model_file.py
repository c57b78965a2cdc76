"""The file to fill in: the columns we know, an example, how each is written."""

import io
from typing import Any

from possibles.apps.imports.specs import ImportSpec
from possibles.reports.tables import Table, TableColumn, to_csv


def write_model(spec: ImportSpec, kind: str) -> bytes:
    if kind == "csv":
        return to_csv(
            Table(
                title=spec.title,
                columns=[TableColumn(c.label) for c in spec.columns],
                rows=[[c.example for c in spec.columns]],
            )
        )
    return _write_xlsx(spec)


def _write_xlsx(spec: ImportSpec) -> bytes:
    import xlsxwriter

    output = io.BytesIO()
    book = xlsxwriter.Workbook(
        output, {"in_memory": True, "strings_to_formulas": False}
    )
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("À remplir")
    for rank, column in enumerate(spec.columns):
        sheet.write_string(0, rank, column.label, head)
        sheet.write_string(1, rank, column.example)
        sheet.set_column(rank, rank, max(len(column.label), len(column.example), 8) + 2)
    sheet.freeze_panes(1, 1)
    _write_guide(book.add_worksheet("Mode d’emploi"), spec, head, wrap)
    book.close()
    return output.getvalue()


def _write_guide(sheet: Any, spec: ImportSpec, head: Any, wrap: Any) -> None:
    widths = (32, 14, 60, 30)
    for rank, label in enumerate(
        ("Colonne", "Nécessaire", "Ce qui s’y écrit", "Exemple")
    ):
        sheet.write_string(0, rank, label, head)
        sheet.set_column(rank, rank, widths[rank])
    for line, column in enumerate(spec.columns, start=1):
        needed = "oui" if column.is_required else "non"
        for rank, text in enumerate(
            (column.label, needed, column.help, column.example)
        ):
            sheet.write_string(line, rank, text, wrap)
    last = len(spec.columns) + 2
    sheet.write_string(last, 0, "Effacez la ligne d’exemple avant d’importer.", wrap)
