"""Call the members: what they will read, who receives it, what left."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from possibles.apps.documents.models import Document
from possibles.apps.gouvernance.domain.convocations import (
    convoke,
    count_to_resend,
    find_problems,
    list_destinataires,
    resend,
)
from possibles.apps.gouvernance.enums import EnvoiState
from possibles.apps.gouvernance.interfaces.calendrier import write_calendar
from possibles.apps.gouvernance.interfaces.forms import ConvokeForm
from possibles.apps.gouvernance.models import Convocation, Seance
from possibles.common.french import plural
from possibles.reports.seance import (
    gather_convocation,
    write_convocation_docx,
    write_convocation_pdf,
)
from possibles.web.access import access
from possibles.web.idempotence import idempotent

from .pages import file_answer


@access("gouvernance.change_seance", on=Seance)
@idempotent
def convocation_create(request: HttpRequest, seance: Seance) -> HttpResponse:
    if not seance.is_to_come:
        messages.error(request, "On ne convoque qu’à une séance à venir.")
        return redirect("seance-detail", seance.pk)
    form = ConvokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        convocation = convoke(
            seance,
            author=request.user,
            message=form.cleaned_data["message"],
            site=site_of(request),
        )
        messages.success(request, "La convocation part : voici ce qu’il en advient.")
        return redirect("convocation-detail", convocation.pk)
    found = list_destinataires(seance)
    context: dict[str, Any] = {
        "form": form,
        "seance": seance,
        "paper": gather_convocation(seance),
        "written": found.written,
        "without_address": found.without_address,
        "problems": find_problems(seance),
        "is_again": seance.convocations.exists(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "gouvernance/convoquer.html", context, status=status)


@access("gouvernance.change_seance", on=Convocation)
def convocation_detail(request: HttpRequest, convocation: Convocation) -> HttpResponse:
    context = {
        "convocation": convocation,
        "seance": convocation.seance,
        "envois": convocation.envois.select_related(
            "mandat__organisation", "mandat__personne"
        ),
        "missed": count_to_resend(convocation),
        "failed": convocation.envois.filter(state=EnvoiState.ECHEC).count(),
        "documents": Document.objects.visible_to(request.user)
        .attached_to(convocation.seance)
        .filter(piece__startswith=f"convocation-{convocation.pk}-"),
    }
    return render(request, "gouvernance/convocation.html", context)


@access("gouvernance.change_seance", on=Convocation)
@require_POST
@idempotent
def convocation_resend(request: HttpRequest, convocation: Convocation) -> HttpResponse:
    """Write again to those who were not reached, and to them alone."""
    count = resend(convocation, author=request.user, site=site_of(request))
    if count:
        told = plural(count, "message repart", "messages repartent")
        messages.success(request, f"{told}. Actualisez la page pour suivre.")
    else:
        messages.error(
            request,
            "Personne n’est à relancer : donnez une adresse aux sièges qui n’en ont pas.",
        )
    return redirect("convocation-detail", convocation.pk)


@access("gouvernance.view_seance", on=Seance)
def convocation_pdf(request: HttpRequest, seance: Seance) -> HttpResponse:
    content = write_convocation_pdf(gather_convocation(seance))
    return file_answer(content, f"convocation-{seance.pk}.pdf")


@access("gouvernance.view_seance", on=Seance)
def convocation_docx(request: HttpRequest, seance: Seance) -> HttpResponse:
    content = write_convocation_docx(gather_convocation(seance))
    return file_answer(content, f"convocation-{seance.pk}.docx")


@access("gouvernance.view_seance", on=Seance)
def seance_ics(request: HttpRequest, seance: Seance) -> HttpResponse:
    content = write_calendar([seance], site=site_of(request), name=str(seance.instance))
    return file_answer(content, f"seance-{seance.pk}.ics")


def site_of(request: HttpRequest) -> str:
    """Return the root of our own addresses, for what leaves the platform."""
    return request.build_absolute_uri("/").rstrip("/")
