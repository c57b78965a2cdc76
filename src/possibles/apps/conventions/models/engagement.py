from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.enums import EngagementKind, Verdict
from possibles.apps.documents.models import Document
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet

from .contenu import Article, OfConvention
from .convention import Convention, OfConventionQuerySet


class Engagement(OfConvention):
    """What a convention commits to; the first link of the chain to the result.

    Where it stands is never typed: it is judged (`domain/tenue.py`) from what `mesure`
    reads in the rooms that hold the data, or from the last dated statement.
    """

    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        on_delete=models.CASCADE,
        related_name="engagements",
    )
    article = models.ForeignKey(
        Article,
        verbose_name="article",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="engagements",
    )
    number = models.PositiveSmallIntegerField("numéro")
    kind = models.CharField(
        "type",
        max_length=20,
        choices=EngagementKind.choices,
        default=EngagementKind.AUTRE,
    )
    text = models.TextField("engagement")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="qui s’engage",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="engagements",
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="responsable du suivi",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="engagements",
    )
    due = models.DateField("échéance", null=True, blank=True)
    target = models.DecimalField(
        "cible", max_digits=16, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField("unité", max_length=40, blank=True)
    is_ceiling = models.BooleanField("la cible est un maximum", default=False)
    mesure = models.CharField("mesure automatique", max_length=60, blank=True)
    mesure_objet = models.CharField("mesurée sur", max_length=40, blank=True)
    proof = models.TextField("preuve attendue ou apportée", blank=True)
    proof_document = models.ForeignKey(
        Document,
        verbose_name="document de preuve",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="engagements",
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfConventionQuerySet)()

    class Meta:
        verbose_name = "engagement"
        verbose_name_plural = "engagements"
        ordering = ["convention", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="engagement_unique",
                violation_error_message=(
                    "La convention a déjà un engagement de ce numéro."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(mesure="") | Q(mesure_objet=""),
                name="engagement_mesure_nommee",
                violation_error_message="Choisissez ce que l’on mesure sur cet objet.",
            ),
        ]

    def __str__(self) -> str:
        return f"Engagement {self.number}"


class OfEngagementQuerySet(TrackedQuerySet):
    """Parts of a commitment: seen by whoever sees it."""

    def visible_to(self, user: Any) -> "OfEngagementQuerySet":
        return self.filter(engagement__in=Engagement.objects.visible_to(user))


class OfEngagement(TrackedModel):
    engagement: models.ForeignKey[Engagement, Engagement]

    class Meta:
        abstract = True

    def journal_parent(self) -> models.Model:
        return self.engagement

    def perimeters(self) -> dict[str, set[int]]:
        return self.engagement.perimeters()


class Constat(OfEngagement):
    """What a person states of a commitment, on a day; the latest one counts."""

    engagement = models.ForeignKey(
        Engagement,
        verbose_name="engagement",
        on_delete=models.CASCADE,
        related_name="constats",
    )
    date = models.DateField("au")
    verdict = models.CharField("constat", max_length=20, choices=Verdict.choices)
    value = models.DecimalField(
        "valeur atteinte", max_digits=16, decimal_places=2, null=True, blank=True
    )
    text = models.TextField("ce qui le montre", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="constaté par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="constats",
    )
    document = models.ForeignKey(
        Document,
        verbose_name="document de preuve",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="constats",
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfEngagementQuerySet)()

    class Meta:
        verbose_name = "constat"
        verbose_name_plural = "constats"
        ordering = ["engagement", "-date", "-pk"]

    def __str__(self) -> str:
        return str(self.get_verdict_display())


class Rattachement(OfEngagement):
    """What carries a commitment out: a project, an operation, a contract… of any room."""

    engagement = models.ForeignKey(
        Engagement,
        verbose_name="engagement",
        on_delete=models.CASCADE,
        related_name="rattachements",
    )
    object_type = models.ForeignKey(
        ContentType,
        verbose_name="type de l’objet",
        on_delete=models.PROTECT,
        related_name="rattachements",
    )
    object_id = models.PositiveBigIntegerField("objet")
    target = GenericForeignKey("object_type", "object_id")

    objects = models.Manager.from_queryset(OfEngagementQuerySet)()

    class Meta:
        verbose_name = "rattachement"
        verbose_name_plural = "rattachements"
        ordering = ["engagement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "object_type", "object_id"],
                name="rattachement_unique",
                violation_error_message="Cet objet porte déjà l’engagement.",
            )
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="rattachement_objet")
        ]

    def __str__(self) -> str:
        return str(self.target or "objet supprimé")
