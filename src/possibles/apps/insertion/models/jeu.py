from typing import Any

from django.db import models
from django.db.models import Q

from possibles.apps.insertion.enums import Arrondi
from possibles.apps.insertion.models.famille import (
    SHARE,
    FamilleDeMarche,
    percent_text,
)
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.common.money import MontantField


class JeuDHypothesesQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "JeuDHypothesesQuerySet":
        """Show them to those who have an account: a draft is discussed, not published."""
        return self if user.is_authenticated else self.none()

    def drafts(self) -> "JeuDHypothesesQuerySet":
        return self.filter(adopted_on=None)


class JeuDHypotheses(TrackedModel):
    """Hypotheses of several families, proposed together, compared before one is adopted.

    What it does not tell of a family is what is in force. Once adopted it is never
    changed: its lines have become hypotheses.
    """

    name = models.CharField("nom", max_length=120, unique=True)
    note = models.TextField(
        "ce qui le motive", blank=True, help_text="Séminaire, bilan, demande d’un élu…"
    )
    adopted_on = models.DateField("adopté le", null=True, editable=False)

    objects = models.Manager.from_queryset(JeuDHypothesesQuerySet)()

    class Meta:
        verbose_name = "jeu d’hypothèses"
        verbose_name_plural = "jeux d’hypothèses"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.adopted_on is None


class LigneDeJeuQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "LigneDeJeuQuerySet":
        return self if user.is_authenticated else self.none()


class LigneDeJeu(TrackedModel):
    """What a set proposes for a family."""

    jeu = models.ForeignKey(
        JeuDHypotheses,
        verbose_name="jeu d’hypothèses",
        on_delete=models.CASCADE,
        related_name="lignes",
    )
    famille = models.ForeignKey(
        FamilleDeMarche,
        verbose_name="famille",
        on_delete=models.CASCADE,
        related_name="lignes_de_jeu",
    )
    labour_share = models.DecimalField("part de main-d’œuvre", **SHARE)
    hourly_cost = MontantField("coût horaire chargé")
    rate = models.DecimalField("taux d’insertion", **SHARE)
    step = models.PositiveSmallIntegerField(
        "arrondi", choices=Arrondi.choices, default=Arrondi.HEURE
    )

    objects = models.Manager.from_queryset(LigneDeJeuQuerySet)()

    class Meta:
        verbose_name = "ligne de jeu d’hypothèses"
        verbose_name_plural = "lignes de jeux d’hypothèses"
        ordering = ["jeu", "famille"]
        constraints = [
            models.UniqueConstraint(
                fields=["jeu", "famille"],
                name="ligne_de_jeu_unique",
                violation_error_message="Ce jeu parle déjà de cette famille.",
            ),
            models.CheckConstraint(
                condition=Q(hourly_cost__gt=0),
                name="ligne_de_jeu_cout",
                violation_error_message="Un coût horaire est supérieur à zéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.famille} ({self.jeu})"

    def journal_parent(self) -> models.Model:
        return self.jeu

    @property
    def share_text(self) -> str:
        return percent_text(self.labour_share)

    @property
    def rate_text(self) -> str:
        return percent_text(self.rate)
