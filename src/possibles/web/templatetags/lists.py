"""Tags of the list pages: they hand the drawing of many things to Python."""

from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from possibles.web.lists import Column, Listing
from possibles.web.lists.drawing import (
    Draw,
    draw_cell,
    draw_row,
    draw_value,
    safe,
    surround,
)
from possibles.web.lists.listing import BoundFilter

register = template.Library()


@register.simple_tag(takes_context=True)
def table_rows(context: Any, listing: Listing, bulk: bool = False) -> SafeString:
    cells = [
        (*surround(column, is_first=number == 0), _drawer(context, column))
        for number, column in enumerate(listing.columns)
    ]
    rows = (draw_row(row, cells, bulk=bulk) for row in listing.page.object_list)
    return mark_safe("".join(rows))  # noqa: S308  each value was escaped


def _drawer(context: Any, column: Column) -> Draw:
    """Return what draws this column's cells: its own template, or its kind's form."""
    if not column.cell:
        return lambda row: draw_cell(column, row)
    # As an `{% include %}` does: the template is found once for the column.
    drawn = context.template.engine.get_template(column.cell)
    held = context.new({"request": context.get("request"), "column": column})

    def draw(row: Any) -> str:
        held["row"] = row
        return str(drawn.render(held))

    return draw


@register.simple_tag
def filter_options(bound: BoundFilter) -> SafeString:
    """Return the answers of a filter: some have hundreds."""
    return mark_safe(  # noqa: S308  escaped
        "".join(
            f'<option value="{escape(choice.value)}"{" selected" if chosen else ""}>'
            f"{safe(choice.label)}</option>\n"
            for choice, chosen in bound.options
        )
    )


@register.filter
def total_of(totals: dict[str, Any], column: Column) -> SafeString | str:
    if column.key not in totals:
        return ""
    return mark_safe(draw_value(column, totals[column.key]))  # noqa: S308  escaped
