from typing import Any

from django.db import models
from django.db.models import Q

from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.territoires.validators import qpv_code
from possibles.common.french import fold

from .commune import Arrondissement, Commune


class QuartierQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "QuartierQuerySet":
        """Show them all: priority quarters are public."""
        return self


class Quartier(TrackedModel):
    """A priority quarter (QPV) of the 2024 list; it may spread over several communes."""

    code = models.CharField("code", max_length=8, unique=True, validators=[qpv_code])
    name = models.CharField("nom", max_length=160)
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune principale",
        on_delete=models.PROTECT,
        related_name="quartiers_principaux",
    )
    communes = models.ManyToManyField(
        Commune, verbose_name="communes", related_name="quartiers"
    )
    arrondissements = models.ManyToManyField(
        Arrondissement,
        verbose_name="arrondissements",
        related_name="quartiers",
        blank=True,
    )
    population = models.PositiveIntegerField("population", null=True, blank=True)
    population_source = models.CharField(
        "source de la population", max_length=200, blank=True
    )
    population_date = models.DateField("population au", null=True, blank=True)
    # GeoJSON geometry in WGS84, as imported; empty until the official file is.
    outline = models.JSONField("contour", null=True, blank=True)
    outline_source = models.CharField("source du contour", max_length=200, blank=True)
    west = models.FloatField("longitude ouest", null=True, editable=False)
    south = models.FloatField("latitude sud", null=True, editable=False)
    east = models.FloatField("longitude est", null=True, editable=False)
    north = models.FloatField("latitude nord", null=True, editable=False)
    sort_name = models.CharField("nom de tri", max_length=160, editable=False)

    objects = models.Manager.from_queryset(QuartierQuerySet)()
    untracked_fields = frozenset(
        {"outline", "west", "south", "east", "north", "sort_name"}
    )

    class Meta:
        verbose_name = "quartier prioritaire"
        verbose_name_plural = "quartiers prioritaires"
        ordering = ["sort_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(population=None) | ~Q(population_source=""),
                name="quartier_population_sourcee",
                violation_error_message=(
                    "Une population se donne avec sa source : indiquez-la."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = fold(self.name)
        super().save(*args, **kwargs)

    def perimeters(self) -> dict[str, set[int]]:
        return {
            "quartiers": {self.pk},
            "communes": {self.commune_id, *self.communes.values_list("pk", flat=True)},
        }
