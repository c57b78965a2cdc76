from typing import Any

from django.conf import settings
from django.db import models

from possibles.apps.journal.models import Instantane, TrackedModel, TrackedQuerySet
from possibles.apps.operations.enums import PUBLISHED, ReferenceKind
from possibles.apps.operations.rules import is_agent
from possibles.apps.territoires.models import ProjetRenouvellement

from .planning import Tache


class ReferenceQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ReferenceQuerySet":
        """Show them all; the rows follow their operations."""
        return self

    def over(self, renouvellement: ProjetRenouvellement | None) -> "ReferenceQuerySet":
        """Keep those that cover a project: its own, and the whole programme's."""
        if renouvellement is None:
            return self.filter(renouvellement=None)
        return self.filter(
            models.Q(renouvellement=renouvellement) | models.Q(renouvellement=None)
        )


class Reference(TrackedModel):
    """A schedule remembered on a day: the convention's calendar, a monthly point.

    It is written once. `instantane` keeps the whole plan and its hash; the rows repeat
    its dates so that lists can join them.
    """

    kind = models.CharField("nature", max_length=20, choices=ReferenceKind.choices)
    label = models.CharField("nom", max_length=160)
    date = models.DateField("date")
    renouvellement = models.ForeignKey(
        ProjetRenouvellement,
        verbose_name="projet de renouvellement",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="references",
        help_text="Vide\u202f: tout le programme.",
    )
    instantane = models.ForeignKey(
        Instantane,
        verbose_name="instantané",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="references",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="references",
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(ReferenceQuerySet)()

    class Meta:
        verbose_name = "référence de planning"
        verbose_name_plural = "références de planning"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return self.label

    def perimeters(self) -> dict[str, set[int]]:
        return {} if self.renouvellement is None else self.renouvellement.perimeters()


class LigneReferenceQuerySet(models.QuerySet["LigneReference"]):
    def visible_to(self, user: Any) -> "LigneReferenceQuerySet":
        if is_agent(user):
            return self
        return self.filter(tache__operation__state__in=PUBLISHED)


class LigneReference(models.Model):
    """Where a task stood in a reference; a copy of what the snapshot holds."""

    reference = models.ForeignKey(
        Reference,
        verbose_name="référence",
        on_delete=models.CASCADE,
        related_name="lignes",
    )
    tache = models.ForeignKey(
        Tache,
        verbose_name="tâche",
        on_delete=models.CASCADE,
        related_name="lignes_reference",
    )
    start = models.DateField("début")
    finish = models.DateField("fin")

    objects = models.Manager.from_queryset(LigneReferenceQuerySet)()

    class Meta:
        verbose_name = "ligne de référence"
        verbose_name_plural = "lignes de référence"
        ordering = ["reference", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "tache"],
                name="ligne_reference_unique",
                violation_error_message="Cette tâche est déjà dans la référence.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tache}, {self.start:%d/%m/%Y} – {self.finish:%d/%m/%Y}"
