"""A file received: its columns, its report, then all of it or nothing, and back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from possibles.apps.imports.domain.applying import (
    ImportRefusedError,
    apply,
    check_applicable,
    undo,
)
from possibles.apps.imports.domain.receiving import give_up, map_columns
from possibles.apps.imports.enums import ImportState, Outcome
from possibles.apps.imports.models import Importation
from possibles.apps.journal.models import StaleObjectError
from possibles.apps.traitements.models import Traitement
from possibles.reports.tables import Table, TableColumn, to_xlsx
from possibles.web.access import SIGNED_IN, access
from possibles.web.lists.answers import FORMATS
from possibles.web.traitements.views import describe as describe_job

from .forms import ColumnsForm
from .pages import try_now
from .tasks import LARGE, ask, find_last_job

PAGE_SIZE = 100
SAMPLES = 3
TONES = {
    Outcome.CREE: ("success", "plus"),
    Outcome.MODIFIE: ("info", "pencil"),
    Outcome.INCHANGE: ("neutral", "equal"),
    Outcome.ECARTE: ("neutral", "ban"),
    Outcome.ERREUR: ("danger", "alert-triangle"),
}


@access(SIGNED_IN, on=Importation)
def importation_detail(request: HttpRequest, held: Importation) -> HttpResponse:
    job = find_last_job(held)
    if request.headers.get("HX-Request"):
        return _answer_poll(request, job)
    if request.GET.get("format") == "xlsx" and held.rows:
        return _give_lines_to_correct(held)
    context = {
        "held": held,
        "spec": held.spec,
        "back_url": reverse(held.spec.back[1]),
        "page_url": reverse(held.spec.route),
        "job": describe_job(job) if job is not None and job.is_open else None,
        "failed": job if _has_failed(job) else None,
        **_report(request, held),
    }
    return render(request, "imports/detail.html", context)


@access(SIGNED_IN, on=Importation)
def importation_map(request: HttpRequest, held: Importation) -> HttpResponse:
    """Say which column of the file is which."""
    if not held.is_open or not held.rows:
        return redirect("importation-detail", held.pk)
    form = ColumnsForm(request.POST or None, importation=held)
    if request.method == "POST" and form.is_valid():
        map_columns(held, form.mapping, author=request.user)
        return try_now(request, held)
    context = {
        "held": held,
        "spec": held.spec,
        "form": form,
        "back_url": reverse(held.spec.back[1]),
        "page_url": reverse(held.spec.route),
        "samples": [
            (name, [row[rank + 1] for row in held.rows[:SAMPLES]])
            for rank, name in enumerate(held.header)
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "imports/columns.html", context, status=status)


@access(SIGNED_IN, on=Importation)
@require_POST
def importation_apply(request: HttpRequest, held: Importation) -> HttpResponse:
    without_errors = request.POST.get("ecarter") == "1"
    try:
        check_applicable(held, without_errors=without_errors)
        if len(held.rows) > LARGE:
            ask(
                "import-ecriture",
                held,
                author=request.user,
                without_errors=without_errors,
            )
        else:
            apply(held, author=request.user, without_errors=without_errors)
            messages.success(
                request,
                "C’est importé.",
                extra_tags=f"undo:{reverse('importation-undo', args=[held.pk])}",
            )
    except ImportRefusedError as error:
        messages.error(request, str(error))
    except StaleObjectError:
        messages.info(request, "Cet import vient d’être écrit.")
    return redirect("importation-detail", held.pk)


@access(SIGNED_IN, on=Importation)
@require_POST
def importation_undo(request: HttpRequest, held: Importation) -> HttpResponse:
    try:
        if sum(held.counts.values()) > LARGE and held.state == ImportState.APPLIQUE:
            ask("import-annulation", held, author=request.user)
        else:
            undo(held, author=request.user)
            messages.success(request, "Import annulé : tout est revenu comme avant.")
    except ImportRefusedError as error:
        messages.error(request, str(error))
    return redirect("importation-detail", held.pk)


@access(SIGNED_IN, on=Importation)
@require_POST
def importation_drop(request: HttpRequest, held: Importation) -> HttpResponse:
    if held.is_open:
        give_up(held, author=request.user)
        messages.success(request, "Fichier oublié : rien n’a été écrit.")
    return redirect(held.spec.route)


def _answer_poll(request: HttpRequest, job: Traitement | None) -> HttpResponse:
    """Answer the moving part; once the work is over, have the page read again."""
    if job is not None and job.is_open:
        return render(request, "imports/detail.html#job", {"job": describe_job(job)})
    response = HttpResponse()
    response.headers["HX-Refresh"] = "true"
    return response


def _has_failed(job: Traitement | None) -> bool:
    return job is not None and not job.is_open and bool(job.error)


def _report(request: HttpRequest, held: Importation) -> dict[str, Any]:
    lines = held.report.get("lines", [])
    labels = {column.key: column.label for column in held.spec.columns}
    asked = request.GET.get("lignes", "")
    if asked in Outcome.values:
        lines = [line for line in lines if line["outcome"] == asked]
    else:
        asked = ""
        lines = sorted(lines, key=lambda line: line["outcome"] != Outcome.ERREUR)
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "lines": [_show(line, labels) for line in page],
        "asked": asked,
        "figures": [
            (outcome.value, outcome.label, held.counts[outcome])
            for outcome in Outcome
            if held.counts.get(outcome)
        ],
        "good": sum(held.counts.get(o, 0) for o in (Outcome.CREE, Outcome.MODIFIE)),
    }


def _show(line: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    outcome = Outcome(line["outcome"])
    return {
        **line,
        "badge": (outcome.label, *TONES[outcome]),
        "cells": [(labels.get(key, ""), text) for key, text in line["errors"].items()],
    }


def _give_lines_to_correct(held: Importation) -> HttpResponse:
    """Give back the lines in error as they came, each with what to do."""
    errors = {
        line["line"]: " ".join(line["errors"].values())
        for line in held.report.get("lines", [])
        if line["outcome"] == Outcome.ERREUR
    }
    table = Table(
        title="À corriger",
        columns=[*(TableColumn(n) for n in held.header), TableColumn("À corriger")],
        rows=[
            [*cells, errors[number]] for number, *cells in held.rows if number in errors
        ],
        at=timezone.localtime(),
    )
    response = HttpResponse(to_xlsx(table), content_type=FORMATS["xlsx"][1])
    response.headers["Content-Disposition"] = 'attachment; filename="a-corriger.xlsx"'
    return response
