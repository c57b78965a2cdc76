"""One link towards any object of the house that has a page."""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from possibles.apps.journal.models import TrackedModel, TrackedQuerySet


class LieQuerySet(TrackedQuerySet):
    def about(self, subject: models.Model) -> Any:
        """Keep what concerns this object."""
        return self.filter(
            subject_type=ContentType.objects.get_for_model(subject),
            subject_id=subject.pk,
        )


class Lie(TrackedModel):
    """Something that may concern an object: a project, a convention, an operation.

    What is shown of that object is asked to `domain/liens.py`, with the reader's rights.
    """

    subject_type = models.ForeignKey(
        ContentType,
        verbose_name="type de l’objet concerné",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    subject_id = models.PositiveBigIntegerField("objet concerné", null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")

    class Meta:
        abstract = True


def whole_link(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(subject_type=None, subject_id=None)
        | Q(subject_type__isnull=False, subject_id__isnull=False),
        name=f"{name}_objet_entier",
        violation_error_message="Désignez un objet précis, ou aucun.",
    )
