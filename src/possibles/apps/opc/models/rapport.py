from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from possibles.apps.documents.models import Document
from possibles.apps.journal.models import Instantane, TrackedModel
from possibles.apps.opc.enums import EtatRapport
from possibles.apps.operations.enums import Semestre
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.engine.calendars.days import Period

from .alerte import AgentQuerySet


class RapportSemestriel(TrackedModel):
    """What the steering committee reads twice a year, from frozen monthly points."""

    renouvellement = models.ForeignKey(
        ProjetRenouvellement,
        verbose_name="projet de renouvellement",
        on_delete=models.PROTECT,
        related_name="rapports",
    )
    year = models.PositiveSmallIntegerField(
        "année", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    semester = models.PositiveSmallIntegerField("semestre", choices=Semestre.choices)
    state = models.CharField(
        "état",
        max_length=12,
        choices=EtatRapport.choices,
        default=EtatRapport.BROUILLON,
    )
    gabarit_texte = models.ForeignKey(
        Document,
        verbose_name="modèle de texte de la maison",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="rapports_texte",
    )
    gabarit_diapositives = models.ForeignKey(
        Document,
        verbose_name="modèle de diaporama de la maison",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="rapports_diapositives",
    )
    instantane = models.ForeignKey(
        Instantane,
        verbose_name="instantané",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="rapports",
    )
    frozen_on = models.DateField("figé le", null=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rapports",
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(AgentQuerySet)()

    class Meta:
        verbose_name = "rapport semestriel"
        verbose_name_plural = "rapports semestriels"
        ordering = ["-year", "-semester", "renouvellement"]
        constraints = [
            models.UniqueConstraint(
                fields=["renouvellement", "year", "semester"],
                name="rapport_unique",
                violation_error_message="Ce projet a déjà un rapport pour ce semestre.",
            ),
            models.CheckConstraint(
                condition=~Q(state=EtatRapport.FIGE) | Q(instantane__isnull=False),
                name="rapport_fige_entier",
                violation_error_message="Un rapport figé a son instantané.",
            ),
        ]

    def __str__(self) -> str:
        return f"Rapport semestriel {self.semester_label} — {self.renouvellement}"

    @property
    def semester_label(self) -> str:
        order = "premier" if self.semester == Semestre.S1 else "second"
        return f"{order} semestre {self.year}"

    @property
    def start(self) -> date:
        return Period(self.year, self.semester).first_day

    @property
    def end(self) -> date:
        return Period(self.year, self.semester).last_day

    @property
    def is_frozen(self) -> bool:
        return self.state == EtatRapport.FIGE

    def journal_parent(self) -> models.Model:
        return self.renouvellement

    def perimeters(self) -> dict[str, set[int]]:
        return self.renouvellement.perimeters()


class BlocRapport(TrackedModel):
    """A block of narrative, kept from one edition to the next and rewritten at will."""

    rapport = models.ForeignKey(
        RapportSemestriel,
        verbose_name="rapport",
        on_delete=models.CASCADE,
        related_name="blocs",
    )
    key = models.SlugField("identifiant", max_length=60)
    position = models.PositiveSmallIntegerField("rang", default=0)
    title = models.CharField("titre", max_length=160)
    text = models.TextField("texte", blank=True)
    # The text as the previous edition had it: what was not rewritten shows.
    inherited = models.TextField("texte de l’édition précédente", blank=True)

    objects = models.Manager.from_queryset(AgentQuerySet)()

    class Meta:
        verbose_name = "bloc du rapport"
        verbose_name_plural = "blocs du rapport"
        ordering = ["rapport", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rapport", "key"],
                name="bloc_rapport_unique",
                violation_error_message="Ce bloc est déjà au rapport.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_inherited(self) -> bool:
        return bool(self.text) and self.text == self.inherited

    def journal_parent(self) -> models.Model:
        return self.rapport

    def perimeters(self) -> dict[str, set[int]]:
        return self.rapport.perimeters()
