from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.operations.enums import EtatPart, EtatProposition
from possibles.apps.operations.rules import is_agent, organisations_of


class PropositionQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "PropositionQuerySet":
        """Show partners only: it is a discussion, not a decision yet."""
        return self if is_agent(user) else self.none()


class Proposition(TrackedModel):
    """A change of the schedule that moves what others own: asked before it is applied.

    `changes` is what would be written; `cascade` what it moved when it was proposed.
    """

    title = models.CharField("objet", max_length=250)
    reason = models.TextField("motif")
    state = models.CharField(
        "état",
        max_length=20,
        choices=EtatProposition.choices,
        default=EtatProposition.OUVERTE,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        on_delete=models.PROTECT,
        related_name="propositions",
    )
    created_at = models.DateTimeField("proposée le")
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    changes = models.JSONField("changements demandés", default=list)
    cascade = models.JSONField("effets annoncés", default=dict)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(PropositionQuerySet)()
    has_private_rows = True

    class Meta:
        verbose_name = "proposition de planning"
        verbose_name_plural = "propositions de planning"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="proposition_motivee",
                violation_error_message="Dites pourquoi vous proposez ce changement.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == EtatProposition.OUVERTE

    def perimeters(self) -> dict[str, set[int]]:
        return {"organisations": {part.organisation_id for part in self.parts.all()}}


class PartPropositionQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "PartPropositionQuerySet":
        return self if is_agent(user) else self.none()

    def waiting_for(self, user: Any) -> "PartPropositionQuerySet":
        """Keep those this person's organisations have still to answer."""
        return self.visible_to(user).filter(
            state=EtatPart.PROPOSEE,
            proposition__state=EtatProposition.OUVERTE,
            organisation__in=organisations_of(user),
        )


class PartProposition(TrackedModel):
    """What a proposition moves at one owner's, and what that owner answers."""

    proposition = models.ForeignKey(
        Proposition,
        verbose_name="proposition",
        on_delete=models.CASCADE,
        related_name="parts",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="parts_propositions",
    )
    changes = models.JSONField("ce qui bouge chez elle", default=list)
    state = models.CharField(
        "réponse", max_length=20, choices=EtatPart.choices, default=EtatPart.PROPOSEE
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts_propositions",
    )
    at = models.DateTimeField("répondu le", null=True, blank=True)
    reason = models.TextField("motif", blank=True)

    objects = models.Manager.from_queryset(PartPropositionQuerySet)()
    has_private_rows = True

    class Meta:
        verbose_name = "part d’une proposition"
        verbose_name_plural = "parts d’une proposition"
        ordering = ["proposition", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposition", "organisation"],
                name="part_proposition_unique",
                violation_error_message="Cette organisation a déjà sa part.",
            ),
            models.CheckConstraint(
                condition=~Q(state=EtatPart.REFUSEE) | ~Q(reason=""),
                name="part_refus_motive",
                violation_error_message=(
                    "Dites pourquoi vous refusez\u202f: l’auteur pourra proposer autre chose."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposition}, {self.organisation}"

    def journal_parent(self) -> models.Model:
        return self.proposition

    def perimeters(self) -> dict[str, set[int]]:
        return {"organisations": {self.organisation_id}}
