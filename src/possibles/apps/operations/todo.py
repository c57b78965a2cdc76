"""What the common calendar asks of an owner: answers, and promises that come too late."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from possibles.apps.condense.registry import Ligne, Source, register

from .models import Interface, PartProposition
from .rules import organisations_of

SHOWN = 20


def list_propositions(user: Any, day: date) -> Iterator[Ligne]:
    """List the changes of schedule this person's organisation has not answered yet."""
    waiting = PartProposition.objects.waiting_for(user)
    for part in waiting.select_related("proposition").order_by("pk")[:SHOWN]:
        url = reverse("proposition-detail", args=[part.proposition_id])
        yield Ligne(
            "Répondre à la proposition de planning",
            url,
            part.proposition.title,
            None,
            "git-pull-request",
        )


def list_conflits(user: Any, day: date) -> Iterator[Ligne]:
    """List the interfaces this person's organisation promised later than needed."""
    own = organisations_of(user)
    owed = Q(responsable__in=own) | Q(responsable=None, gives__maitre_ouvrage__in=own)
    late = Interface.objects.visible_to(user).conflicts().filter(owed)
    for interface in late.select_related("gets").order_by("needed", "pk")[:SHOWN]:
        yield Ligne(
            "Lever un conflit d’interface",
            reverse("interface-detail", args=[interface.pk]),
            f"{interface}, {interface.gets}",
            interface.needed,
            "arrows-exchange",
        )


register(
    Source("propositions", "Propositions de planning à examiner", list_propositions)
)
register(Source("interfaces", "Interfaces en conflit", list_conflits))
