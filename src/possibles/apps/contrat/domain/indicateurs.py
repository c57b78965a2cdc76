"""Define what success is measured by."""

from typing import Any

from django.db.models import Max
from django.utils.text import slugify

from possibles.apps.contrat.models import Indicateur, Projet
from possibles.apps.journal.models import change


def create_indicateur(
    indicateur: Indicateur, *, projet: Projet | None, author: Any, reason: str = ""
) -> Indicateur:
    """Add an indicator, last of its project (or of the contract), under a free key."""
    with change(author=author, reason=reason or "Ajouter un indicateur"):
        held = Indicateur.objects.filter(projet=projet)
        indicateur.projet = projet
        indicateur.position = (held.aggregate(last=Max("position"))["last"] or 0) + 1
        indicateur.slug = _free_slug(indicateur.label, projet)
        indicateur.save()
    return indicateur


def _free_slug(label: str, projet: Projet | None) -> str:
    base = slugify(f"{projet.slug if projet else 'contrat'}-{label}")[:88]
    taken = set(
        Indicateur.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    numbers = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbers) if slug not in taken)
