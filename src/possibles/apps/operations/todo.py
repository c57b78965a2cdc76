"""What the schedule asks of an owner: answers, and promises that come too late."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from possibles.apps.condense.registry import Ligne, Source, register

from .models import Interface, PartProposition
from .rules import organisations_of


def list_planning(user: Any, day: date) -> Iterator[Ligne]:
    parts = PartProposition.objects.waiting_for(user).select_related("proposition")
    for part in parts.order_by("proposition__created_at", "pk"):
        yield Ligne(
            "Répondre à une proposition de planning",
            reverse("proposition-detail", args=[part.proposition_id]),
            where=str(part.proposition),
            icon="message-question",
        )
    for interface in _late_promises(user):
        yield Ligne(
            "Lever un conflit d’interface",
            reverse("interface-detail", args=[interface.pk]),
            where=f"{interface}, {interface.gets}",
            due=interface.needed,
            icon="arrows-exchange",
        )


def _late_promises(user: Any) -> Any:
    """Return the conflicts whose giver, or the one in charge, is this person's."""
    mine = organisations_of(user)
    if not mine:
        return Interface.objects.none()
    owed = Q(responsable__in=mine) | Q(responsable=None, gives__maitre_ouvrage__in=mine)
    return (
        Interface.objects.visible_to(user)
        .conflicts()
        .filter(owed)
        .select_related("gets")
        .order_by("needed", "pk")
    )


register(Source("planning", "Planning directeur", list_planning))
