"""Answer a list page: the whole page, its refreshed part, or a file of what it shows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from possibles.apps.acteurs.models import VueNommee
from possibles.reports.tables import Table, TableColumn, to_csv, to_xlsx

from .listing import Listing

FORMATS = {
    "xlsx": (
        to_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": (to_csv, "text/csv; charset=utf-8"),
}


def answer(
    request: HttpRequest,
    listing: Listing,
    template: str = "lists/list.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Return the page, its part `#list` for htmx, or the file asked by `?format=`."""
    wanted = request.GET.get("format", "")
    if wanted in FORMATS:
        return export(listing, wanted)
    vues = VueNommee.objects.visible_to(request.user).filter(liste=listing.spec.key)
    usual = {"empty_template": "lists/_empty.html"}
    full = {**usual, "listing": listing, "vues": vues, **(context or {})}
    # Pages extend `lists/list.html`; the refreshed part is written there alone.
    part = "lists/list.html#list" if getattr(request, "htmx", False) else template
    response = render(request, part, full)
    response.headers["Vary"] = "HX-Request"
    return response


def export(listing: Listing, kind: str) -> HttpResponse:
    write, content_type = FORMATS[kind]
    table = as_table(listing)
    response = HttpResponse(write(table), content_type=content_type)
    name = f"{slugify(table.title)}-{timezone.localdate():%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def as_table(listing: Listing) -> Table:
    """Return the whole list, with the columns and filters of the screen."""
    columns = listing.columns
    totals = listing.totals
    return Table(
        title=listing.spec.title,
        columns=[TableColumn(column.label, column.kind) for column in columns],
        rows=[[column.value(row) for column in columns] for row in listing.all_rows],
        filters=[f"{chip.label} : {chip.value}" for chip in listing.chips],
        at=timezone.localtime(),
        totals=[totals.get(column.key) for column in columns] if totals else None,
    )
