from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from possibles.apps.conventions.models import Convention
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.opc.enums import (
    VIVANTES,
    EtatAlerte,
    FamilleDAlerte,
    Gravite,
)
from possibles.apps.operations.models import Interface, Operation
from possibles.apps.operations.rules import is_agent
from possibles.apps.territoires.models import ProjetRenouvellement
from possibles.common.money import MontantField


class AgentQuerySet(TrackedQuerySet):
    """What partners say among themselves: not for the public."""

    def visible_to(self, user: Any) -> Self:
        return self if is_agent(user) else self.none()


class AlerteQuerySet(AgentQuerySet):
    def alive(self) -> "AlerteQuerySet":
        return self.filter(state__in=VIVANTES)

    def by_weight(self) -> "AlerteQuerySet":
        """Sort them as a meeting takes them: the gravest, then the longest delay."""
        return self.order_by(
            "-gravite", models.F("impact_days").desc(nulls_last=True), "pk"
        )


class Alerte(TrackedModel):
    """One cause that threatens an operation, seen by a rule or said by a person.

    `cause` names it: as long as an alert of that cause is not closed there is no other.
    What a rule measures (evidence, impact, title) follows each night and is not a line
    of history; the states people give are.
    """

    cause = models.CharField("cause", max_length=120, editable=False)
    rule = models.CharField("règle", max_length=40, blank=True, editable=False)
    famille = models.CharField("sujet", max_length=20, choices=FamilleDAlerte.choices)
    gravite = models.PositiveSmallIntegerField(
        "gravité", choices=Gravite.choices, default=Gravite.ATTENTION
    )
    title = models.CharField("intitulé", max_length=250)
    text = models.TextField("explication", blank=True)
    # [{label, value, source, certainty}], as the rule read them last.
    evidence = models.JSONField("preuves", default=list, blank=True)
    impact_days = models.PositiveIntegerField(
        "retard en jeu (jours)", null=True, blank=True
    )
    impact_cents = MontantField("montant en jeu", null=True, blank=True)
    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="alertes",
    )
    renouvellement = models.ForeignKey(
        ProjetRenouvellement,
        verbose_name="projet de renouvellement",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="alertes",
    )
    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="alertes",
    )
    interface = models.ForeignKey(
        Interface,
        verbose_name="interface",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="alertes",
    )
    state = models.CharField(
        "état",
        max_length=12,
        choices=EtatAlerte.choices,
        default=EtatAlerte.PROPOSEE,
    )
    motif = models.TextField("motif", blank=True)
    # How bad it was when it was handled or set aside: worse than that, it comes back.
    settled_gravite = models.PositiveSmallIntegerField(
        "gravité au moment de la décision", null=True, editable=False
    )
    settled_days = models.PositiveIntegerField(
        "retard au moment de la décision", null=True, editable=False
    )
    is_present = models.BooleanField("cause présente", default=True, editable=False)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="signalée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alertes",
    )
    first_seen = models.DateField("vue depuis le")
    last_seen = models.DateField("vue pour la dernière fois le", editable=False)
    closed_on = models.DateField("close le", null=True, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(AlerteQuerySet)()
    untracked_fields = frozenset(
        {
            "title",
            "text",
            "evidence",
            "impact_days",
            "impact_cents",
            "last_seen",
            "is_present",
        }
    )

    class Meta:
        verbose_name = "alerte"
        verbose_name_plural = "alertes"
        ordering = ["-gravite", "-first_seen", "pk"]
        indexes = [
            models.Index(fields=["state", "-gravite"], name="alerte_etat"),
            models.Index(fields=["renouvellement", "state"], name="alerte_projet"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cause"],
                condition=~Q(state=EtatAlerte.CLOSE),
                name="alerte_une_par_cause",
                violation_error_message="Une alerte est déjà ouverte pour cette cause.",
            ),
            models.CheckConstraint(
                condition=~Q(state=EtatAlerte.ECARTEE) | ~Q(motif=""),
                name="alerte_ecartee_motivee",
                violation_error_message="Dites pourquoi vous écartez cette alerte.",
            ),
            models.CheckConstraint(
                condition=Q(rule="") | Q(raised_by=None),
                name="alerte_de_regle_ou_de_personne",
                violation_error_message="Une alerte vient d’une règle ou d’une personne.",
            ),
            models.CheckConstraint(
                condition=~Q(state=EtatAlerte.CLOSE) | Q(closed_on__isnull=False),
                name="alerte_close_datee",
                violation_error_message="Une alerte close a une date.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def journal_parent(self) -> models.Model | None:
        return self.operation or self.renouvellement

    def perimeters(self) -> dict[str, set[int]]:
        """Tell where its operation is; an interface's alert has two owners."""
        if self.operation is None:
            held = self.renouvellement or self.convention
            return {} if held is None else held.perimeters()
        places = self.operation.perimeters()
        if self.interface is not None:
            for key, values in self.interface.perimeters().items():
                places[key] = places.get(key, set()) | values
        return places

    @property
    def is_alive(self) -> bool:
        return self.state in VIVANTES

    @property
    def is_computed(self) -> bool:
        return bool(self.rule)

    @property
    def place(self) -> str:
        """Where the alert is, in words."""
        return str(
            self.operation or self.renouvellement or self.convention or "Programme"
        )
