from typing import Any

from django.core.validators import MinValueValidator
from django.db import models

from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.territoires.enums import RenouvellementKind

from .quartier import Quartier


class ProjetRenouvellementQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ProjetRenouvellementQuerySet":
        """Show them all: the frame of urban renewal is public."""
        return self


class ProjetRenouvellement(TrackedModel):
    """A project of urban renewal, as our sources announce it.

    Sources give how many there are before they give every name: an unnamed one keeps its
    place, so that what is missing shows.
    """

    kind = models.CharField("rang", max_length=10, choices=RenouvellementKind.choices)
    number = models.PositiveSmallIntegerField(
        "rang dans la liste", validators=[MinValueValidator(1)]
    )
    name = models.CharField("nom", max_length=200, blank=True)
    quartiers = models.ManyToManyField(
        Quartier,
        verbose_name="quartiers (rapprochement indicatif)",
        related_name="projets_renouvellement",
        blank=True,
    )
    source = models.CharField("source", max_length=300, blank=True)
    note = models.TextField("note", blank=True)

    objects = models.Manager.from_queryset(ProjetRenouvellementQuerySet)()

    class Meta:
        verbose_name = "projet de renouvellement urbain"
        verbose_name_plural = "projets de renouvellement urbain"
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                name="projet_renouvellement_unique",
                violation_error_message="Ce numéro est déjà pris dans la liste.",
            )
        ]

    def __str__(self) -> str:
        return self.name or f"{self.short_kind} n° {self.number}, non nommé"

    @property
    def short_kind(self) -> str:
        return self.kind.upper()

    def perimeters(self) -> dict[str, set[int]]:
        quartiers = list(self.quartiers.values_list("pk", "commune_id"))
        return {
            "quartiers": {pk for pk, _ in quartiers},
            "communes": {commune for _, commune in quartiers},
        }
