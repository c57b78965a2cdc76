from typing import Any

from django.db import models

from possibles.apps.documents.enums import GabaritKind
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet

from .document import Document


class GabaritQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "GabaritQuerySet":
        return self if user.is_authenticated else self.none()


class Gabarit(TrackedModel):
    """The house's own template for the texts, or for the slides, that the platform writes."""

    kind = models.CharField(
        "ce qu’il habille", max_length=20, choices=GabaritKind.choices, unique=True
    )
    document = models.ForeignKey(
        Document,
        verbose_name="modèle",
        on_delete=models.PROTECT,
        related_name="gabarits",
    )

    objects = models.Manager.from_queryset(GabaritQuerySet)()

    class Meta:
        verbose_name = "modèle de la maison"
        verbose_name_plural = "modèles de la maison"
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"Modèle de la maison, {self.get_kind_display().lower()}"
