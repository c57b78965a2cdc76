from typing import Any

from django.db import models

from .commune import Commune


class VoieQuerySet(models.QuerySet["Voie"]):
    def visible_to(self, user: Any) -> "VoieQuerySet":
        """Show them all: the address base is public."""
        return self


class Voie(models.Model):
    """A street of the official address base, with the place of each of its numbers.

    Replaced whole by each reading of the base: nobody writes it. One row a street, its
    numbers inside, keeps three hundred thousand addresses in a few thousand rows.
    """

    commune = models.ForeignKey(
        Commune, verbose_name="commune", on_delete=models.CASCADE, related_name="voies"
    )
    code_insee = models.CharField("code Insee du fichier", max_length=5)
    code_postal = models.CharField("code postal", max_length=5)
    name = models.CharField("nom", max_length=200)
    # From a number, « 12 bis », to its longitude and latitude.
    numbers = models.JSONField("numéros", default=dict)

    objects = models.Manager.from_queryset(VoieQuerySet)()

    class Meta:
        verbose_name = "voie"
        verbose_name_plural = "voies"
        ordering = ["commune", "name", "code_postal"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_insee", "name", "code_postal"],
                name="voie_unique",
                violation_error_message="Cette voie est déjà connue.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.code_postal} {self.commune}"
