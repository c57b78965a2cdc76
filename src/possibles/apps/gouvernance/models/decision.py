from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.gouvernance.enums import OPEN_ACTIONS, ActionState, DecisionKind

from .instance import Instance
from .lien import Lie, LieQuerySet, whole_link
from .seance import OfSeanceQuerySet, PartOfSeance, PointOrdreDuJour, Seance


class Decision(PartOfSeance, Lie):
    """What an instance decided in a sitting."""

    seance = models.ForeignKey(
        Seance,
        verbose_name="séance",
        on_delete=models.CASCADE,
        related_name="decisions",
    )
    point = models.ForeignKey(
        PointOrdreDuJour,
        verbose_name="point de l’ordre du jour",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
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

    objects = models.Manager.from_queryset(OfSeanceQuerySet)()

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering = ["seance", "number"]
        constraints = [
            whole_link("decision"),
            models.UniqueConstraint(
                fields=["seance", "number"],
                name="decision_unique",
                violation_error_message="La séance a déjà une décision de ce numéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"Décision {self.number} — {self.seance}"


class ActionQuerySet(LieQuerySet):
    def visible_to(self, user: Any) -> "ActionQuerySet":
        """Show actions to those who have an account.

        One born of a reserved sitting is for those who read that sitting, and for whoever
        must do it.
        """
        if not user.is_authenticated:
            return self.none()
        bodies = Instance.objects.sitting_for(user).order_by()
        return self.filter(
            Q(decision=None)
            | Q(decision__seance__instance__in=bodies)
            | _in_hands_of(user)
        )

    def mine(self, user: Any) -> "ActionQuerySet":
        """Keep what this person must do, in person or for their organisation."""
        return self.filter(_in_hands_of(user))

    def open(self) -> "ActionQuerySet":
        return self.filter(state__in=OPEN_ACTIONS)

    def late(self, *, on: date) -> "ActionQuerySet":
        return self.open().filter(due__lt=on)


def _in_hands_of(user: Any) -> Q:
    held = Q(responsable=user.pk)
    if user.organisation_id is not None:
        held |= Q(responsable=None, organisation=user.organisation_id)
    return held


class Action(Lie):
    """What someone must do after a decision: by when, and what proves it was done."""

    decision = models.ForeignKey(
        Decision,
        verbose_name="décision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
    )
    title = models.CharField("action", max_length=300)
    responsable = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne responsable",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation responsable",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
    )
    due = models.DateField("échéance", null=True, blank=True)
    state = models.CharField(
        "état",
        max_length=20,
        choices=ActionState.choices,
        default=ActionState.A_FAIRE,
    )
    done_on = models.DateField("faite le", null=True, blank=True)
    proof = models.TextField(
        "preuve",
        blank=True,
        help_text="Ce qui montre que c’est fait : une référence, une phrase, ou un document joint.",
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(ActionQuerySet)()
    has_private_rows = True

    class Meta:
        verbose_name = "action"
        verbose_name_plural = "actions"
        ordering = ["due", "pk"]
        constraints = [
            whole_link("action"),
            models.CheckConstraint(
                condition=Q(responsable__isnull=False) | Q(organisation__isnull=False),
                name="action_responsable",
                violation_error_message="Dites qui s’en charge : une personne ou une organisation.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActionState.FAITE) | Q(done_on__isnull=False),
                name="action_faite_le",
                violation_error_message="Une action faite porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        return str(self.responsable or self.organisation)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ACTIONS

    def is_late(self, on: date) -> bool:
        return self.is_open and self.due is not None and self.due < on

    def journal_parent(self) -> models.Model | None:
        return None if self.decision is None else self.decision.seance

    def perimeters(self) -> dict[str, set[int]]:
        places = {} if self.decision is None else self.decision.perimeters()
        if self.organisation_id is not None:
            places["organisations"] = {self.organisation_id}
        return places
