"""Evaluation: the yearly account, read on screen or taken away to be edited."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from possibles.apps.contrat.models import Agenda
from possibles.apps.traitements.domain.launch import launch
from possibles.reports.bilan.data import Bilan, gather_bilan
from possibles.reports.bilan.docx import write_bilan_docx
from possibles.reports.bilan.pdf import write_bilan_pdf
from possibles.reports.bilan.pptx import write_bilan_pptx
from possibles.web.access import PUBLIC, access
from possibles.web.idempotence import idempotent

_OFFICE = "application/vnd.openxmlformats-officedocument"
WRITERS: dict[str, tuple[Callable[[Bilan], bytes], str]] = {
    "docx": (write_bilan_docx, f"{_OFFICE}.wordprocessingml.document"),
    "pptx": (write_bilan_pptx, f"{_OFFICE}.presentationml.presentation"),
    "pdf": (write_bilan_pdf, "application/pdf"),
}


@access(PUBLIC)
def evaluation_list(request: HttpRequest) -> HttpResponse:
    agendas = Agenda.objects.visible_to(request.user)
    return render(request, "contrat/evaluation/list.html", {"agendas": agendas})


@access(PUBLIC)
def bilan_detail(request: HttpRequest, year: int) -> HttpResponse:
    agenda = _visible(request, year)
    user: Any = request.user
    context = {
        "agenda": agenda,
        "bilan": gather_bilan(agenda, user),
        "can_file": user.has_perm("contrat.file_bilan", agenda),
    }
    return render(request, "contrat/evaluation/bilan.html", context)


@access(PUBLIC)
def bilan_download(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    if kind not in WRITERS:
        raise Http404
    agenda = _visible(request, year)
    write, content_type = WRITERS[kind]
    content = write(gather_bilan(agenda, request.user))
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="bilan-{year}.{kind}"'
    )
    return response


@access("contrat.file_bilan", on=Agenda)
@require_POST
@idempotent
def bilan_file(request: HttpRequest, agenda: Agenda) -> HttpResponse:
    """Ask the worker to write the account in every format and keep it as documents."""
    user: Any = request.user
    traitement = launch(
        "bilan", author=user, label=f"Dossier du bilan {agenda.year}", agenda=agenda.pk
    )
    return redirect(traitement)


def _visible(request: HttpRequest, year: int) -> Agenda:
    found: Agenda | None = (
        Agenda.objects.visible_to(request.user).filter(year=year).first()
    )
    if found is None:
        raise Http404
    return found
