from typing import Any

from django.db import models

from possibles.apps.acteurs.models import Organisation
from possibles.apps.gouvernance.enums import InstanceKind, InstanceLevel
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.territoires.models import Commune


class InstanceQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "InstanceQuerySet":
        """Show them all: who decides in a public contract is public."""
        return self


class Instance(TrackedModel):
    """A body that steers the contract; empty fields are what no document tells."""

    slug = models.SlugField("identifiant", max_length=80, unique=True)
    name = models.CharField("nom", max_length=160)
    level = models.CharField(
        "niveau",
        max_length=20,
        choices=InstanceLevel.choices,
        default=InstanceLevel.METROPOLITAIN,
    )
    kind = models.CharField("nature", max_length=20, choices=InstanceKind.choices)
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="instances",
    )
    missions = models.TextField("missions", blank=True)
    frequency = models.CharField("fréquence", max_length=120, blank=True)
    chair = models.CharField("présidence", max_length=200, blank=True)
    members = models.ManyToManyField(
        Organisation, verbose_name="membres", related_name="instances", blank=True
    )
    source = models.CharField("source", max_length=200, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(InstanceQuerySet)()

    class Meta:
        verbose_name = "instance"
        verbose_name_plural = "instances"
        ordering = ["level", "name"]

    def __str__(self) -> str:
        return self.name

    def perimeters(self) -> dict[str, set[int]]:
        return {"communes": set() if self.commune_id is None else {self.commune_id}}
