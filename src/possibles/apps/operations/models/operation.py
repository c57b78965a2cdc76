from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.models import Convention
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.operations.enums import (
    DELIVERED,
    DROPPED,
    PUBLIC_FACILITIES,
    PUBLISHED,
    EtatOperation,
    Maturite,
    NatureOperation,
    NatureTravaux,
    Semestre,
    TypeOperation,
    UniteDeCapacite,
)
from possibles.apps.operations.rules import is_agent
from possibles.apps.operations.validators import is_usual_idtop
from possibles.apps.territoires.domain.geometry import tell_outline
from possibles.apps.territoires.models import Commune, ProjetRenouvellement, Quartier
from possibles.common.french import fold
from possibles.common.money import MontantField
from possibles.engine.calendars.days import Period, semester_end

_YEAR = [MinValueValidator(2000), MaxValueValidator(2100)]
PLANNED_FIELDS = (
    "forecast_start",
    "forecast_finish",
    "engagement_forecast",
    "engagement_margin",
    "delivery_forecast",
    "delivery_margin",
    "delay_days",
    "total_float",
    "progress",
    "next_milestone",
    "next_milestone_on",
)
"""Written by `domain.planning` from the schedule."""
COSTED_FIELDS = ("cost_ht", "cost_ttc", "cost_maturity", "funded", "secured")
"""Written by `domain.couts` from the current estimate and the funding plan."""


class OperationQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "OperationQuerySet":
        """Show partners them all, everyone else those a signed convention holds."""
        if is_agent(user):
            return self
        return self.filter(state__in=PUBLISHED)

    def alive(self) -> "OperationQuerySet":
        """Leave out what will not be made."""
        return self.exclude(state__in=DROPPED)

    def facilities(self) -> "OperationQuerySet":
        return self.filter(kind__in=PUBLIC_FACILITIES)

    def in_commune(self, code_insee: str) -> "OperationQuerySet":
        """Keep those said to be there, or in a quarter that touches it."""
        here = Q(commune__code_insee=code_insee)
        touching = self.model.quartiers.through.objects.filter(
            quartier__communes__code_insee=code_insee
        )
        return self.filter(here | Q(pk__in=touching.order_by().values("operation")))

    def delivered(self) -> "OperationQuerySet":
        return self.filter(state__in=DELIVERED)


class Operation(TrackedModel):
    """One investment of a renewal project: its descriptive sheet, as the ANRU asks it.

    The contract calendar is a launch semester and a duration in semesters. Forecast
    dates, margins and totals are computed columns, never typed.
    """

    renouvellement = models.ForeignKey(
        ProjetRenouvellement,
        verbose_name="projet de renouvellement",
        on_delete=models.PROTECT,
        related_name="operations",
    )
    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="operations",
    )
    idtop = models.CharField(
        "identifiant (IDTOP)",
        max_length=60,
        blank=True,
        help_text="Par exemple 478-6013024-37-0002-001.",
    )
    title = models.CharField("libellé", max_length=250)
    nature = models.CharField(
        "nature", max_length=2, choices=NatureOperation.choices, blank=True
    )
    kind = models.CharField("type", max_length=40, choices=TypeOperation.choices)
    state = models.CharField(
        "état",
        max_length=20,
        choices=EtatOperation.choices,
        default=EtatOperation.IDEE,
    )
    suspended_from = models.CharField(
        "état avant la suspension",
        max_length=20,
        choices=EtatOperation.choices,
        blank=True,
        editable=False,
    )
    maitre_ouvrage = models.ForeignKey(
        Organisation,
        verbose_name="maître d’ouvrage",
        on_delete=models.PROTECT,
        related_name="operations",
    )
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="operations",
    )
    quartiers = models.ManyToManyField(
        Quartier, verbose_name="quartiers", related_name="operations", blank=True
    )
    address = models.CharField("adresse", max_length=250, blank=True)
    parcels = models.CharField("parcelles", max_length=250, blank=True)
    is_nearby = models.BooleanField(
        "hors du quartier, à proximité",
        default=False,
        help_text="L’opération sert le quartier sans être dans son périmètre.",
    )
    lon = models.FloatField(
        "longitude",
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    lat = models.FloatField(
        "latitude",
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    # GeoJSON geometry in WGS84, when the operation is more than a point.
    outline = models.JSONField("contour", null=True, blank=True)
    # --- The programme -------------------------------------------------------------
    objectifs = models.TextField("objectifs et contexte", blank=True)
    programme = models.TextField("programme", blank=True)
    works = models.CharField(
        "nature des travaux", max_length=20, choices=NatureTravaux.choices, blank=True
    )
    capacity = models.PositiveIntegerField("capacité", null=True, blank=True)
    capacity_unit = models.CharField(
        "unité", max_length=20, choices=UniteDeCapacite.choices, blank=True
    )
    floor_area = models.PositiveIntegerField(
        "surface de plancher (m²)", null=True, blank=True
    )
    conditions = models.TextField(
        "conditions de réalisation et phasage",
        blank=True,
        help_text="Ce qui doit être fait avant, à côté ou après par d’autres.",
    )
    environment = models.TextField(
        "ambition environnementale et énergétique", blank=True
    )
    participation = models.TextField("association des habitants", blank=True)
    running_cost = MontantField(
        "coût de fonctionnement annuel après livraison", null=True, blank=True
    )
    staff = models.DecimalField(
        "emplois après livraison (ETP)",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    insertion_hours = models.PositiveIntegerField(
        "heures d’insertion prévues", null=True, blank=True
    )
    recovers_vat = models.BooleanField(
        "TVA récupérée (FCTVA)",
        default=True,
        help_text="Sinon le plan de financement couvre le coût TTC.",
    )
    # --- The contract calendar -----------------------------------------------------
    ce_on = models.DateField("date du comité d’engagement", null=True, blank=True)
    lancement_year = models.PositiveSmallIntegerField(
        "lancement opérationnel : année", null=True, blank=True, validators=_YEAR
    )
    lancement_semester = models.PositiveSmallIntegerField(
        "lancement opérationnel : semestre",
        choices=Semestre.choices,
        null=True,
        blank=True,
    )
    duree_semestres = models.PositiveSmallIntegerField(
        "durée (semestres)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(40)],
    )
    convention_cost = MontantField(
        "coût HT inscrit à la convention", null=True, blank=True
    )
    engagement_limit = models.DateField(
        "date limite d’engagement propre à l’opération",
        null=True,
        blank=True,
        help_text="Vide : la date limite nationale s’applique.",
    )
    delivery_limit = models.DateField(
        "date limite de livraison propre à l’opération",
        null=True,
        blank=True,
        help_text="Vide : la date limite nationale s’applique.",
    )
    is_exemple = models.BooleanField("exemple", default=False)
    # --- Computed ------------------------------------------------------------------
    forecast_start = models.DateField("début prévu", null=True, editable=False)
    forecast_finish = models.DateField("fin prévue", null=True, editable=False)
    engagement_forecast = models.DateField(
        "engagement prévu", null=True, editable=False
    )
    engagement_margin = models.IntegerField(
        "marge avant la date limite d’engagement (jours)", null=True, editable=False
    )
    delivery_forecast = models.DateField("livraison prévue", null=True, editable=False)
    delivery_margin = models.IntegerField(
        "marge avant la date limite de livraison (jours)", null=True, editable=False
    )
    delay_days = models.IntegerField(
        "retard sur la convention (jours)", null=True, editable=False
    )
    total_float = models.IntegerField(
        "marge du planning (jours ouvrés)", null=True, editable=False
    )
    progress = models.PositiveSmallIntegerField(
        "avancement (%)", null=True, editable=False
    )
    next_milestone = models.CharField(
        "prochain jalon", max_length=200, blank=True, editable=False
    )
    next_milestone_on = models.DateField("prochain jalon le", null=True, editable=False)
    cost_ht = MontantField("coût HT", null=True, editable=False)
    cost_ttc = MontantField("coût TTC", null=True, editable=False)
    cost_maturity = models.CharField(
        "maturité du coût",
        max_length=20,
        choices=Maturite.choices,
        blank=True,
        editable=False,
    )
    funded = MontantField("financements inscrits", null=True, editable=False)
    secured = MontantField("financements acquis", null=True, editable=False)
    sort_title = models.CharField("libellé de tri", max_length=250, editable=False)

    objects = models.Manager.from_queryset(OperationQuerySet)()
    untracked_fields = frozenset({*PLANNED_FIELDS, *COSTED_FIELDS, "sort_title"})

    class Meta:
        verbose_name = "opération"
        verbose_name_plural = "opérations"
        ordering = ["sort_title", "pk"]
        indexes = [
            models.Index(fields=["state"], name="operation_etat"),
            models.Index(fields=["delivery_forecast"], name="operation_livraison"),
            models.Index(fields=["sort_title", "id"], name="operation_tri"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["idtop"],
                condition=~Q(idtop=""),
                name="operation_idtop_unique",
                violation_error_message=(
                    "Une opération porte déjà cet identifiant : ouvrez-la, ou corrigez-le."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="operation_libelle",
                violation_error_message="Donnez un libellé à l’opération.",
            ),
            models.CheckConstraint(
                condition=Q(lancement_year=None, lancement_semester=None)
                | Q(lancement_year__isnull=False, lancement_semester__isnull=False),
                name="operation_lancement_entier",
                violation_error_message=(
                    "Donnez l’année et le semestre du lancement, ou aucun des deux."
                ),
            ),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None)
                | Q(lon__isnull=False, lat__isnull=False),
                name="operation_position_entiere",
                violation_error_message=(
                    "Donnez la longitude et la latitude, ou aucune des deux."
                ),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | ~Q(capacity_unit=""),
                name="operation_capacite_et_unite",
                violation_error_message="Dites de quoi : classes, berceaux, places…",
            ),
            models.CheckConstraint(
                condition=(Q(running_cost=None) | Q(running_cost__gte=0))
                & (Q(convention_cost=None) | Q(convention_cost__gte=0)),
                name="operation_couts",
                violation_error_message="Un coût n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_title = fold(self.title)[:250]
        super().save(*args, **kwargs)

    def _text(self, field: models.Field[Any, Any], value: Any) -> str | None:
        """Tell an outline by its size: the history keeps its points, people read this."""
        if field.name == "outline" and value:
            return tell_outline(value)
        return super()._text(field, value)

    @property
    def is_dropped(self) -> bool:
        return self.state in DROPPED

    @property
    def is_facility(self) -> bool:
        return self.kind in PUBLIC_FACILITIES

    @property
    def is_published(self) -> bool:
        return self.state in PUBLISHED

    @property
    def has_unusual_idtop(self) -> bool:
        return bool(self.idtop) and not is_usual_idtop(self.idtop)

    @property
    def lancement(self) -> Period | None:
        """The launch semester of the contract."""
        if self.lancement_year is None or self.lancement_semester is None:
            return None
        return Period(self.lancement_year, self.lancement_semester)

    @property
    def contract_end(self) -> Period | None:
        """The contract's last semester; the launch semester counts."""
        if self.lancement is None or self.duree_semestres is None:
            return None
        return semester_end(self.lancement, self.duree_semestres)

    @property
    def contract_finish(self) -> date | None:
        end = self.contract_end
        return None if end is None else end.last_day

    def perimeters(self) -> dict[str, set[int]]:
        """Where it is and whose it is; prefetch `quartiers` before asking a list."""
        places: dict[str, set[int]] = {"organisations": {self.maitre_ouvrage_id}}
        quartiers = list(self.quartiers.all()) if self.pk else []
        places["quartiers"] = {q.pk for q in quartiers}
        places["communes"] = {q.commune_id for q in quartiers}
        if self.commune_id:
            places["communes"].add(self.commune_id)
        return places


class OfOperationQuerySet(TrackedQuerySet):
    """Parts of an operation: seen by whoever sees the operation."""

    def visible_to(self, user: Any) -> "OfOperationQuerySet":
        if is_agent(user):
            return self
        return self.filter(operation__state__in=PUBLISHED)


class OfOperation(TrackedModel):
    """A part of an operation: told on its page, in its perimeter."""

    class Meta:
        abstract = True

    def journal_parent(self) -> models.Model:
        operation: models.Model = self.operation  # type: ignore[attr-defined]
        return operation

    def perimeters(self) -> dict[str, set[int]]:
        places: dict[str, set[int]] = self.operation.perimeters()  # type: ignore[attr-defined]
        return places
