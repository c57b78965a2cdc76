from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from possibles.apps.acteurs.models import Organisation
from possibles.apps.contrat.enums import (
    CLOSED_STATUTS,
    PUBLIC_STATES,
    RoleChantier,
    Statut,
)
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet

from .cadre import Outil
from .exemples import AvecExemples
from .verrou import refuse_if_locked

COMMITTED_FIELDS = frozenset({"title"})


class ChantierQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ChantierQuerySet":
        if user.is_authenticated:
            return self
        return self.filter(
            Exists(
                self.model.agendas.through.objects.filter(
                    chantier=OuterRef("pk"), agenda__state__in=PUBLIC_STATES
                )
            )
        )


class Chantier(AvecExemples):
    """A piece of work the governance undertakes."""

    slug = models.SlugField("identifiant", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField("rang", default=0)
    volet = models.CharField("volet", max_length=120, blank=True)
    title = models.CharField("travaux à engager", max_length=300)
    chefs_text = models.CharField("chefs de file, tels qu’écrits", max_length=200)
    partenaires_text = models.CharField("partenaires, tels qu’écrits", max_length=300)
    statut = models.CharField(
        "statut", max_length=20, choices=Statut.choices, default=Statut.A_ENGAGER
    )
    avancement = models.TextField("où en est le chantier", blank=True)
    outils = models.ManyToManyField(
        Outil, verbose_name="mesures mobilisées", related_name="chantiers", blank=True
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(ChantierQuerySet)()

    class Meta:
        verbose_name = "chantier"
        verbose_name_plural = "chantiers"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and COMMITTED_FIELDS & self._changed_fields().keys():
            refuse_if_locked("le titre du chantier", chantiers=self.pk)
        super().save(*args, **kwargs)

    @property
    def is_closed(self) -> bool:
        return self.statut in CLOSED_STATUTS

    def perimeters(self) -> dict[str, set[int]]:
        return {
            "organisations": {
                acteur.organisation_id
                for acteur in self.acteurs.all()
                if acteur.role == RoleChantier.CHEF_DE_FILE
            }
        }


class OfChantierQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "OfChantierQuerySet":
        return self.filter(chantier__in=Chantier.objects.visible_to(user))


class ActeurChantier(TrackedModel):
    """An organisation that leads a chantier or takes part in it."""

    chantier = models.ForeignKey(
        Chantier,
        verbose_name="chantier",
        on_delete=models.CASCADE,
        related_name="acteurs",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="roles_chantiers",
    )
    role = models.CharField("rôle", max_length=20, choices=RoleChantier.choices)
    position = models.PositiveSmallIntegerField("rang", default=0)
    label = models.CharField("tel qu’écrit", max_length=200, blank=True)

    objects = models.Manager.from_queryset(OfChantierQuerySet)()

    class Meta:
        verbose_name = "acteur du chantier"
        verbose_name_plural = "acteurs du chantier"
        ordering = ["chantier", "role", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["chantier", "organisation", "role"],
                name="acteur_chantier_unique",
                violation_error_message=(
                    "Cette organisation tient déjà ce rôle dans le chantier."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def journal_parent(self) -> models.Model:
        return self.chantier
