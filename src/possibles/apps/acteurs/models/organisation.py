from typing import Any

from django.core.validators import RegexValidator
from django.db import models

from possibles.apps.acteurs.enums import OrganisationKind
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.territoires.models import Commune
from possibles.common.french import fold


class OrganisationQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "OrganisationQuerySet":
        """Show them all: the partners of a public contract are public."""
        return self


class Organisation(TrackedModel):
    """A body that commits, pays, leads or takes part."""

    slug = models.SlugField("identifiant", max_length=80, unique=True)
    name = models.CharField("nom", max_length=200)
    short_name = models.CharField("sigle", max_length=60, blank=True)
    kind = models.CharField("nature", max_length=20, choices=OrganisationKind.choices)
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
        help_text="La commune que cette organisation administre.",
    )
    siret = models.CharField(
        "SIRET",
        max_length=14,
        blank=True,
        validators=[RegexValidator(r"^\d{14}$", "Un SIRET compte quatorze chiffres.")],
    )
    is_exemple = models.BooleanField("exemple", default=False)
    sort_name = models.CharField("nom de tri", max_length=200, editable=False)

    objects = models.Manager.from_queryset(OrganisationQuerySet)()
    untracked_fields = frozenset({"sort_name"})

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisations"
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return self.short_name or self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = fold(str(self))
        super().save(*args, **kwargs)

    def perimeters(self) -> dict[str, set[int]]:
        """Tell its places: a commune's own services are in that commune."""
        places = {"organisations": {self.pk}}
        if self.commune_id:
            places["communes"] = {self.commune_id}
        return places


class ServiceQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ServiceQuerySet":
        """Show them all, as their organisations are."""
        return self


class Service(TrackedModel):
    """A department of an organisation: « Métropole (Cohésion sociale) »."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.CASCADE,
        related_name="services",
    )
    name = models.CharField("nom", max_length=160)

    objects = models.Manager.from_queryset(ServiceQuerySet)()

    class Meta:
        verbose_name = "service"
        verbose_name_plural = "services"
        ordering = ["organisation", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="service_unique",
                violation_error_message="Ce service existe déjà dans l’organisation.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def journal_parent(self) -> models.Model:
        return self.organisation

    def perimeters(self) -> dict[str, set[int]]:
        return self.organisation.perimeters()
