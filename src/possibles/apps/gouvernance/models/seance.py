from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from possibles.apps.gouvernance.enums import DecisionKind, SeanceState
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet

from .instance import Instance


class SeanceQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "SeanceQuerySet":
        """Show sittings to those who have an account."""
        return self if user.is_authenticated else self.none()

    def upcoming(self, *, on: date) -> "SeanceQuerySet":
        return self.filter(date__gte=on, state=SeanceState.PREVUE).order_by("date")


class Seance(TrackedModel):
    """A sitting of an instance: its agenda, then what was said."""

    instance = models.ForeignKey(
        Instance,
        verbose_name="instance",
        on_delete=models.PROTECT,
        related_name="seances",
    )
    date = models.DateField("date")
    time = models.TimeField("heure", null=True, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    state = models.CharField(
        "état",
        max_length=20,
        choices=SeanceState.choices,
        default=SeanceState.PREVUE,
    )
    ordre_du_jour = models.TextField("ordre du jour", blank=True)
    compte_rendu = models.TextField("compte rendu", blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(SeanceQuerySet)()

    class Meta:
        verbose_name = "séance"
        verbose_name_plural = "séances"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "date"],
                name="seance_unique",
                violation_error_message=(
                    "Cette instance a déjà une séance ce jour-là : modifiez-la."
                ),
            ),
            models.CheckConstraint(
                condition=Q(compte_rendu="") | Q(state=SeanceState.TENUE),
                name="seance_compte_rendu",
                violation_error_message=(
                    "Indiquez que la séance s’est tenue avant d’écrire son compte rendu."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instance} du {self.date:%d/%m/%Y}"

    def perimeters(self) -> dict[str, set[int]]:
        return self.instance.perimeters()


class DecisionQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "DecisionQuerySet":
        return self.filter(seance__in=Seance.objects.visible_to(user))


class Decision(TrackedModel):
    """What an instance decided in a sitting."""

    seance = models.ForeignKey(
        Seance,
        verbose_name="séance",
        on_delete=models.CASCADE,
        related_name="decisions",
    )
    number = models.PositiveSmallIntegerField("numéro")
    kind = models.CharField(
        "nature",
        max_length=20,
        choices=DecisionKind.choices,
        default=DecisionKind.VALIDATION,
    )
    text = models.TextField("décision")
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(DecisionQuerySet)()

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering = ["seance", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["seance", "number"],
                name="decision_unique",
                violation_error_message="La séance a déjà une décision de ce numéro.",
            )
        ]

    def __str__(self) -> str:
        return f"Décision {self.number} — {self.seance}"

    def journal_parent(self) -> models.Model:
        return self.seance

    def perimeters(self) -> dict[str, set[int]]:
        return self.seance.perimeters()
