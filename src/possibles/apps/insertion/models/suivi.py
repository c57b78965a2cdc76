"""What becomes of a person after entry, and what they ask of those who keep their file."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from possibles.apps.acteurs.enums import Role
from possibles.apps.insertion.enums import Droit, Sortie
from possibles.apps.insertion.models.personne import (
    Beneficiaire,
    within_facilitation,
)
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet


class PointDeSuiviQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "PointDeSuiviQuerySet":
        """Show them, which are of one person, to the facilitateur alone."""
        return self.filter(
            within_facilitation(user, "beneficiaire__"),
            beneficiaire__anonymised_on=None,
        )


class PointDeSuivi(TrackedModel):
    """Where a person is so many months after their first hire; no free text about them."""

    beneficiaire = models.ForeignKey(
        Beneficiaire,
        verbose_name="bénéficiaire",
        on_delete=models.CASCADE,
        related_name="points_de_suivi",
    )
    months = models.PositiveSmallIntegerField(
        "mois après l’entrée", validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    done_on = models.DateField("fait le")
    situation = models.CharField("situation", max_length=20, choices=Sortie.choices)

    objects = models.Manager.from_queryset(PointDeSuiviQuerySet)()
    has_private_rows = True
    is_restorable = False
    sensitive_fields = frozenset({"situation", "done_on"})

    class Meta:
        verbose_name = "point de suivi"
        verbose_name_plural = "points de suivi"
        ordering = ["beneficiaire", "months"]
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiaire", "months"],
                name="point_de_suivi_unique",
                violation_error_message="Ce point de suivi est déjà fait : modifiez-le.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.beneficiaire}, suivi à {self.months} mois"

    def journal_parent(self) -> models.Model:
        return self.beneficiaire

    def perimeters(self) -> dict[str, set[int]]:
        return self.beneficiaire.perimeters()


class DemandeDeDroitQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "DemandeDeDroitQuerySet":
        """Show the log to the facilitateurs of the whole contract, and one's own lines."""
        if not user.is_authenticated:
            return self.none()
        if any(
            h.role == Role.FACILITATEUR and h.commune_id is None
            for h in user.active_habilitations
        ):
            return self
        return self.filter(handled_by=user)


class DemandeDeDroit(TrackedModel):
    """A right exercised, and what was done of it: the log that proves the answer.

    It names nobody: the code is the one the person had on that day, and an erased person
    has it no more.
    """

    kind = models.CharField("droit exercé", max_length=20, choices=Droit.choices)
    code = models.CharField("code du jour", max_length=12)
    received_on = models.DateField("reçue le")
    answered_on = models.DateField("répondue le")
    outcome = models.CharField("suite donnée", max_length=300)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="traitée par",
        on_delete=models.PROTECT,
        related_name="demandes_de_droit",
    )

    objects = models.Manager.from_queryset(DemandeDeDroitQuerySet)()
    has_private_rows = True
    is_restorable = False

    class Meta:
        verbose_name = "demande de droit"
        verbose_name_plural = "demandes de droit"
        ordering = ["-answered_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.answered_on:%d/%m/%Y}"
