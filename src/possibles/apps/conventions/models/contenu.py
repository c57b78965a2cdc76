"""What a convention holds: articles, commitments, money, dates, amendments."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.enums import EcheanceKind, EngagementState
from possibles.apps.journal.models import TrackedModel
from possibles.common.money import MontantField

from .convention import Convention, OfConventionQuerySet


class Article(TrackedModel):
    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        on_delete=models.CASCADE,
        related_name="articles",
    )
    number = models.CharField("numéro", max_length=12)
    position = models.PositiveSmallIntegerField("rang")
    title = models.CharField("titre", max_length=200)
    text = models.TextField("texte", blank=True)

    objects = models.Manager.from_queryset(OfConventionQuerySet)()

    class Meta:
        verbose_name = "article"
        verbose_name_plural = "articles"
        ordering = ["convention", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="article_unique",
                violation_error_message=(
                    "La convention a déjà un article de ce numéro."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"Article {self.number} — {self.title}"

    def journal_parent(self) -> models.Model:
        return self.convention


class Avenant(TrackedModel):
    """A written and signed change to a convention."""

    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        on_delete=models.CASCADE,
        related_name="avenants",
    )
    number = models.PositiveSmallIntegerField("numéro")
    objet = models.TextField("objet")
    signed_on = models.DateField("signé le", null=True, blank=True)
    new_end = models.DateField("nouveau terme", null=True, blank=True)

    objects = models.Manager.from_queryset(OfConventionQuerySet)()

    class Meta:
        verbose_name = "avenant"
        verbose_name_plural = "avenants"
        ordering = ["convention", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="avenant_unique",
                violation_error_message="La convention a déjà un avenant de ce numéro.",
            )
        ]

    def __str__(self) -> str:
        return f"Avenant n° {self.number}"

    def journal_parent(self) -> models.Model:
        return self.convention


class Engagement(TrackedModel):
    """What a convention commits to; the first link of the chain to the result."""

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
    text = models.TextField("engagement")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="qui s’engage",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="engagements",
    )
    state = models.CharField(
        "état",
        max_length=20,
        choices=EngagementState.choices,
        default=EngagementState.A_ENGAGER,
    )
    due = models.DateField("échéance", null=True, blank=True)
    proof = models.TextField("preuve attendue ou apportée", blank=True)

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
            )
        ]

    def __str__(self) -> str:
        return f"Engagement {self.number}"

    def journal_parent(self) -> models.Model:
        return self.convention

    def perimeters(self) -> dict[str, set[int]]:
        return self.convention.perimeters()


class Versement(TrackedModel):
    """A payment a convention foresees, and the day it was made."""

    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        on_delete=models.CASCADE,
        related_name="versements",
    )
    number = models.PositiveSmallIntegerField("numéro")
    label = models.CharField("libellé", max_length=200)
    amount = MontantField("montant TTC")
    condition = models.CharField("condition", max_length=300, blank=True)
    due = models.DateField("prévu le", null=True, blank=True)
    paid_on = models.DateField("versé le", null=True, blank=True)

    objects = models.Manager.from_queryset(OfConventionQuerySet)()

    class Meta:
        verbose_name = "versement"
        verbose_name_plural = "versements"
        ordering = ["convention", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="versement_unique",
                violation_error_message=(
                    "La convention a déjà un versement de ce numéro."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="versement_positif",
                violation_error_message="Un versement est supérieur à zéro.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def journal_parent(self) -> models.Model:
        return self.convention


class EcheanceQuerySet(OfConventionQuerySet):
    def open(self) -> "EcheanceQuerySet":
        return self.filter(done_on=None)

    def due_within(self, days: int, *, on: date) -> "EcheanceQuerySet":
        """Keep the open ones that fall before `on` + `days`, late ones included."""
        return self.open().filter(due__lte=on + timedelta(days=days))


class Echeance(TrackedModel):
    """A day a convention asks something for."""

    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        on_delete=models.CASCADE,
        related_name="echeances",
    )
    kind = models.CharField(
        "nature",
        max_length=20,
        choices=EcheanceKind.choices,
        default=EcheanceKind.AUTRE,
    )
    label = models.CharField("libellé", max_length=200)
    due = models.DateField("date")
    done_on = models.DateField("tenue le", null=True, blank=True)
    rule = models.CharField("règle qui la fixe", max_length=300, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(EcheanceQuerySet)()

    class Meta:
        verbose_name = "échéance"
        verbose_name_plural = "échéances"
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "label", "due"],
                name="echeance_unique",
                violation_error_message="Cette échéance est déjà inscrite.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def journal_parent(self) -> models.Model:
        return self.convention
