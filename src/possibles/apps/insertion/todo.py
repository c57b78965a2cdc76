"""The people a facilitateur has to call back, told by their code."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from possibles.apps.condense.registry import Ligne, Source, register

from .domain.accompagnement import list_rappels


def list_suivis(user: Any, day: date) -> Iterator[Ligne]:
    if not user.has_perm("insertion.view_suivi"):
        return
    due = [rappel for rappel in list_rappels(user, day) if rappel.is_due(day)]
    for rappel in due[:20]:
        url = reverse("suivi-record", args=[rappel.person.pk, rappel.months])
        text = f"Suivi à {rappel.months} mois"
        yield Ligne(text, url, rappel.person.code, rappel.due, "user-check")


register(Source("suivis", "Personnes à rappeler", list_suivis))
