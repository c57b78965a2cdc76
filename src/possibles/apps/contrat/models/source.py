"""What the founding documents literally say: table rows, sheets, and typed notes.

The seeds do not agree with themselves (rows without a sheet, sheets without a row…).
Nothing is smoothed over: each row and each sheet is kept as written and linked to the
project it tells of, and a note says what the reader should know.
"""

from django.db import models

from possibles.apps.contrat.enums import NoteKind
from possibles.apps.journal.models import TrackedModel

from .agenda import Agenda, OfAgendaQuerySet
from .cadre import CadreQuerySet, Orientation
from .projet import Projet


class LigneAgenda(TrackedModel):
    """A row of an orientation's table of cooperation projects."""

    agenda = models.ForeignKey(
        Agenda, verbose_name="agenda", on_delete=models.CASCADE, related_name="lignes"
    )
    orientation = models.ForeignKey(
        Orientation,
        verbose_name="orientation",
        on_delete=models.PROTECT,
        related_name="lignes",
    )
    position = models.PositiveSmallIntegerField("rang")
    title = models.CharField("projet, tel qu’écrit", max_length=300)
    partenaires_text = models.CharField("partenaires, tels qu’écrits", max_length=300)
    projets = models.ManyToManyField(
        Projet, verbose_name="projets", related_name="lignes"
    )

    objects = models.Manager.from_queryset(OfAgendaQuerySet)()

    class Meta:
        verbose_name = "ligne de l’agenda"
        verbose_name_plural = "lignes de l’agenda"
        ordering = ["agenda", "orientation__number", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "orientation", "position"],
                name="ligne_agenda_unique",
                violation_error_message="Ce rang du tableau est déjà pris.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def journal_parent(self) -> models.Model:
        return self.agenda


class Fiche(TrackedModel):
    """A project sheet of the booklet: what it writes before anything is normalised."""

    agenda = models.ForeignKey(
        Agenda, verbose_name="agenda", on_delete=models.CASCADE, related_name="fiches"
    )
    orientation = models.ForeignKey(
        Orientation,
        verbose_name="orientation",
        on_delete=models.PROTECT,
        related_name="fiches",
    )
    position = models.PositiveSmallIntegerField("rang")
    projet = models.ForeignKey(
        Projet, verbose_name="projet", on_delete=models.CASCADE, related_name="fiches"
    )
    title = models.CharField("intitulé, tel qu’écrit", max_length=300)
    registre_text = models.CharField("registre, tel qu’écrit", max_length=60)
    partenaires_text = models.TextField("partenaires, tels qu’écrits")
    indicateurs_text = models.TextField("indicateurs de réussite, tels qu’écrits")

    objects = models.Manager.from_queryset(OfAgendaQuerySet)()

    class Meta:
        verbose_name = "fiche"
        verbose_name_plural = "fiches"
        ordering = ["agenda", "orientation__number", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "orientation", "position"],
                name="fiche_unique",
                violation_error_message="Ce rang du cahier est déjà pris.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def journal_parent(self) -> models.Model:
        return self.agenda


class Note(TrackedModel):
    """A word of explanation the sources need, with what each of them says."""

    slug = models.SlugField("identifiant", max_length=80, unique=True)
    kind = models.CharField("nature", max_length=20, choices=NoteKind.choices)
    subject = models.SlugField(
        "sujet", max_length=60, blank=True, help_text="Code d’un nombre attendu."
    )
    text = models.TextField("note")
    # A list of pairs: `source` (which document, where) and `dit` (its own words).
    sources = models.JSONField("ce que dit chaque source", default=list, blank=True)
    projets = models.ManyToManyField(
        Projet, verbose_name="projets", related_name="notes", blank=True
    )

    objects = models.Manager.from_queryset(CadreQuerySet)()

    class Meta:
        verbose_name = "note"
        verbose_name_plural = "notes"
        ordering = ["kind", "slug"]

    def __str__(self) -> str:
        return self.text[:80]
