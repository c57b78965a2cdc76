from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from possibles.apps.insertion.enums import Arrondi, Cadre, Prestation
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.referentiel.enums import CERTAINTY_MEANINGS, Certainty
from possibles.common.french import NNBSP, format_number
from possibles.common.money import MontantField

SHARE: dict[str, Any] = {
    "max_digits": 5,
    "decimal_places": 4,
    "validators": [MinValueValidator(0), MaxValueValidator(1)],
}


class OpenQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "OpenQuerySet":
        """Show them all: the numbers objectives rest on are open to everyone."""
        return self


class FamilleDeMarche(TrackedModel):
    """A large family of contracts, which the charter's objectives are broken down by."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)
    cadre = models.CharField("cadre", max_length=10, choices=Cadre.choices)
    prestation = models.CharField(
        "prestation", max_length=10, choices=Prestation.choices
    )
    examples = models.TextField("exemples de prestations", blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    objects = models.Manager.from_queryset(OpenQuerySet)()

    class Meta:
        verbose_name = "famille de marchés"
        verbose_name_plural = "familles de marchés"
        ordering = ["cadre", "position", "name"]

    def __str__(self) -> str:
        return self.name


class HypotheseQuerySet(OpenQuerySet):
    def in_force(self, on: date) -> "HypotheseQuerySet":
        """Keep those that had begun on that day, the newest first."""
        return self.filter(valid_from__lte=on).order_by("-valid_from", "-pk")


class Hypothese(TrackedModel):
    """What a family's objective is computed with, from a day on.

    It is never changed: another one follows it, so that a contract keeps what its own
    objective was computed with.
    """

    famille = models.ForeignKey(
        FamilleDeMarche,
        verbose_name="famille",
        on_delete=models.CASCADE,
        related_name="hypotheses",
    )
    valid_from = models.DateField("en vigueur à partir du")
    labour_share = models.DecimalField("part de main-d’œuvre", **SHARE)
    labour_low = models.DecimalField("part la plus basse d’usage", **SHARE)
    labour_high = models.DecimalField("part la plus haute d’usage", **SHARE)
    hourly_cost = MontantField("coût horaire chargé")
    rate = models.DecimalField("taux d’insertion", **SHARE)
    step = models.PositiveSmallIntegerField(
        "arrondi", choices=Arrondi.choices, default=Arrondi.HEURE
    )
    certainty = models.CharField("certitude", max_length=1, choices=Certainty.choices)
    source = models.CharField("source", max_length=300)
    note = models.TextField("note", blank=True)

    objects = models.Manager.from_queryset(HypotheseQuerySet)()

    class Meta:
        verbose_name = "hypothèse de déclinaison"
        verbose_name_plural = "hypothèses de déclinaison"
        ordering = ["famille", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["famille", "valid_from"],
                name="hypothese_une_par_jour",
                violation_error_message=(
                    "Une hypothèse de cette famille commence déjà ce jour-là."
                ),
            ),
            models.CheckConstraint(
                condition=Q(hourly_cost__gt=0),
                name="hypothese_cout",
                violation_error_message="Un coût horaire est supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=Q(labour_low__lte=F("labour_share"))
                & Q(labour_share__lte=F("labour_high")),
                name="hypothese_fourchette",
                violation_error_message=(
                    "La part de main-d’œuvre sort de la fourchette que vous donnez."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.famille}, à partir du {self.valid_from:%d/%m/%Y}"

    def journal_parent(self) -> models.Model:
        return self.famille

    @property
    def certainty_meaning(self) -> str:
        return CERTAINTY_MEANINGS[Certainty(self.certainty)]

    @property
    def share_text(self) -> str:
        return percent_text(self.labour_share)

    @property
    def rate_text(self) -> str:
        return percent_text(self.rate)


def percent_text(share: Decimal) -> str:
    """Return « 45,5 % » from 0.4550: no more digits than it has."""
    return f"{format_number(share * 100)}{NNBSP}%"
