from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.journal.models import TrackedQuerySet
from possibles.apps.operations.enums import (
    PUBLISHED,
    SECURED,
    EtatFinancement,
    Maturite,
    PaiementKind,
    PosteDeCout,
)
from possibles.apps.operations.rules import is_agent
from possibles.common.french import format_euros
from possibles.common.money import MontantField

from .operation import OfOperation, OfOperationQuerySet, Operation

_RATE: dict[str, Any] = {
    "max_digits": 5,
    "decimal_places": 4,
    "validators": [MinValueValidator(0), MaxValueValidator(1)],
}


class Estimation(OfOperation):
    """What an operation costs, as known on a day; the newest is the current one."""

    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        on_delete=models.CASCADE,
        related_name="estimations",
    )
    date = models.DateField("date")
    maturite = models.CharField("maturité", max_length=20, choices=Maturite.choices)
    source = models.CharField(
        "source", max_length=200, blank=True, help_text="Qui l’a faite, dans quoi."
    )
    note = models.TextField("note", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="estimations",
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfOperationQuerySet)()

    class Meta:
        verbose_name = "estimation"
        verbose_name_plural = "estimations"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_maturite_display()}, {self.date:%d/%m/%Y}"

    @property
    def total_ht(self) -> int:
        return sum(line.montant_ht for line in self.lignes.all())

    @property
    def total_ttc(self) -> int:
        return sum(line.ttc for line in self.lignes.all())


class LigneEstimationQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "LigneEstimationQuerySet":
        if is_agent(user):
            return self
        return self.filter(estimation__operation__state__in=PUBLISHED)


class LigneEstimation(OfOperation):
    """One item of cost. The amount with VAT is typed, or comes from the rate."""

    estimation = models.ForeignKey(
        Estimation,
        verbose_name="estimation",
        on_delete=models.CASCADE,
        related_name="lignes",
    )
    poste = models.CharField("poste", max_length=20, choices=PosteDeCout.choices)
    montant_ht = MontantField("montant HT")
    taux_tva = models.DecimalField("taux de TVA", default=Decimal("0.2"), **_RATE)
    montant_ttc = MontantField(
        "montant TTC",
        null=True,
        blank=True,
        help_text="Vide : calculé du montant HT et du taux.",
    )

    objects = models.Manager.from_queryset(LigneEstimationQuerySet)()

    class Meta:
        verbose_name = "poste de coût"
        verbose_name_plural = "postes de coût"
        ordering = ["estimation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["estimation", "poste"],
                name="ligne_estimation_unique",
                violation_error_message="Ce poste est déjà dans l’estimation.",
            ),
            models.CheckConstraint(
                condition=Q(montant_ht__gte=0)
                & (Q(montant_ttc=None) | Q(montant_ttc__gte=0)),
                name="ligne_estimation_montant",
                violation_error_message="Un poste de coût n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_poste_display()}\u202f: {format_euros(self.montant_ht, short=True)}"

    @property
    def operation(self) -> Operation:
        return self.estimation.operation

    @property
    def ttc(self) -> int:
        if self.montant_ttc is not None:
            return self.montant_ttc
        exact = self.montant_ht * (1 + self.taux_tva)
        return int((exact + Decimal("0.5")) // 1)


class Financement(OfOperation):
    """What a funder brings to an operation, in a year or in all.

    The ANRU's row also holds what its share is computed with: base, rate, ceiling.
    """

    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        on_delete=models.CASCADE,
        related_name="financements",
    )
    financeur = models.ForeignKey(
        Organisation,
        verbose_name="financeur",
        on_delete=models.PROTECT,
        related_name="financements",
    )
    year = models.PositiveSmallIntegerField(
        "année",
        null=True,
        blank=True,
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        help_text="Vide : le financement n’est pas réparti par année.",
    )
    montant = MontantField("montant")
    state = models.CharField(
        "état",
        max_length=20,
        choices=EtatFinancement.choices,
        default=EtatFinancement.PREVU,
    )
    assiette = MontantField("assiette HT", null=True, blank=True)
    taux = models.DecimalField("taux", null=True, blank=True, **_RATE)
    plafond = MontantField("plafond", null=True, blank=True)
    note = models.CharField("note", max_length=250, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfOperationQuerySet)()

    class Meta:
        verbose_name = "financement"
        verbose_name_plural = "financements"
        ordering = ["operation", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "financeur", "year"],
                name="financement_annuel_unique",
                violation_error_message=(
                    "Ce financeur a déjà une ligne pour cette année\u202f: modifiez-la."
                ),
            ),
            models.UniqueConstraint(
                fields=["operation", "financeur"],
                condition=Q(year=None),
                name="financement_sans_annee_unique",
                violation_error_message=(
                    "Ce financeur a déjà une ligne sans année\u202f: modifiez-la."
                ),
            ),
            models.CheckConstraint(
                condition=Q(montant__gte=0)
                & (Q(assiette=None) | Q(assiette__gte=0))
                & (Q(plafond=None) | Q(plafond__gte=0)),
                name="financement_montants",
                violation_error_message="Un financement n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.financeur}, {format_euros(self.montant, short=True)}"

    @property
    def is_secured(self) -> bool:
        return self.state in SECURED


class Paiement(OfOperation):
    """A payment asked of a funder, then received."""

    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        on_delete=models.CASCADE,
        related_name="paiements",
    )
    financeur = models.ForeignKey(
        Organisation,
        verbose_name="financeur",
        on_delete=models.PROTECT,
        related_name="paiements",
    )
    kind = models.CharField(
        "nature",
        max_length=10,
        choices=PaiementKind.choices,
        default=PaiementKind.ACOMPTE,
    )
    montant = MontantField("montant")
    asked_on = models.DateField("demandé le")
    paid_on = models.DateField("versé le", null=True, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfOperationQuerySet)()

    class Meta:
        verbose_name = "paiement"
        verbose_name_plural = "paiements"
        ordering = ["operation", "asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(montant__gt=0),
                name="paiement_montant",
                violation_error_message="Un paiement est supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(paid_on__gte=models.F("asked_on")),
                name="paiement_dates",
                violation_error_message="Le versement précède la demande.",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_kind_display()} {self.financeur}, "
            f"{format_euros(self.montant, short=True)}"
        )
