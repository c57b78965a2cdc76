from datetime import date

from django.db import models
from django.db.models import F, Q

from possibles.apps.operations.enums import FAILED_CONSULTATIONS, IssueConsultation
from possibles.common.money import MontantField

from .operation import OfOperation, OfOperationQuerySet, Operation


class ConsultationQuerySet(OfOperationQuerySet):
    def failed(self) -> "ConsultationQuerySet":
        """Keep those that gave no contract and were not called again."""
        return self.filter(issue__in=FAILED_CONSULTATIONS, relance=None)


class Consultation(OfOperation):
    """A call for tenders of an operation: what was asked, when, how it ended."""

    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        on_delete=models.CASCADE,
        related_name="consultations",
    )
    objet = models.CharField(
        "objet", max_length=200, help_text="Par exemple\u202f: lot 3, gros œuvre."
    )
    launched_on = models.DateField("publiée le")
    due = models.DateField("offres attendues le", null=True, blank=True)
    estimate = MontantField("estimation HT", null=True, blank=True)
    issue = models.CharField(
        "issue",
        max_length=20,
        choices=IssueConsultation.choices,
        default=IssueConsultation.EN_COURS,
    )
    ended_on = models.DateField("issue connue le", null=True, blank=True)
    motif = models.TextField(
        "pourquoi, et la suite",
        blank=True,
        help_text="Aucune offre, offres trop chères, procédure à reprendre…",
    )
    relance_de = models.OneToOneField(
        "self",
        verbose_name="relance la consultation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="relance",
        help_text="Celle qui n’a rien donné et que celle-ci reprend.",
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(ConsultationQuerySet)()

    class Meta:
        verbose_name = "consultation"
        verbose_name_plural = "consultations"
        ordering = ["operation", "launched_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issue=IssueConsultation.EN_COURS, ended_on=None)
                | ~Q(issue=IssueConsultation.EN_COURS) & Q(ended_on__isnull=False),
                name="consultation_issue_datee",
                violation_error_message=(
                    "Donnez le jour où l’issue est connue, et lui seul si elle l’est."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("launched_on")),
                name="consultation_dates",
                violation_error_message="L’issue précède la publication.",
            ),
        ]

    def __str__(self) -> str:
        return self.objet

    @property
    def has_failed(self) -> bool:
        return self.issue in FAILED_CONSULTATIONS

    def is_late(self, on: date) -> bool:
        """Tell whether the offers were due and nothing was said since."""
        is_open = self.issue == IssueConsultation.EN_COURS
        return is_open and self.due is not None and self.due < on
