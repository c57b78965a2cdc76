from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.contrat import validators
from possibles.apps.contrat.enums import (
    Cumul,
    Direction,
    Frequency,
    IndicateurKind,
    Maille,
    Mesure,
)
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.territoires.models import Commune, Quartier
from possibles.common.french import format_number

from .exemples import AvecExemples
from .projet import Projet, tell_news
from .verrou import refuse_if_locked


class ValeurField(models.DecimalField):
    """A measured value: three decimals at most, unknown when null, never 0 for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 3)
        super().__init__(*args, **kwargs)


class IndicateurQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "IndicateurQuerySet":
        """Show the contract's own to everyone, a project's with the project."""
        if user.is_authenticated:
            return self
        return self.filter(
            Q(projet=None) | Q(projet__in=Projet.objects.visible_to(user).order_by())
        )

    def without_value(self) -> "IndicateurQuerySet":
        return self.filter(releves=None)


class Indicateur(AvecExemples):
    """What success is measured by; of a project, or of the whole contract."""

    slug = models.SlugField("identifiant", max_length=100, unique=True)
    projet = models.ForeignKey(
        Projet,
        verbose_name="projet",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="indicateurs",
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    label = models.CharField("indicateur", max_length=300)
    definition = models.TextField("définition", blank=True)
    kind = models.CharField(
        "nature",
        max_length=20,
        choices=IndicateurKind.choices,
        default=IndicateurKind.REALISATION,
    )
    mesure = models.CharField(
        "mesure", max_length=20, choices=Mesure.choices, default=Mesure.NOMBRE
    )
    unit = models.CharField("unité", max_length=60, blank=True)
    direction = models.CharField(
        "sens", max_length=10, choices=Direction.choices, default=Direction.HAUSSE
    )
    frequency = models.CharField(
        "fréquence",
        max_length=20,
        choices=Frequency.choices,
        default=Frequency.ANNUELLE,
    )
    maille = models.CharField(
        "maille", max_length=20, choices=Maille.choices, default=Maille.CONTRAT
    )
    cumul = models.CharField(
        "cumul", max_length=20, choices=Cumul.choices, default=Cumul.SOMME
    )
    baseline = ValeurField("valeur de départ", null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(
        "année de départ", null=True, blank=True
    )
    saisi_par = models.ForeignKey(
        Organisation,
        verbose_name="qui saisit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicateurs_saisis",
    )
    source = models.CharField("source", max_length=200, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(IndicateurQuerySet)()

    class Meta:
        verbose_name = "indicateur"
        verbose_name_plural = "indicateurs"
        ordering = ["projet", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline=None) | Q(baseline_year__isnull=False),
                name="indicateur_annee_de_depart",
                violation_error_message=(
                    "Indiquez de quelle année date la valeur de départ."
                ),
            )
        ]

    is_journal_relay = True

    def __str__(self) -> str:
        return self.label

    @property
    def is_yes_or_no(self) -> bool:
        """Whether one answer holds for the whole contract; by place, answers are counted."""
        return self.mesure == Mesure.OUI_NON and self.maille == Maille.CONTRAT

    def tell(self, value: Decimal | float | None) -> str:
        """Return a total as people read it: « oui » rather than 1, nothing if unknown.

        Between no and yes, where a line to the target passes, there is nothing to tell.
        """
        if value is None:
            return ""
        if self.is_yes_or_no:
            return "oui" if value == 1 else "non" if value == 0 else ""
        return format_number(value)

    @property
    def told_baseline(self) -> str:
        return self.tell(self.baseline)

    def journal_parent(self) -> models.Model | None:
        return self.projet

    def perimeters(self) -> dict[str, set[int]]:
        places = {} if self.projet is None else self.projet.perimeters()
        enters = set() if self.saisi_par_id is None else {self.saisi_par_id}
        return {**places, "organisations": places.get("organisations", set()) | enters}


class OfIndicateurQuerySet(TrackedQuerySet):
    """Parts of an indicator: seen by whoever sees the indicator."""

    def visible_to(self, user: Any) -> "OfIndicateurQuerySet":
        if user.is_authenticated:
            return self
        return self.filter(
            indicateur__in=Indicateur.objects.visible_to(user).order_by()
        )


class Cible(TrackedModel):
    """What an indicator should reach by the end of a year."""

    indicateur = models.ForeignKey(
        Indicateur,
        verbose_name="indicateur",
        on_delete=models.CASCADE,
        related_name="cibles",
    )
    year = models.PositiveSmallIntegerField("année", validators=validators.year)
    value = ValeurField("cible")
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfIndicateurQuerySet)()

    class Meta:
        verbose_name = "cible"
        verbose_name_plural = "cibles"
        ordering = ["indicateur", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicateur", "year"],
                name="cible_unique",
                violation_error_message="Cet indicateur a déjà une cible cette année-là.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} : {self.value}"

    @property
    def told(self) -> str:
        return self.indicateur.tell(self.value)

    def journal_parent(self) -> models.Model:
        return self.indicateur

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_if_committed()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_if_committed()
        return super().delete(*args, **kwargs)

    def _refuse_if_committed(self) -> None:
        if self.indicateur.projet_id is not None:
            refuse_if_locked(
                f"la cible {self.year} de ses indicateurs",
                projets=self.indicateur.projet_id,
                year=self.year,
            )

    def perimeters(self) -> dict[str, set[int]]:
        return self.indicateur.perimeters()


class ReleveQuerySet(OfIndicateurQuerySet):
    def known(self) -> "ReleveQuerySet":
        return self.filter(value__isnull=False)


class Releve(TrackedModel):
    """The value of an indicator for a period and a place.

    No row: nobody entered anything. A row without a value says why in its comment.
    """

    indicateur = models.ForeignKey(
        Indicateur,
        verbose_name="indicateur",
        on_delete=models.CASCADE,
        related_name="releves",
    )
    period = models.CharField("période", max_length=7, validators=[validators.period])
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="releves",
    )
    quartier = models.ForeignKey(
        Quartier,
        verbose_name="quartier",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="releves",
    )
    value = ValeurField("valeur", null=True, blank=True)
    text = models.TextField("appréciation", blank=True)
    comment = models.TextField("commentaire", blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    is_provisional = models.BooleanField("provisoire", default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="saisi par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="releves",
    )
    entered_at = models.DateTimeField("saisi le")
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(ReleveQuerySet)()

    class Meta:
        verbose_name = "relevé"
        verbose_name_plural = "relevés"
        ordering = ["indicateur", "period", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicateur", "period"],
                condition=Q(commune=None, quartier=None),
                name="releve_contrat_unique",
                violation_error_message="Cette période a déjà une valeur : modifiez-la.",
            ),
            models.UniqueConstraint(
                fields=["indicateur", "period", "commune"],
                condition=Q(commune__isnull=False),
                name="releve_commune_unique",
                violation_error_message=(
                    "Cette commune a déjà une valeur pour la période : modifiez-la."
                ),
            ),
            models.UniqueConstraint(
                fields=["indicateur", "period", "quartier"],
                condition=Q(quartier__isnull=False),
                name="releve_quartier_unique",
                violation_error_message=(
                    "Ce quartier a déjà une valeur pour la période : modifiez-la."
                ),
            ),
            models.CheckConstraint(
                condition=Q(commune=None) | Q(quartier=None),
                name="releve_un_lieu",
                violation_error_message=(
                    "Un relevé porte sur une commune ou sur un quartier, pas les deux."
                ),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(text="") | ~Q(comment=""),
                name="releve_valeur_ou_raison",
                violation_error_message=(
                    "Donnez une valeur, ou dites en commentaire pourquoi elle manque."
                ),
            ),
        ]

    def __str__(self) -> str:
        shown = "non renseigné" if self.value is None else str(self.value)
        return f"{self.indicateur} — {self.place}, {self.period} : {shown}"

    @property
    def told(self) -> str:
        """The value as people read it, the appreciation without one."""
        if self.value is not None and self.indicateur.mesure == Mesure.OUI_NON:
            return "oui" if self.value else "non"
        return self.text if self.value is None else format_number(self.value)

    def journal_parent(self) -> models.Model:
        return self.indicateur

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        tell_news(self.indicateur.projet_id)

    @property
    def year(self) -> int:
        return int(self.period[:4])

    @property
    def place(self) -> str:
        held = self.quartier or self.commune
        return "contrat entier" if held is None else str(held)

    def perimeters(self) -> dict[str, set[int]]:
        return self.indicateur.perimeters()
