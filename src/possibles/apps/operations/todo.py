"""What the common calendar asks of an owner: an answer to what others propose."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from possibles.apps.condense.registry import Ligne, Source, register

from .enums import EtatPart, EtatProposition
from .models import PartProposition
from .rules import organisations_of

SHOWN = 20


def list_propositions(user: Any, day: date) -> Iterator[Ligne]:
    """List the changes of schedule this person's organisation has not answered yet."""
    own = organisations_of(user)
    if not own:
        return
    waiting = PartProposition.objects.visible_to(user).filter(
        organisation__in=own,
        state=EtatPart.PROPOSEE,
        proposition__state=EtatProposition.OUVERTE,
    )
    for part in waiting.select_related("proposition").order_by("pk")[:SHOWN]:
        url = reverse("proposition-detail", args=[part.proposition_id])
        yield Ligne(
            "Répondre à la proposition de planning",
            url,
            part.proposition.title,
            None,
            "git-pull-request",
        )


register(
    Source("propositions", "Propositions de planning à examiner", list_propositions)
)
