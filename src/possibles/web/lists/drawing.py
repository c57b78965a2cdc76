"""Draw the cells of a list. In Python: a page draws thousands of them."""

from collections.abc import Callable
from html import escape
from typing import Any

from django.urls import reverse

from possibles.common.french import (
    format_euros,
    format_number,
    format_percent,
    format_short_date,
)
from possibles.web.templatetags.possibles import exemple, icon, meteo

from .spec import Column

Draw = Callable[[Any], str]


def draw_row(row: Any, cells: list[tuple[str, str, Draw]], *, bulk: bool) -> str:
    """Return a whole row; with `bulk`, a box to tick where the person may change it."""
    drawn = ["<tr>"]
    if bulk:
        drawn.append(_tick_box(row))
    for opening, closing, draw in cells:
        drawn += (opening, draw(row), closing)
    drawn.append("</tr>\n")
    return "".join(drawn)


def surround(column: Column, *, is_first: bool) -> tuple[str, str]:
    """Return what opens and closes each cell of the column."""
    label = f' data-label="{escape(column.label)}"'
    if is_first:
        return f'<th scope="row"{label}>', "</th>"
    kind = "num" if column.is_numeric else column.kind if column.kind == "date" else ""
    css = f' class="{kind}"' if kind else ""
    return f"<td{css}{label}>", "</td>"


def draw_cell(column: Column, row: Any) -> str:
    """Return the content of a cell: its value, its mark, the way to change it."""
    if column.kind == "meteo":
        return meteo(getattr(row, column.attribute))
    drawn = draw_value(column, column.value(row), row)
    if column.marks_exemple:
        drawn += exemple(row)
    if not column.attribute:
        return drawn
    if column.edit_route and getattr(row, "can_change", False):
        drawn = _editable(column, row, drawn)
    return drawn + exemple(row, column.attribute)


def draw_value(column: Column, value: Any, row: Any = None) -> str:
    if value is None or value in ("", []):
        reason = escape(column.missing)
        return (
            f'<span class="muted" title="{reason}">—'
            f'<span class="visually-hidden"> ({reason})</span></span>'
        )
    if column.kind == "list" and column.url is None:
        return ", ".join(safe(item) for item in value)
    text = safe(_text(column.kind, value))
    if column.url is not None and row is not None:
        return f'<a href="{escape(column.url(row))}">{text}</a>'
    return text


def safe(value: Any) -> str:
    """Escape, as templates do: what says it is HTML stays as it is."""
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))


def _tick_box(row: Any) -> str:
    box = ""
    if getattr(row, "can_change", True):
        box = (
            f'<input class="form-check-input" type="checkbox" name="pk" value="{row.pk}"'
            f' data-bulk-row aria-label="Choisir {escape(str(row))}">'
        )
    return f'<td class="col-check sticky">{box}</td>'


def _editable(column: Column, row: Any, drawn: str) -> str:
    """Return the face that `<c-cell-edit>` draws, for hundreds of rows."""
    url = escape(reverse(column.edit_route, args=[row.pk, column.attribute]))
    name = escape(f"{column.edit_as} de {row}")
    return (
        '<a class="cell-edit text-reset text-decoration-none" role="button"'
        f' href="{url}" hx-get="{url}" hx-target="closest td" hx-swap="innerHTML"'
        f' data-cell-edit aria-label="Modifier {name}"><span>{drawn}</span>'
        f"{icon('pencil')}</a>"
    )


def _text(kind: str, value: Any) -> Any:
    if isinstance(value, str):
        return value
    if kind == "euros":
        return format_euros(value, unit=False, short=True)
    if kind == "number":
        return format_number(value)
    if kind == "percent":
        return format_percent(value)
    if kind == "date":
        return format_short_date(value)
    return value
