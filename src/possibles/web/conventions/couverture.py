"""The coverage of the commitments a person sees, and the filters that rest on it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from possibles.apps.conventions.domain.tenue import Couverture, Etat, cover, read_etats
from possibles.apps.conventions.models import Engagement

_KEPT = "_etats_des_engagements"


def read_all(request: HttpRequest) -> dict[int, Etat]:
    """Judge every commitment this person sees, once in a request."""
    held: dict[int, Etat] | None = getattr(request, _KEPT, None)
    if held is None:
        rows = list(
            Engagement.objects.visible_to(request.user).select_related("convention")
        )
        etats = read_etats(rows, timezone.localdate(), request.user)
        held = {etat.engagement.pk: etat for etat in etats}
        setattr(request, _KEPT, held)
    return held


def read_couverture(request: HttpRequest) -> Couverture:
    return cover(read_all(request).values())


def keep(rows: QuerySet[Any], etats: dict[int, Etat], tenue: str) -> QuerySet[Any]:
    return rows.filter(pk__in=[pk for pk, e in etats.items() if e.tenue == tenue])
