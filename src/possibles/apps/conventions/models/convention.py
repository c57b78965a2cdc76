from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.enums import (
    DRAFT_STATES,
    RUNNING_STATES,
    ConventionKind,
    ConventionState,
    PartieRole,
)
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.territoires.models import (
    Commune,
    ProjetRenouvellement,
    Quartier,
)
from possibles.common.money import MontantField

_YEAR = [MinValueValidator(2000), MaxValueValidator(2100)]


class NiveauQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "NiveauQuerySet":
        """Show them all: the contract's architecture is public."""
        return self


class Niveau(TrackedModel):
    """One of the levels at which the contract acts; each has its kind of convention."""

    number = models.PositiveSmallIntegerField("numéro", unique=True)
    name = models.CharField("nom", max_length=120)
    kind = models.CharField(
        "nature des conventions",
        max_length=30,
        choices=ConventionKind.choices,
        unique=True,
    )
    text = models.TextField("rôle")
    source = models.CharField("source", max_length=200, blank=True)

    objects = models.Manager.from_queryset(NiveauQuerySet)()

    class Meta:
        verbose_name = "niveau d’action"
        verbose_name_plural = "niveaux d’action"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class ConventionQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ConventionQuerySet":
        """Show what is being prepared to those who have an account only."""
        if user.is_authenticated:
            return self
        return self.exclude(state__in=DRAFT_STATES)

    def running(self) -> "ConventionQuerySet":
        return self.filter(state__in=RUNNING_STATES)

    def of_kind(self, kind: ConventionKind) -> "ConventionQuerySet":
        return self.filter(kind=kind)


class Convention(TrackedModel):
    """A text by which parties commit: from the contrat de ville to a partnership."""

    slug = models.SlugField("identifiant", max_length=80, unique=True)
    kind = models.CharField("nature", max_length=30, choices=ConventionKind.choices)
    title = models.CharField("titre", max_length=300)
    short_title = models.CharField("titre court", max_length=120, blank=True)
    reference = models.CharField("référence", max_length=80, blank=True)
    state = models.CharField(
        "état",
        max_length=20,
        choices=ConventionState.choices,
        default=ConventionState.PREPARATION,
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="convention cadre",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="declinaisons",
    )
    communes = models.ManyToManyField(
        Commune, verbose_name="communes", related_name="conventions", blank=True
    )
    quartiers = models.ManyToManyField(
        Quartier, verbose_name="quartiers", related_name="conventions", blank=True
    )
    renouvellements = models.ManyToManyField(
        ProjetRenouvellement,
        verbose_name="projets de renouvellement urbain",
        related_name="conventions",
        blank=True,
    )
    objet = models.TextField("objet", blank=True)
    first_year = models.PositiveSmallIntegerField(
        "première année", null=True, blank=True, validators=_YEAR
    )
    last_year = models.PositiveSmallIntegerField(
        "dernière année", null=True, blank=True, validators=_YEAR
    )
    signed_on = models.DateField("signée le", null=True, blank=True)
    start = models.DateField("prise d’effet", null=True, blank=True)
    end = models.DateField("terme", null=True, blank=True)
    amount = MontantField("montant TTC", null=True, blank=True)
    amount_note = models.CharField(
        "précision sur le montant", max_length=200, blank=True
    )
    dispute_days = models.PositiveSmallIntegerField(
        "délai amiable d’un litige, en jours", null=True, blank=True
    )
    termination_months = models.PositiveSmallIntegerField(
        "préavis de résiliation, en mois", null=True, blank=True
    )
    renewal_days = models.PositiveSmallIntegerField(
        "préavis de renouvellement, en jours", null=True, blank=True
    )
    source = models.CharField("source", max_length=200, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(ConventionQuerySet)()

    class Meta:
        verbose_name = "convention"
        verbose_name_plural = "conventions"
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")),
                name="convention_dates",
                violation_error_message="Le terme précède la prise d’effet.",
            ),
            models.CheckConstraint(
                condition=Q(first_year=None)
                | Q(last_year=None)
                | Q(last_year__gte=F("first_year")),
                name="convention_annees",
                violation_error_message="La dernière année précède la première.",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="convention_montant",
                violation_error_message="Un montant de convention n’est pas négatif.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="convention_pas_son_cadre",
                violation_error_message=(
                    "Une convention n’est pas sa propre convention cadre."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.short_title or self.title

    @property
    def is_draft(self) -> bool:
        return self.state in DRAFT_STATES

    def perimeters(self) -> dict[str, set[int]]:
        quartiers = list(self.quartiers.all())
        return {
            "communes": {c.pk for c in self.communes.all()}
            | {q.commune_id for q in quartiers},
            "quartiers": {q.pk for q in quartiers},
            "organisations": {p.organisation_id for p in self.parties.all()},
        }


class OfConventionQuerySet(TrackedQuerySet):
    """Parts of a convention: seen by whoever sees the convention."""

    def visible_to(self, user: Any) -> "OfConventionQuerySet":
        return self.filter(convention__in=Convention.objects.visible_to(user))


class Partie(TrackedModel):
    """An organisation bound by a convention, and in what quality it signs."""

    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        on_delete=models.CASCADE,
        related_name="parties",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="parties",
    )
    role = models.CharField(
        "qualité",
        max_length=20,
        choices=PartieRole.choices,
        default=PartieRole.SIGNATAIRE,
    )
    representative = models.CharField("représentée par", max_length=200, blank=True)
    signed_on = models.DateField("signée le", null=True, blank=True)

    objects = models.Manager.from_queryset(OfConventionQuerySet)()

    class Meta:
        verbose_name = "partie"
        verbose_name_plural = "parties"
        ordering = ["convention", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "organisation"],
                name="partie_unique",
                violation_error_message=(
                    "Cette organisation est déjà partie à la convention."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def journal_parent(self) -> models.Model:
        return self.convention

    def perimeters(self) -> dict[str, set[int]]:
        return self.convention.perimeters()
