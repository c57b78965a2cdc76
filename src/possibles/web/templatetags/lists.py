"""Draw the rows of a list. In Python: a page draws thousands of cells."""

from collections.abc import Callable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from possibles.common.french import (
    format_date,
    format_euros,
    format_number,
    format_percent,
)
from possibles.web.lists import Column, Listing

register = template.Library()
Write = Callable[[Any], str]


@register.simple_tag(takes_context=True)
def table_rows(context: Any, listing: Listing, bulk: bool = False) -> SafeString:
    """Return the rows of the page; with `bulk`, a box to tick where one may change."""
    columns = listing.columns
    cells = [
        (*_tags(column, is_first=number == 0), _writer(context, column))
        for number, column in enumerate(columns)
    ]
    drawn: list[str] = []
    for row in listing.page.object_list:
        drawn.append("<tr>")
        if bulk:
            drawn.append(_tick_box(row))
        for opening, closing, write in cells:
            drawn += (opening, write(row), closing)
        drawn.append("</tr>\n")
    return mark_safe("".join(drawn))  # noqa: S308  each value was escaped


def _tags(column: Column, *, is_first: bool) -> tuple[str, str]:
    label = f' data-label="{escape(column.label)}"'
    if is_first:
        return f'<th scope="row"{label}>', "</th>"
    return f"<td{_align(column)}{label}>", "</td>"


def _align(column: Column) -> str:
    return ' class="num"' if column.is_numeric else ""


def _tick_box(row: Any) -> str:
    box = ""
    if getattr(row, "can_change", True):
        box = (
            f'<input class="form-check-input" type="checkbox" name="pk" value="{row.pk}"'
            f' data-bulk-row aria-label="Choisir {escape(str(row))}">'
        )
    return f'<td class="col-check sticky">{box}</td>'


def _writer(context: Any, column: Column) -> Write:
    """Return what draws this column's cells: its own template, or its kind's form."""
    if not column.cell:
        return lambda row: draw(column, column.value(row), row)
    # As an `{% include %}` does: the template is kept, context processors run once.
    known = context.render_context.setdefault(_writer, {})
    drawn = known.get(column.cell)
    if drawn is None:
        drawn = context.template.engine.get_template(column.cell)
        known[column.cell] = drawn
    held = context.new({"request": context.get("request"), "column": column})

    def write(row: Any) -> str:
        held["row"] = row
        return str(drawn.render(held))

    return write


def draw(column: Column, value: Any, row: Any = None) -> SafeString:
    return mark_safe(_draw(column, value, row))  # noqa: S308  escaped there


def _draw(column: Column, value: Any, row: Any) -> str:
    if value is None or value in ("", []):
        reason = escape(column.missing)
        return (
            f'<span class="muted" title="{reason}">—'
            f'<span class="visually-hidden"> ({reason})</span></span>'
        )
    if column.kind == "list" and column.url is None:
        return ", ".join(_safe(item) for item in value)
    text = _safe(_text(column.kind, value))
    if column.url is not None and row is not None:
        return f'<a href="{escape(column.url(row))}">{text}</a>'
    return text


def _safe(value: Any) -> str:
    """Escape, as templates do: what says it is HTML stays as it is."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def _text(kind: str, value: Any) -> Any:
    if kind == "euros":
        return format_euros(value, unit=False, short=True)
    if kind == "number":
        return format_number(value)
    if kind == "percent":
        return format_percent(value)
    if kind == "date":
        return format_date(value)
    return value


@register.filter
def total_of(totals: dict[str, Any], column: Column) -> SafeString | str:
    if column.key not in totals:
        return ""
    return draw(column, totals[column.key])
