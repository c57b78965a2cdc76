from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.rules import STEERING
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.territoires.models import Commune, Quartier

from .organisation import Organisation

_PLACES = {
    Perimeter.COMMUNE: "commune",
    Perimeter.QUARTIER: "quartier",
    Perimeter.ORGANISATION: "organisation",
}


def _one_perimeter() -> Q:
    """Return the condition « the place of the perimeter, and it alone, is given »."""
    condition = Q(perimeter=Perimeter.CONTRAT, **dict.fromkeys(_PLACES.values()))
    for perimeter, held in _PLACES.items():
        others = dict.fromkeys(name for name in _PLACES.values() if name != held)
        condition |= Q(perimeter=perimeter, **{f"{held}__isnull": False}, **others)
    return condition


def perimeter_constraints(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=_one_perimeter(),
            name=f"{prefix}_un_perimetre",
            violation_error_message=(
                "Choisissez la commune, le quartier ou l’organisation du périmètre, "
                "et elle seule."
            ),
        ),
        models.CheckConstraint(
            condition=~Q(role=Role.ADMINISTRATEUR) | Q(perimeter=Perimeter.CONTRAT),
            name=f"{prefix}_administrateur_partout",
            violation_error_message=(
                "Un administrateur l’est pour tout le contrat : choisissez ce périmètre."
            ),
        ),
    ]


class RoleInPerimeter(TrackedModel):
    """A role and how far it reaches: held by a person, or promised by an invitation."""

    is_restorable = False

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
        related_name="%(class)ss",
    )
    quartier = models.ForeignKey(
        Quartier,
        verbose_name="quartier",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_role_display()} — {self.place}"

    @property
    def place(self) -> str:
        held = self.commune or self.quartier or self.organisation
        return str(held) if held else "tout le contrat"

    @property
    def sentence(self) -> str:
        """Say the role and its reach as one would aloud."""
        role = self.get_role_display()
        if self.commune:
            return f"{role} pour la commune {self.commune}"
        if self.quartier:
            return f"{role} pour le quartier {self.quartier}"
        if self.organisation:
            return f"{role} pour {self.organisation}"
        return f"{role} pour tout le contrat"

    def perimeters(self) -> dict[str, set[int]]:
        """Tell where this role reaches; the whole contract is nowhere in particular."""
        if self.quartier:
            return self.quartier.perimeters()
        held = self.commune or self.organisation
        return held.perimeters() if held else {}


def within_steering(user: Any) -> Q:
    """Return the condition « a role whose place is in the perimeter this user steers »."""
    condition = Q(pk__in=[])
    for held in user.active_habilitations:
        if Role(held.role) in STEERING:
            condition |= _places_within(held)
    return condition


def _places_within(held: "Habilitation") -> Q:
    if held.perimeter == Perimeter.CONTRAT:
        return Q(pk__isnull=False)
    if held.perimeter == Perimeter.COMMUNE:
        quartiers = Quartier.objects.filter(
            Q(commune=held.commune_id) | Q(communes=held.commune_id)
        )
        return (
            Q(commune=held.commune_id)
            | Q(quartier__in=quartiers)
            | Q(organisation__commune=held.commune_id)
        )
    if held.perimeter == Perimeter.QUARTIER:
        return Q(quartier=held.quartier_id)
    return Q(organisation=held.organisation_id)


class HabilitationQuerySet(TrackedQuerySet):
    def active(self, on: date | None = None) -> "HabilitationQuerySet":
        day = on or timezone.localdate()
        return self.filter(
            Q(start__isnull=True) | Q(start__lte=day),
            Q(end__isnull=True) | Q(end__gte=day),
        )

    def visible_to(self, user: Any) -> "HabilitationQuerySet":
        """Show one's own, and those of the perimeter one steers."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(personne=user) | within_steering(user))


class Habilitation(RoleInPerimeter):
    """A role held by a person within a perimeter."""

    personne = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="habilitations",
    )
    start = models.DateField("du", null=True, blank=True)
    end = models.DateField("au", null=True, blank=True)

    objects = models.Manager.from_queryset(HabilitationQuerySet)()
    has_private_rows = True

    class Meta:
        verbose_name = "habilitation"
        verbose_name_plural = "habilitations"
        ordering = ["personne", "role"]
        constraints = [
            *perimeter_constraints("habilitation"),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")),
                name="habilitation_dates",
                violation_error_message="La fin précède le début.",
            ),
        ]

    def journal_parent(self) -> models.Model:
        return self.personne

    @property
    def is_active(self) -> bool:
        day = timezone.localdate()
        return (self.start is None or self.start <= day) and (
            self.end is None or self.end >= day
        )

    @property
    def is_over(self) -> bool:
        return self.end is not None and self.end < timezone.localdate()

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
