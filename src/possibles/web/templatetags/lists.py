"""Draw the cells of a list. In Python: a page draws hundreds of them."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from possibles.common.french import (
    format_date,
    format_euros,
    format_number,
    format_percent,
)
from possibles.web.lists import Column

register = template.Library()


@register.simple_tag(takes_context=True)
def cell(context: Any, column: Column, row: Any) -> SafeString:
    """Return the content of a cell: its own template, or the form its kind gives."""
    if column.cell:
        # As an `{% include %}` does: the template is kept, context processors run once.
        known = context.render_context.setdefault(cell, {})
        drawn = known.get(column.cell)
        if drawn is None:
            drawn = known[column.cell] = context.template.engine.get_template(
                column.cell
            )
        held = {"request": context.get("request"), "row": row, "column": column}
        return drawn.render(context.new(held))  # type: ignore[no-any-return]
    return draw(column, column.value(row), row)


def draw(column: Column, value: Any, row: Any = None) -> SafeString:
    if value is None or value in ("", []):
        return format_html(
            '<span class="muted" title="{0}">—<span class="visually-hidden"> ({0})</span></span>',
            column.missing,
        )
    text = _text(column.kind, value)
    if column.url is not None and row is not None:
        return format_html('<a href="{}">{}</a>', column.url(row), text)
    if column.kind == "list":
        return format_html_join(", ", "{}", ((item,) for item in value))
    return format_html("{}", text)


def _text(kind: str, value: Any) -> str:
    if kind == "euros":
        return format_euros(value, unit=False, short=True)
    if kind == "number":
        return format_number(value)
    if kind == "percent":
        return format_percent(value)
    if kind == "date":
        return format_date(value)
    return str(value)


@register.filter
def total_of(totals: dict[str, Any], column: Column) -> SafeString | str:
    if column.key not in totals:
        return ""
    return draw(column, totals[column.key])
