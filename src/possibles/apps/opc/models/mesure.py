from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.journal.models import TrackedModel
from possibles.apps.opc.enums import EtatMesure
from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import ProjetRenouvellement

from .alerte import AgentQuerySet, Alerte
from .point import PointMensuel


class MesureQuerySet(AgentQuerySet):
    def open(self) -> "MesureQuerySet":
        return self.filter(state__in=(EtatMesure.PROPOSEE, EtatMesure.ADOPTEE))


class MesureCorrective(TrackedModel):
    """What is done about alerts: by whom, before when, and what it should change.

    `changes` is the simulated change of the schedule and `simulation` what it gave on
    the day it was tried; `observed` is written later, from the schedule as it became.
    """

    renouvellement = models.ForeignKey(
        ProjetRenouvellement,
        verbose_name="projet de renouvellement",
        on_delete=models.CASCADE,
        related_name="mesures",
    )
    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="mesures",
    )
    alertes = models.ManyToManyField(
        Alerte, verbose_name="alertes", related_name="mesures", blank=True
    )
    point = models.ForeignKey(
        PointMensuel,
        verbose_name="décidée au point",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="mesures",
    )
    title = models.CharField("mesure", max_length=200)
    text = models.TextField("comment", blank=True)
    responsable = models.ForeignKey(
        Organisation,
        verbose_name="responsable",
        on_delete=models.PROTECT,
        related_name="mesures",
    )
    due = models.DateField("à faire avant le")
    state = models.CharField(
        "état", max_length=12, choices=EtatMesure.choices, default=EtatMesure.PROPOSEE
    )
    effect = models.TextField(
        "effet attendu", blank=True, help_text="En une phrase, pour le point mensuel."
    )
    changes = models.JSONField("changement simulé", default=list, blank=True)
    simulation = models.JSONField("résultat simulé", default=dict, blank=True)
    simulated_at = models.DateTimeField("simulé le", null=True, editable=False)
    # What the schedule said on adoption, to be measured against later.
    adopted_on = models.DateField("adoptée le", null=True, editable=False)
    done_on = models.DateField("réalisée le", null=True, blank=True)
    observed = models.TextField("effet constaté", blank=True)
    observed_days = models.IntegerField("jours gagnés constatés", null=True, blank=True)
    motif = models.TextField("motif d’abandon", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mesures",
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(MesureQuerySet)()

    class Meta:
        verbose_name = "mesure corrective"
        verbose_name_plural = "mesures correctives"
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EtatMesure.REALISEE) | Q(done_on__isnull=False),
                name="mesure_realisee_datee",
                violation_error_message="Dites quel jour la mesure a été réalisée.",
            ),
            models.CheckConstraint(
                condition=~Q(state=EtatMesure.ABANDONNEE) | ~Q(motif=""),
                name="mesure_abandonnee_motivee",
                violation_error_message="Dites pourquoi la mesure est abandonnée.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def journal_parent(self) -> models.Model:
        return self.operation or self.renouvellement

    def perimeters(self) -> dict[str, set[int]]:
        held = self.operation or self.renouvellement
        places: dict[str, set[int]] = held.perimeters()
        owners = places.get("organisations", set()) | {self.responsable_id}
        return {**places, "organisations": owners}

    @property
    def is_open(self) -> bool:
        return self.state in {EtatMesure.PROPOSEE, EtatMesure.ADOPTEE}

    @property
    def expected_days(self) -> int | None:
        """Days the simulation gains on the delivery; negative when it loses some."""
        found: Any = self.simulation.get("gained_days")
        return None if found is None else int(found)
