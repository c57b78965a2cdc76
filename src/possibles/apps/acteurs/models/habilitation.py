from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.territoires.models import Commune, Quartier

from .organisation import Organisation


class HabilitationQuerySet(TrackedQuerySet):
    def active(self, on: date | None = None) -> "HabilitationQuerySet":
        day = on or timezone.localdate()
        return self.filter(
            Q(start__isnull=True) | Q(start__lte=day),
            Q(end__isnull=True) | Q(end__gte=day),
        )

    def visible_to(self, user: Any) -> "HabilitationQuerySet":
        if not user.is_authenticated:
            return self.none()
        if Role.ADMINISTRATEUR in user.roles:
            return self
        return self.filter(personne=user)


class Habilitation(TrackedModel):
    """A role held by a person within a perimeter."""

    personne = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="habilitations",
    )
    role = models.CharField("rôle", max_length=30, choices=Role.choices)
    perimeter = models.CharField(
        "périmètre", max_length=20, choices=Perimeter.choices, default=Perimeter.CONTRAT
    )
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="habilitations",
    )
    quartier = models.ForeignKey(
        Quartier,
        verbose_name="quartier",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="habilitations",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="habilitations",
    )
    start = models.DateField("du", null=True, blank=True)
    end = models.DateField("au", null=True, blank=True)

    objects = models.Manager.from_queryset(HabilitationQuerySet)()

    class Meta:
        verbose_name = "habilitation"
        verbose_name_plural = "habilitations"
        ordering = ["personne", "role"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(
                        perimeter=Perimeter.CONTRAT,
                        commune=None,
                        quartier=None,
                        organisation=None,
                    )
                    | Q(
                        perimeter=Perimeter.COMMUNE,
                        commune__isnull=False,
                        quartier=None,
                        organisation=None,
                    )
                    | Q(
                        perimeter=Perimeter.QUARTIER,
                        commune=None,
                        quartier__isnull=False,
                        organisation=None,
                    )
                    | Q(
                        perimeter=Perimeter.ORGANISATION,
                        commune=None,
                        quartier=None,
                        organisation__isnull=False,
                    )
                ),
                name="habilitation_un_perimetre",
                violation_error_message=(
                    "Choisissez la commune, le quartier ou l’organisation du périmètre, "
                    "et elle seule."
                ),
            ),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")),
                name="habilitation_dates",
                violation_error_message="La fin précède le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} — {self.place}"

    def journal_parent(self) -> models.Model:
        return self.personne

    @property
    def place(self) -> str:
        held = self.commune or self.quartier or self.organisation
        return str(held) if held else "tout le contrat"

    def covers(self, target: Any) -> bool:
        """Tell whether this role reaches the object.

        An object tells its places with `perimeters()`: a mapping with any of the keys
        `communes`, `quartiers`, `organisations` to sets of primary keys. Without an
        object the question is « may they at all? », and any perimeter answers yes.
        """
        if target is None or self.perimeter == Perimeter.CONTRAT:
            return True
        places: dict[str, set[int]] = target.perimeters()
        key, held = {
            Perimeter.COMMUNE: ("communes", self.commune_id),
            Perimeter.QUARTIER: ("quartiers", self.quartier_id),
            Perimeter.ORGANISATION: ("organisations", self.organisation_id),
        }[Perimeter(self.perimeter)]
        return held in places.get(key, set())
