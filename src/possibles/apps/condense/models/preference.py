from typing import Any

from django.conf import settings
from django.db import models

from possibles.apps.condense.enums import Jour, Rythme
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet


class PreferenceCondenseQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "PreferenceCondenseQuerySet":
        """Show one's own."""
        return self.filter(personne=user) if user.is_authenticated else self.none()


class PreferenceCondense(TrackedModel):
    """How often a person wants to be written to about what they have to do."""

    personne = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="preference_condense",
    )
    rythme = models.CharField(
        "rythme", max_length=20, choices=Rythme.choices, default=Rythme.AUCUN
    )
    jour = models.PositiveSmallIntegerField(
        "jour, quand c’est une fois par semaine",
        choices=Jour.choices,
        default=Jour.LUNDI,
    )

    objects = models.Manager.from_queryset(PreferenceCondenseQuerySet)()
    has_private_rows = True

    class Meta:
        verbose_name = "préférence de condensé"
        verbose_name_plural = "préférences de condensé"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Condensé : {self.get_rythme_display().lower()}"

    def journal_parent(self) -> models.Model:
        return self.personne


class EnvoiCondense(models.Model):
    """A digest that left: one a day at most for a person, whatever restarts."""

    personne = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="envois_condense",
    )
    day = models.DateField("jour")
    lines = models.PositiveSmallIntegerField("lignes")

    class Meta:
        verbose_name = "envoi de condensé"
        verbose_name_plural = "envois de condensé"
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "day"], name="envoi_condense_un_par_jour"
            )
        ]

    def __str__(self) -> str:
        return f"Condensé du {self.day:%d/%m/%Y}"
