from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.models import Organisation
from possibles.apps.acteurs.rules import STEERING
from possibles.apps.gouvernance.enums import (
    InstanceKind,
    InstanceLevel,
    MandatKind,
    QuorumRule,
)
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.territoires.models import Commune, ProjetRenouvellement


class InstanceQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "InstanceQuerySet":
        """Show them all: who decides in a public contract is public."""
        return self

    def sitting_for(self, user: Any) -> "InstanceQuerySet":
        """Keep the bodies whose sittings this person may read.

        Those of a reserved body are for its members and for those who steer it; an OPC
        prepares them.
        """
        if not user.is_authenticated:
            return self.none()
        if user.steers_everything or Role.OPC in user.roles:
            return self
        seats = Mandat.objects.held_by(user).values("instance")
        steered = {
            h.commune_id
            for h in user.active_habilitations
            if Role(h.role) in STEERING and h.perimeter == Perimeter.COMMUNE
        }
        return self.filter(
            Q(is_reserved=False) | Q(pk__in=seats) | Q(commune__in=steered)
        )


class Instance(TrackedModel):
    """A body that steers the contract; empty fields are what no document tells."""

    slug = models.SlugField("identifiant", max_length=80, unique=True)
    name = models.CharField("nom", max_length=160)
    level = models.CharField(
        "niveau",
        max_length=20,
        choices=InstanceLevel.choices,
        default=InstanceLevel.METROPOLITAIN,
    )
    kind = models.CharField("nature", max_length=30, choices=InstanceKind.choices)
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="instances",
    )
    renouvellement = models.ForeignKey(
        ProjetRenouvellement,
        verbose_name="projet de renouvellement urbain",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="instances",
    )
    missions = models.TextField("missions", blank=True)
    frequency = models.CharField("fréquence", max_length=120, blank=True)
    chair = models.CharField("présidence", max_length=200, blank=True)
    quorum_rule = models.CharField(
        "quorum",
        max_length=20,
        choices=QuorumRule.choices,
        default=QuorumRule.AUCUN,
        help_text="Les pouvoirs donnés ne comptent pas pour le quorum.",
    )
    quorum_count = models.PositiveSmallIntegerField(
        "sièges nécessaires", null=True, blank=True
    )
    notice_days = models.PositiveSmallIntegerField(
        "délai de convocation (jours)", null=True, blank=True
    )
    is_reserved = models.BooleanField(
        "séances réservées aux membres",
        default=False,
        help_text="Sinon, toute personne qui a un compte lit ses séances.",
    )
    source = models.CharField("source", max_length=200, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(InstanceQuerySet)()

    class Meta:
        verbose_name = "instance"
        verbose_name_plural = "instances"
        ordering = ["level", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(quorum_rule=QuorumRule.NOMBRE) | Q(quorum_count__gte=1),
                name="instance_quorum_nombre",
                violation_error_message=(
                    "Dites combien de sièges il faut pour que l’instance délibère."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def perimeters(self) -> dict[str, set[int]]:
        places = {} if self.renouvellement is None else self.renouvellement.perimeters()
        if self.commune_id is not None:
            places.setdefault("communes", set()).add(self.commune_id)
        return places or {"communes": set()}


class MandatQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "MandatQuerySet":
        """Show who sits to those who have an account; the public reads organisations."""
        return self if user.is_authenticated else self.none()

    def active(self, on: date | None = None) -> "MandatQuerySet":
        day = on or timezone.localdate()
        return self.filter(
            Q(start__isnull=True) | Q(start__lte=day),
            Q(end__isnull=True) | Q(end__gte=day),
        )

    def held_by(self, user: Any) -> "MandatQuerySet":
        """Keep today's seats of a person: named, or left to their organisation."""
        held = Q(personne=user.pk)
        if user.organisation_id is not None:
            held |= Q(personne=None, name="", organisation=user.organisation_id)
        return self.active().filter(held)


class Mandat(TrackedModel):
    """A seat in a body: a person, or an organisation that sends whom it wants."""

    instance = models.ForeignKey(
        Instance,
        verbose_name="instance",
        on_delete=models.CASCADE,
        related_name="mandats",
    )
    kind = models.CharField(
        "siège",
        max_length=20,
        choices=MandatKind.choices,
        default=MandatKind.TITULAIRE,
    )
    titulaire = models.ForeignKey(
        "self",
        verbose_name="suppléant de",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="suppleants",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mandats",
    )
    personne = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mandats",
    )
    name = models.CharField(
        "nom, sans compte",
        max_length=160,
        blank=True,
        help_text="Pour une personne qui n’a pas de compte sur la plateforme.",
    )
    email = models.EmailField(
        "adresse électronique",
        blank=True,
        help_text="Sert à convoquer ; celle du compte est prise quand il y en a un.",
    )
    quality = models.CharField(
        "qualité",
        max_length=160,
        blank=True,
        help_text="Par exemple : présidente, sous-préfète à la ville.",
    )
    votes = models.BooleanField("voix délibérative", default=True)
    start = models.DateField("du", null=True, blank=True)
    end = models.DateField("au", null=True, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(MandatQuerySet)()
    # The journal is never erased; a person may ask to be.
    sensitive_fields = frozenset({"name", "email"})

    class Meta:
        verbose_name = "mandat"
        verbose_name_plural = "mandats"
        ordering = ["instance", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False)
                | Q(personne__isnull=False)
                | ~Q(name=""),
                name="mandat_quelqu_un",
                violation_error_message="Nommez une organisation ou une personne.",
            ),
            models.CheckConstraint(
                condition=Q(personne=None) | Q(name=""),
                name="mandat_un_seul_nom",
                violation_error_message=(
                    "Choisissez la personne qui a un compte, ou écrivez son nom : pas les deux."
                ),
            ),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")),
                name="mandat_dates",
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                condition=Q(titulaire=None) | Q(kind=MandatKind.SUPPLEANT),
                name="mandat_suppleant",
                violation_error_message="Seul un suppléant remplace un titulaire.",
            ),
        ]

    def __str__(self) -> str:
        who = self.who
        if self.organisation and who != str(self.organisation):
            return f"{who} ({self.organisation})"
        return who

    def touch(self, verb: str, fields: dict[str, dict[str, Any]]) -> Any:
        touch = super().touch(verb, fields)
        touch.label = f"Mandat de {self.organisation or f'n° {self.pk}'}"
        return touch

    @property
    def who(self) -> str:
        return str(self.personne or self.name or self.organisation or "")

    @property
    def address(self) -> str:
        """Return where to write: the account's address first."""
        if self.personne is not None:
            return self.personne.email if self.personne.is_active else ""
        return self.email

    def is_active(self, on: date) -> bool:
        return (self.start is None or self.start <= on) and (
            self.end is None or self.end >= on
        )

    def journal_parent(self) -> models.Model:
        return self.instance

    def perimeters(self) -> dict[str, set[int]]:
        return self.instance.perimeters()
