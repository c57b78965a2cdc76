from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.contrat.enums import Meteo
from possibles.apps.gouvernance.models import Action, Decision, Seance
from possibles.apps.journal.models import Instantane, TrackedModel
from possibles.apps.opc.enums import EtatPoint
from possibles.apps.operations.models import Operation, Reference
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.common.french import format_month, format_of_month

from .alerte import AgentQuerySet


class PointFigeError(Exception):
    """A frozen point does not change: the next one says what is new."""


class PointMensuel(TrackedModel):
    """What the direction of a project and its OPC say once a month, frozen when said."""

    renouvellement = models.ForeignKey(
        ProjetRenouvellement,
        verbose_name="projet de renouvellement",
        on_delete=models.PROTECT,
        related_name="points",
    )
    month = models.DateField("mois", help_text="Le premier jour du mois.")
    previous = models.ForeignKey(
        "self",
        verbose_name="point précédent",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="next_points",
    )
    state = models.CharField(
        "état", max_length=12, choices=EtatPoint.choices, default=EtatPoint.PREPARE
    )
    seance = models.OneToOneField(
        Seance,
        verbose_name="séance",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="point_mensuel",
    )
    held_on = models.DateField("tenu le", null=True, blank=True)
    present = models.TextField("présents", blank=True)
    faits_marquants = models.TextField("faits marquants", blank=True)
    instantane = models.ForeignKey(
        Instantane,
        verbose_name="instantané",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="points",
    )
    reference = models.ForeignKey(
        Reference,
        verbose_name="repère du planning",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="points",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="préparé par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="points",
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(AgentQuerySet)()

    class Meta:
        verbose_name = "point mensuel"
        verbose_name_plural = "points mensuels"
        ordering = ["-month", "renouvellement"]
        constraints = [
            models.UniqueConstraint(
                fields=["renouvellement", "month"],
                name="point_un_par_mois",
                violation_error_message="Ce projet a déjà un point pour ce mois.",
            ),
            models.CheckConstraint(
                condition=~Q(state=EtatPoint.FIGE)
                | Q(instantane__isnull=False, held_on__isnull=False),
                name="point_fige_entier",
                violation_error_message="Un point figé a sa date et son instantané.",
            ),
        ]

    def __str__(self) -> str:
        return f"Point {self.of_month} — {self.renouvellement}"

    def journal_parent(self) -> models.Model:
        return self.renouvellement

    def perimeters(self) -> dict[str, set[int]]:
        return self.renouvellement.perimeters()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.month = self.month.replace(day=1)
        super().save(*args, **kwargs)

    @property
    def is_frozen(self) -> bool:
        return self.state == EtatPoint.FIGE

    @property
    def month_label(self) -> str:
        return format_month(self.month)

    @property
    def of_month(self) -> str:
        return format_of_month(self.month)


class OfPoint(TrackedModel):
    """A part of a point: written until the point is frozen."""

    objects = models.Manager.from_queryset(AgentQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_if_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_if_frozen()
        return super().delete(*args, **kwargs)

    def _refuse_if_frozen(self) -> None:
        point: PointMensuel = self.point  # type: ignore[attr-defined]
        if point.is_frozen:
            raise PointFigeError(
                f"Le point {point.of_month} est figé\u202f: "
                "écrivez ce qui change dans le suivant."
            )

    def journal_parent(self) -> models.Model:
        point: models.Model = self.point  # type: ignore[attr-defined]
        return point

    def perimeters(self) -> dict[str, set[int]]:
        point: PointMensuel = self.point  # type: ignore[attr-defined]
        return point.perimeters()


class LignePoint(OfPoint):
    """Where one operation stands this month, as people say it."""

    point = models.ForeignKey(
        PointMensuel,
        verbose_name="point",
        on_delete=models.CASCADE,
        related_name="lignes",
    )
    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        on_delete=models.PROTECT,
        related_name="lignes_point",
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    meteo = models.CharField("météo", max_length=20, choices=Meteo.choices, blank=True)
    fait = models.TextField("fait depuis le dernier point", blank=True)
    a_venir = models.TextField("à venir", blank=True)
    points_durs = models.TextField("points durs", blank=True)
    decision_demandee = models.TextField("décision demandée", blank=True)
    # What was proposed when the point was made, to tell what people wrote: {field: text}.
    before = models.JSONField("proposé à la préparation", default=dict, blank=True)

    objects = models.Manager.from_queryset(AgentQuerySet)()
    untracked_fields = frozenset({"before"})

    class Meta:
        verbose_name = "ligne du point"
        verbose_name_plural = "lignes du point"
        ordering = ["point", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "operation"],
                name="ligne_point_unique",
                violation_error_message="Cette opération est déjà au point.",
            )
        ]

    def __str__(self) -> str:
        return str(self.operation)

    @property
    def is_rewritten(self) -> bool:
        """Tell whether something was done, or people wrote something new."""
        return any(getattr(self, name) != text for name, text in self.before.items())


class DecisionDePoint(OfPoint):
    """What was decided live, with who does it and before when."""

    point = models.ForeignKey(
        PointMensuel,
        verbose_name="point",
        on_delete=models.CASCADE,
        related_name="decisions",
    )
    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions_point",
    )
    number = models.PositiveSmallIntegerField("numéro")
    text = models.TextField("décision")
    responsable = models.ForeignKey(
        Organisation,
        verbose_name="responsable",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions_point",
    )
    due = models.DateField("à faire avant le", null=True, blank=True)
    # What the governance keeps of it, written when the point is frozen.
    decision = models.OneToOneField(
        Decision,
        verbose_name="décision de la séance",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="decision_point",
    )
    action = models.OneToOneField(
        Action,
        verbose_name="action confiée",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="decision_point",
    )

    objects = models.Manager.from_queryset(AgentQuerySet)()

    class Meta:
        verbose_name = "décision du point"
        verbose_name_plural = "décisions du point"
        ordering = ["point", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "number"],
                name="decision_point_unique",
                violation_error_message="Le point a déjà une décision de ce numéro.",
            )
        ]

    def __str__(self) -> str:
        return f"Décision {self.number} — {self.point}"

    def clean(self) -> None:
        super().clean()
        if self.due and self.due < date(2000, 1, 1):
            raise ValidationError({"due": "Vérifiez l’année de cette date."})
