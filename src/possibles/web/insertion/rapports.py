"""Documents to take away: ANRU's report, attestations, the guide, clauses, the chapter."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from possibles.apps.insertion.models import Employeur, Heures, Marche
from possibles.reports.dossier import (
    Dossier,
    write_docx,
    write_dossier_pdf,
    write_xlsx,
)
from possibles.reports.insertion.anru import gather_rapport
from possibles.reports.insertion.attestation import gather_attestation
from possibles.reports.insertion.clauses import gather_clauses
from possibles.reports.insertion.guide import gather_guide
from possibles.reports.insertion.semestre import gather_semestre
from possibles.web.access import access

VIEW, ATTEST = "insertion.view_rapport", "insertion.attest_heures"
TEXT = ("docx", "pdf")
_OFFICE = "application/vnd.openxmlformats-officedocument"
WRITERS: dict[str, tuple[Callable[[Dossier], bytes], str]] = {
    "docx": (write_docx, f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": (write_xlsx, f"{_OFFICE}.spreadsheetml.sheet"),
    "pdf": (write_dossier_pdf, "application/pdf"),
}


@access(VIEW)
def rapport_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    years = _years()
    can_attest = user.has_perm(ATTEST)
    context = {
        "years": years,
        "halves": _halves(years),
        "attestations": _attestations() if can_attest else [],
        "can_attest": can_attest,
        "today": timezone.localdate(),
    }
    return render(request, "insertion/rapports.html", context)


@access(VIEW)
def rapport_anru(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    if not 2000 <= year <= timezone.localdate().year:
        raise Http404
    return _answer(gather_rapport(year, request.user), kind, ("docx", "xlsx", "pdf"))


@access(VIEW)
def rapport_semestre(
    request: HttpRequest, year: int, half: int, kind: str
) -> HttpResponse:
    if (year, half) not in _halves(_years()):
        raise Http404
    return _answer(gather_semestre(year, half, request.user), kind, TEXT)


@access(VIEW)
def guide(request: HttpRequest, kind: str) -> HttpResponse:
    return _answer(gather_guide(request.user), kind, TEXT)


@access(ATTEST, on=Employeur)
def attestation(
    request: HttpRequest, employeur: Employeur, year: int, kind: str
) -> HttpResponse:
    if year not in _years():
        raise Http404
    return _answer(gather_attestation(employeur, year, request.user), kind, TEXT)


@access(VIEW, on=Marche)
def marche_clauses(request: HttpRequest, marche: Marche) -> HttpResponse:
    """Show the paragraphs to paste in the contract's own documents."""
    context = {"marche": marche, "dossier": gather_clauses(marche, request.user)}
    return render(request, "insertion/clauses.html", context)


@access(VIEW, on=Marche)
def marche_clauses_file(
    request: HttpRequest, marche: Marche, kind: str
) -> HttpResponse:
    return _answer(gather_clauses(marche, request.user), kind, ("docx",))


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


def _halves(years: list[int]) -> list[tuple[int, int]]:
    """Return the half-years begun, the newest first."""
    today = timezone.localdate()
    now = (today.year, 1 if today.month <= 6 else 2)
    return [(year, half) for year in years for half in (2, 1) if (year, half) <= now]


def _attestations() -> list[tuple[Employeur, list[int]]]:
    """Return the companies whose hours count, and the years they did."""
    years: dict[int, set[int]] = {}
    rows = (
        Heures.objects.filter(counted__gt=0)
        .order_by()
        .values_list("employeur", "month__year")
    )
    for employeur, year in rows.distinct():
        years.setdefault(employeur, set()).add(year)
    held = Employeur.objects.filter(pk__in=years).select_related("organisation")
    return [(e, sorted(years[e.pk], reverse=True)) for e in held]
