"""The master schedule: the page, its data, and what leaves on paper or in a calendar."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from possibles.apps.acteurs.models import VueNommee
from possibles.apps.operations.models import (
    Interface,
    Operation,
    Proposition,
    Reference,
)
from possibles.reports.gantt import draw_gantt, write_gantt_pdf
from possibles.web.access import PUBLIC, access
from possibles.web.lists import Listing, export
from possibles.web.params import read_number

from .calendar import write_milestones
from .data import MOST, Question, build_plan, build_tasks
from .listing import PLANNING, ZOOMS, visible_operations

WITH_TASKS = 25
"""Up to so many operations, paper shows their tasks too."""

LISTS = ("xlsx", "csv")
EMPTY: tuple[Any, ...] = (None, "", [])


@access(PUBLIC)
@require_GET
def planning_detail(request: HttpRequest) -> HttpResponse:
    listing = Listing(PLANNING, request)
    wanted = request.GET.get("format", "")
    if wanted in LISTS:
        return export(listing, wanted)
    if wanted in {"svg", "pdf"}:
        return _draw(request, listing, wanted)
    if wanted == "ics":
        return _write_calendar(request, listing)
    user: Any = request.user
    zoom = request.GET.get("zoom", "")
    context = {
        "listing": listing,
        "vues": VueNommee.objects.visible_to(user).filter(liste=PLANNING.key),
        "zoom": zoom if zoom in ZOOMS else ZOOMS[0],
        "most": MOST,
        "extra_exports": _list_exports(listing),
        "conflicts": Interface.objects.visible_to(user).conflicts().count(),
        "waiting": Proposition.objects.visible_to(user).filter(state="ouverte").count(),
        "reference": _find_reference(request),
        "can_freeze": user.has_perm("operations.freeze_reference"),
        "can_export": user.has_perm("operations.export_planning"),
        "can_import": user.has_perm("operations.change_tache"),
        "today": timezone.localdate(),
    }
    part = "#list" if getattr(request, "htmx", False) else ""
    response = render(request, f"operations/planning/detail.html{part}", context)
    response.headers["Vary"] = "HX-Request"
    return response


@access(PUBLIC)
@require_GET
@gzip_page
def planning_data(request: HttpRequest) -> JsonResponse:
    """Return the operations the page shows or, with `operation`, the tasks of some."""
    asked = [read_number(text) for text in request.GET.getlist("operation")]
    keys = [key for key in asked if key is not None]
    reference = _find_reference(request)
    if keys:
        rows = visible_operations(request).filter(pk__in=keys[:MOST])
        held = rows.prefetch_related("quartiers").order_by("pk")
        return _answer(build_tasks(held, reference, request.user))
    plan = build_plan(_ask(Listing(PLANNING, request), reference), request.user)
    plan["url"] = {"preview": reverse("planning-preview")}
    return _answer(plan)


def _answer(plan: dict[str, Any]) -> JsonResponse:
    """Answer without spaces, nor what is empty: the browser reads half as much."""
    rows = [
        {name: value for name, value in row.items() if value not in EMPTY}
        for row in plan["rows"]
    ]
    compact = {"separators": (",", ":"), "ensure_ascii": False}
    return JsonResponse(plan | {"rows": rows}, json_dumps_params=compact)


def _ask(listing: Listing, reference: Reference | None) -> Question:
    group = listing.params.get("groupe", "") or "projet"
    return Question(listing.rows, group, reference)


def _find_reference(request: HttpRequest) -> Reference | None:
    key = read_number(request.GET.get("reference"))
    if key is None:
        return None
    found: Reference | None = (
        Reference.objects.visible_to(request.user).filter(pk=key).first()
    )
    return found


def _list_exports(listing: Listing) -> list[dict[str, str]]:
    found = [
        ("pdf", "file-type-pdf", "PDF A3"),
        ("svg", "file-vector", "Dessin (SVG)"),
        ("png", "photo", "Image (PNG)"),
        ("ics", "calendar-down", "Jalons (iCalendar)"),
    ]
    return [
        {
            "key": key,
            "icon": icon,
            "label": label,
            # The picture is made of the drawing, by the page's script.
            "href": listing.url(format="svg" if key == "png" else key, page=None),
        }
        for key, icon, label in found
    ]


def _write_calendar(request: HttpRequest, listing: Listing) -> HttpResponse:
    keys = listing.rows.values_list("pk", flat=True)[:MOST]
    content = write_milestones(keys, address=request.build_absolute_uri)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="planning.ics"'
    return response


def _draw(request: HttpRequest, listing: Listing, kind: str) -> HttpResponse:
    reference = _find_reference(request)
    plan = build_plan(_ask(listing, reference), request.user)
    if len(plan["rows"]) <= WITH_TASKS:
        keys = [row["key"] for row in plan["rows"]]
        held = Operation.objects.filter(pk__in=keys).prefetch_related("quartiers")
        plan["rows"] += build_tasks(held.order_by("pk"), reference, request.user)[
            "rows"
        ]
    name = f"planning-{timezone.localdate():%Y-%m-%d}.{kind}"
    if kind == "svg":
        response = HttpResponse(draw_gantt(plan), content_type="image/svg+xml")
    else:
        filters = [f"{chip.label} : {chip.value}" for chip in listing.chips]
        content = write_gantt_pdf(plan, title=PLANNING.title, filters=filters)
        response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
