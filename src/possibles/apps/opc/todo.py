"""What the steering cycle asks of a person: measures of one's own, points to hold."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from possibles.apps.condense.registry import Ligne, Source, register
from possibles.apps.gouvernance.models import Action
from possibles.apps.operations.rules import organisations_of

from .enums import EtatMesure, EtatPoint
from .models import MesureCorrective, PointMensuel

SHOWN = 20


def list_mesures(user: Any, day: date) -> Iterator[Ligne]:
    """List the adopted measures entrusted to the organisation this person builds for.

    One that a point made an action of is already among the actions.
    """
    own = organisations_of(user)
    if not own:
        return
    rows = MesureCorrective.objects.visible_to(user).filter(
        responsable__in=own, state=EtatMesure.ADOPTEE
    )
    held = ContentType.objects.get_for_model(MesureCorrective)
    asked = Action.objects.open().filter(subject_type=held).order_by()
    rows = rows.exclude(pk__in=asked.values("subject_id"))
    for mesure in rows.select_related("operation", "renouvellement")[:SHOWN]:
        where = str(mesure.operation or mesure.renouvellement)
        url = reverse("mesure-detail", args=[mesure.pk])
        yield Ligne(mesure.title, url, where, mesure.due, "tool")


def list_points(user: Any, day: date) -> Iterator[Ligne]:
    """List the points begun and not frozen, to those who hold them."""
    if not user.has_perm("opc.freeze_point"):
        return
    rows = PointMensuel.objects.visible_to(user).exclude(state=EtatPoint.FIGE)
    for point in rows.select_related("renouvellement").order_by("month")[:SHOWN]:
        if user.has_perm("opc.freeze_point", point):
            url = reverse("point-mensuel-detail", args=[point.pk])
            text = f"Tenir et figer le point {point.of_month}"
            yield Ligne(text, url, str(point.renouvellement), None, "calendar-month")


register(Source("mesures", "Mesures correctives qui me sont confiées", list_mesures))
register(Source("points", "Points mensuels à figer", list_points))
