"""What can be found. Each room says it in its own `searchables.py`, read at start-up.

register(Searchable(
model=Projet, label="Projets", icon="target-arrow",
title=lambda projet: projet.title,
subtitle=lambda projet: projet.get_statut_display(),
text=lambda projet: projet.presentation,
route="projet-detail",
))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, reverse

Tell = Callable[[Any], str]


def _nothing(instance: Any) -> str:
    return ""


def _primary_key(instance: Any) -> dict[str, Any]:
    return {"pk": instance.pk}


@dataclass(frozen=True, slots=True)
class Searchable:
    """How one model is found and shown among results.

    `label` is the French plural over its results. The model's queryset has `visible_to`:
    what it hides is never found. `permission` closes the whole type to those who lack it.
    """

    model: type[models.Model]
    label: str
    title: Tell
    route: str
    subtitle: Tell = _nothing
    text: Tell = _nothing
    icon: str = "search"
    arguments: Callable[[Any], dict[str, Any]] = _primary_key
    select_related: tuple[str, ...] = ()
    prefetch_related: tuple[str, ...] = ()
    permission: str = ""
    keep: Callable[[Any], bool] = lambda instance: True

    @property
    def kind(self) -> str:
        return self.model._meta.label_lower

    def rows(self, pks: Iterable[int] | None = None) -> models.QuerySet[Any]:
        rows = self.model._default_manager.select_related(*self.select_related)
        rows = rows.prefetch_related(*self.prefetch_related)
        return rows if pks is None else rows.filter(pk__in=list(pks))

    def url(self, instance: Any) -> str:
        """Return the page of an object; empty while the page does not exist."""
        try:
            return reverse(self.route, kwargs=self.arguments(instance))
        except NoReverseMatch:
            return ""


_registered: dict[str, Searchable] = {}


def register(searchable: Searchable) -> None:
    _registered[searchable.kind] = searchable


def registered() -> dict[str, Searchable]:
    """Return what can be found, by kind, in the order rooms registered."""
    return _registered
