"""What frames the contract: its défis, orientations, toolbox and expected numbers."""

from typing import Any

from django.db import models

from possibles.apps.journal.models import TrackedModel, TrackedQuerySet


class CadreQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "CadreQuerySet":
        """Show it all: the frame of the contract is public."""
        return self


class Defi(TrackedModel):
    """A great challenge. The documents announce ten and name none: none is invented."""

    number = models.PositiveSmallIntegerField("numéro", unique=True)
    name = models.CharField("nom", max_length=200)
    text = models.TextField("texte", blank=True)

    objects = models.Manager.from_queryset(CadreQuerySet)()

    class Meta:
        verbose_name = "défi"
        verbose_name_plural = "défis"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Orientation(TrackedModel):
    """A stage of a resident's life, along which the contract acts."""

    number = models.PositiveSmallIntegerField("numéro", unique=True)
    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)
    parcours = models.TextField("parcours de vie")

    objects = models.Manager.from_queryset(CadreQuerySet)()

    class Meta:
        verbose_name = "orientation"
        verbose_name_plural = "orientations"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class FamilleOutil(TrackedModel):
    """A family of measures of the toolbox."""

    number = models.PositiveSmallIntegerField("numéro", unique=True)
    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=160)

    objects = models.Manager.from_queryset(CadreQuerySet)()

    class Meta:
        verbose_name = "famille d’outils"
        verbose_name_plural = "familles d’outils"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Outil(TrackedModel):
    """A measure of the toolbox."""

    famille = models.ForeignKey(
        FamilleOutil,
        verbose_name="famille",
        on_delete=models.PROTECT,
        related_name="outils",
    )
    number = models.PositiveSmallIntegerField("numéro", unique=True)
    slug = models.SlugField("identifiant", max_length=80, unique=True)
    name = models.CharField("mesure", max_length=300)

    objects = models.Manager.from_queryset(CadreQuerySet)()

    class Meta:
        verbose_name = "mesure de la boîte à outils"
        verbose_name_plural = "mesures de la boîte à outils"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Attendu(TrackedModel):
    """A number the documents announce, to set against what is really described.

    `code` names the count in `domain/queries/attendus.py`.
    """

    code = models.SlugField("code", max_length=60, unique=True)
    position = models.PositiveSmallIntegerField("rang", default=0)
    label = models.CharField("ce qui est attendu", max_length=160)
    value = models.PositiveIntegerField("nombre attendu")
    source = models.CharField("source", max_length=300)
    remark = models.TextField("remarque", blank=True)

    objects = models.Manager.from_queryset(CadreQuerySet)()

    class Meta:
        verbose_name = "nombre attendu"
        verbose_name_plural = "nombres attendus"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.label
