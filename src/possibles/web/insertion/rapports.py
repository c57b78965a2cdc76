"""Documents to take away: ANRU's report, attestations, the guide, clauses, the chapter."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from possibles.apps.insertion.models import Heures
from possibles.reports.dossier import (
    Dossier,
    write_docx,
    write_dossier_pdf,
    write_xlsx,
)
from possibles.reports.insertion.anru import gather_rapport
from possibles.web.access import access

VIEW = "insertion.view_rapport"
_OFFICE = "application/vnd.openxmlformats-officedocument"
WRITERS: dict[str, tuple[Callable[[Dossier], bytes], str]] = {
    "docx": (write_docx, f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": (write_xlsx, f"{_OFFICE}.spreadsheetml.sheet"),
    "pdf": (write_dossier_pdf, "application/pdf"),
}


@access(VIEW)
def rapport_list(request: HttpRequest) -> HttpResponse:
    context = {"years": _years(), "today": timezone.localdate()}
    return render(request, "insertion/rapports.html", context)


@access(VIEW)
def rapport_anru(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    if not 2000 <= year <= timezone.localdate().year:
        raise Http404
    return _answer(gather_rapport(year, request.user), kind, ("docx", "xlsx", "pdf"))


def _answer(dossier: Dossier, kind: str, kinds: tuple[str, ...]) -> HttpResponse:
    if kind not in kinds:
        raise Http404
    write, content_type = WRITERS[kind]
    response = HttpResponse(write(dossier), content_type=content_type)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{dossier.name}.{kind}"'
    )
    return response


def _years() -> list[int]:
    """Return the years in which hours were worked, and this one."""
    months: Any = Heures.objects.order_by().dates("month", "year")
    return sorted({timezone.localdate().year, *(d.year for d in months)}, reverse=True)
