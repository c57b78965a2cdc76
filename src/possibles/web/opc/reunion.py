"""Hold a monthly point in a sitting: its members called in one gesture."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from possibles.apps.opc.domain.points.reunion import (
    ReunionError,
    call_reunion,
    find_body,
    list_invited,
)
from possibles.apps.opc.interfaces.forms import ReunionForm
from possibles.apps.opc.models import PointMensuel
from possibles.apps.referentiel.domain.calendars import next_working_day
from possibles.web.access import access
from possibles.web.idempotence import idempotent

WEEK = timedelta(days=7)


@access("opc.change_point", on=PointMensuel)
@idempotent
def point_call(request: HttpRequest, point: PointMensuel) -> HttpResponse:
    if point.is_frozen:
        messages.error(
            request, f"Le point {point.of_month} est figé : réunissez le suivant."
        )
        return redirect("point-mensuel-detail", point.pk)
    user: Any = request.user
    body = find_body(point.renouvellement)
    form = ReunionForm(request.POST or None, initial=_suggest(point, body))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        site = request.build_absolute_uri("/").rstrip("/")
        try:
            seance = call_reunion(point, author=user, site=site, **data)
        except ReunionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _tell(seance))
            return redirect("point-mensuel-detail", point.pk)
    day = timezone.localdate()
    context = {
        "form": form,
        "point": point,
        "body": body,
        "invited": list_invited(point.renouvellement, day),
        "can_create_body": user.has_perm("gouvernance.add_instance"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "opc/point_reunir.html", context, status=status)


def _tell(seance: Any) -> str:
    called = seance.convocations.exists()
    return "La séance est prévue" + (
        " et sa convocation part : elle se suit sur la page de la séance."
        if called
        else ". Aucune convocation n’est partie."
    )


def _suggest(point: PointMensuel, body: Any) -> dict[str, Any]:
    """Take the hour and the place of the last sitting, and a day that leaves a week."""
    if body is None:
        return {}
    day = timezone.localdate()
    planned = body.seances.upcoming(on=day).filter(point_mensuel=None).first()
    last = planned or body.seances.filter(date__lt=day).first()
    return {
        "on": planned.date if planned else next_working_day(day + WEEK),
        "at": last.time if last else None,
        "place": last.place if last else "",
    }
