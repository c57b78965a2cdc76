from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from possibles.apps.journal.models import TrackedModel, TrackedQuerySet


class VueNommeeQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "VueNommeeQuerySet":
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(owner=user) | Q(is_shared=True))


class VueNommee(TrackedModel):
    """The state of a list (filters, sort, columns, face) kept under a name."""

    liste = models.CharField("liste", max_length=60)
    name = models.CharField("nom", max_length=120)
    query = models.TextField("état de la liste", blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        on_delete=models.CASCADE,
        related_name="vues",
    )
    is_shared = models.BooleanField("partagée avec tous", default=False)

    objects = models.Manager.from_queryset(VueNommeeQuerySet)()

    class Meta:
        verbose_name = "vue nommée"
        verbose_name_plural = "vues nommées"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["liste", "owner", "name"],
                name="vue_nommee_unique",
                violation_error_message="Vous avez déjà une vue de ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name
