from typing import Any

from django.db import models
from django.db.models import Q

from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.common.french import fold


class CommuneQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "CommuneQuerySet":
        """Show them all: communes are public."""
        return self

    def du_contrat(self) -> "CommuneQuerySet":
        """Keep the communes of the contract, with or without a priority quarter."""
        return self.filter(in_contrat=True)


class Commune(TrackedModel):
    """A commune of the métropole; `in_contrat` when the contrat de ville covers it."""

    code_insee = models.CharField("code Insee", max_length=5, unique=True)
    name = models.CharField("nom", max_length=120)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    in_contrat = models.BooleanField("commune du contrat", default=False)
    has_qpv = models.BooleanField("a un QPV", default=False)
    # GeoJSON geometry in WGS84, simplified for the screen; empty when no source gives it.
    outline = models.JSONField("contour", null=True, blank=True)
    outline_source = models.CharField("source du contour", max_length=200, blank=True)
    # What its streets were read from, and when; empty until the official base is.
    addresses_source = models.CharField(
        "source des adresses", max_length=200, blank=True, editable=False
    )
    sort_name = models.CharField("nom de tri", max_length=120, editable=False)

    objects = models.Manager.from_queryset(CommuneQuerySet)()
    untracked_fields = frozenset({"outline", "sort_name"})

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ["sort_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_qpv=False) | Q(in_contrat=True),
                name="commune_qpv_dans_le_contrat",
                violation_error_message=(
                    "Une commune qui a un QPV est une commune du contrat."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = fold(self.name)
        super().save(*args, **kwargs)

    def perimeters(self) -> dict[str, set[int]]:
        return {"communes": {self.pk}}


class ArrondissementQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ArrondissementQuerySet":
        """Show them all."""
        return self


class Arrondissement(TrackedModel):
    """One of Marseille's sixteen municipal arrondissements."""

    code_insee = models.CharField("code Insee", max_length=5, unique=True)
    number = models.PositiveSmallIntegerField("numéro")
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        on_delete=models.PROTECT,
        related_name="arrondissements",
    )
    outline = models.JSONField("contour", null=True, blank=True)
    outline_source = models.CharField("source du contour", max_length=200, blank=True)

    objects = models.Manager.from_queryset(ArrondissementQuerySet)()
    untracked_fields = frozenset({"outline"})

    class Meta:
        verbose_name = "arrondissement"
        verbose_name_plural = "arrondissements"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.commune} {self.number}{'er' if self.number == 1 else 'e'}"
