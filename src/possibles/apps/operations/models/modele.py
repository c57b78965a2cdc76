"""Templates of schedules: usual steps and durations of a type of operation."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.operations.enums import (
    CalendrierDeTache,
    NatureLien,
    RoleDeTache,
    TacheKind,
    TypeOperation,
)
from possibles.apps.referentiel.enums import CERTAINTY_MEANINGS, Certainty

WORKING_DAYS_A_MONTH = 21
"""252 working days a year or so: how template months become durations of tasks."""

_MONTHS: dict[str, Any] = {
    "max_digits": 5,
    "decimal_places": 2,
    "validators": [MinValueValidator(0)],
}


class ModeleQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ModeleQuerySet":
        """Show them all: usual durations are open to everyone."""
        return self


class ModelePlanning(TrackedModel):
    """The usual schedule of a type of operation."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=160)
    kind = models.CharField(
        "type d’opération", max_length=40, choices=TypeOperation.choices
    )
    description = models.TextField("description", blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    objects = models.Manager.from_queryset(ModeleQuerySet)()

    class Meta:
        verbose_name = "modèle de planning"
        verbose_name_plural = "modèles de planning"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class EtapeModele(TrackedModel):
    """A step of a template: three durations in months, and where they come from."""

    modele = models.ForeignKey(
        ModelePlanning,
        verbose_name="modèle",
        on_delete=models.CASCADE,
        related_name="etapes",
    )
    key = models.SlugField("clé", max_length=40)
    position = models.PositiveSmallIntegerField("rang")
    name = models.CharField("nom", max_length=160)
    group = models.CharField("groupe", max_length=120, blank=True)
    kind = models.CharField(
        "nature", max_length=10, choices=TacheKind.choices, default=TacheKind.TACHE
    )
    role = models.CharField(
        "étape", max_length=20, choices=RoleDeTache.choices, default=RoleDeTache.AUTRE
    )
    calendar = models.CharField(
        "calendrier",
        max_length=10,
        choices=CalendrierDeTache.choices,
        default=CalendrierDeTache.OUVRE,
    )
    months_min = models.DecimalField("mois au moins", default=0, **_MONTHS)
    months_typ = models.DecimalField("mois d’habitude", default=0, **_MONTHS)
    months_max = models.DecimalField("mois au plus", default=0, **_MONTHS)
    certainty = models.CharField("certitude", max_length=1, choices=Certainty.choices)
    source = models.CharField("source", max_length=300)

    objects = models.Manager.from_queryset(ModeleQuerySet)()

    class Meta:
        verbose_name = "étape de modèle"
        verbose_name_plural = "étapes de modèle"
        ordering = ["modele", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["modele", "key"],
                name="etape_modele_unique",
                violation_error_message="Le modèle a déjà une étape de cette clé.",
            ),
            models.CheckConstraint(
                condition=Q(months_min__lte=F("months_typ"))
                & Q(months_typ__lte=F("months_max")),
                name="etape_modele_fourchette",
                violation_error_message=(
                    "Donnez trois durées dans l’ordre\u202f: courte, habituelle, longue."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def journal_parent(self) -> models.Model:
        return self.modele

    @property
    def certainty_meaning(self) -> str:
        return CERTAINTY_MEANINGS[Certainty(self.certainty)]

    @property
    def days(self) -> tuple[int, int, int]:
        """The three durations in days of the step's calendar."""
        rate = WORKING_DAYS_A_MONTH
        if self.calendar == CalendrierDeTache.CONTINU:
            rate = 30
        low, usual, high = (
            int((Decimal(months) * rate).to_integral_value())
            for months in (self.months_min, self.months_typ, self.months_max)
        )
        return low, usual, high


class LienModele(TrackedModel):
    """A precedence between two steps of a template."""

    predecessor = models.ForeignKey(
        EtapeModele,
        verbose_name="étape qui précède",
        on_delete=models.CASCADE,
        related_name="successor_links",
    )
    successor = models.ForeignKey(
        EtapeModele,
        verbose_name="étape qui suit",
        on_delete=models.CASCADE,
        related_name="predecessor_links",
    )
    nature = models.CharField(
        "nature", max_length=2, choices=NatureLien.choices, default=NatureLien.FD
    )
    lag_months = models.DecimalField(
        "délai (mois)", max_digits=5, decimal_places=2, default=0
    )

    objects = models.Manager.from_queryset(ModeleQuerySet)()

    class Meta:
        verbose_name = "lien de modèle"
        verbose_name_plural = "liens de modèle"
        ordering = ["successor", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "nature"],
                name="lien_modele_unique",
                violation_error_message="Ces deux étapes sont déjà liées ainsi.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def journal_parent(self) -> models.Model:
        return self.successor.modele
