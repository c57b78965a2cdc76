from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from possibles.apps.contrat import validators
from possibles.apps.contrat.enums import (
    IN_FORCE_STATES,
    PUBLIC_STATES,
    AgendaState,
)
from possibles.apps.conventions.models import Convention
from possibles.apps.gouvernance.models import Decision
from possibles.apps.journal.models import Instantane, TrackedModel, TrackedQuerySet

from .cadre import Orientation
from .chantier import Chantier
from .exemples import AvecExemples
from .projet import Projet
from .verrou import refuse_if_locked


class AgendaQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "AgendaQuerySet":
        """Show an agenda to the public from its validation, to members before."""
        return self if user.is_authenticated else self.public()

    def public(self) -> "AgendaQuerySet":
        return self.filter(state__in=PUBLIC_STATES)

    def in_force(self) -> "AgendaQuerySet":
        return self.filter(state__in=IN_FORCE_STATES)


class Agenda(AvecExemples):
    """What the partners commit to for one year.

    Once validated it is frozen in `instantane` and changes only by an `AvenantAgenda`.
    The states and who moves them are in `domain/cycle.py`.
    """

    contrat = models.ForeignKey(
        Convention,
        verbose_name="contrat",
        on_delete=models.PROTECT,
        related_name="agendas",
    )
    year = models.PositiveSmallIntegerField("année", validators=validators.year)
    title = models.CharField("titre", max_length=160)
    introduction = models.TextField("introduction", blank=True)
    state = models.CharField(
        "état",
        max_length=20,
        choices=AgendaState.choices,
        default=AgendaState.PREPARATION,
    )
    projets = models.ManyToManyField(
        Projet, verbose_name="projets", through="Inscription", related_name="agendas"
    )
    chantiers = models.ManyToManyField(
        Chantier, verbose_name="chantiers", related_name="agendas", blank=True
    )
    submitted_on = models.DateField("soumis le", null=True, blank=True)
    validated_on = models.DateField("validé le", null=True, blank=True)
    evaluated_on = models.DateField("évalué le", null=True, blank=True)
    decision = models.ForeignKey(
        Decision,
        verbose_name="décision de validation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agendas",
    )
    instantane = models.ForeignKey(
        Instantane,
        verbose_name="état figé à la validation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agendas",
    )
    evaluation = models.TextField("évaluation partagée", blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(AgendaQuerySet)()

    class Meta:
        verbose_name = "agenda"
        verbose_name_plural = "agendas"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["contrat", "year"],
                name="agenda_unique",
                violation_error_message="Cette année a déjà son agenda : ouvrez-le.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC_STATES) | Q(validated_on__isnull=False),
                name="agenda_date_de_validation",
                violation_error_message="Un agenda validé porte la date du comité.",
            ),
        ]

    def __str__(self) -> str:
        return f"Agenda {self.year}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if (
            not self._state.adding
            and {"title", "introduction"} & self._changed_fields().keys()
        ):
            refuse_if_locked("son texte", pk=self.pk)
        super().save(*args, **kwargs)

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    @property
    def is_in_force(self) -> bool:
        return self.state in IN_FORCE_STATES

    def perimeters(self) -> dict[str, set[int]]:
        """No commune nor organisation: only those who hold the whole contract."""
        return {}


class OfAgendaQuerySet(TrackedQuerySet):
    """Parts of an agenda: seen by whoever sees the agenda."""

    def visible_to(self, user: Any) -> "OfAgendaQuerySet":
        return self.filter(agenda__in=Agenda.objects.visible_to(user))


class Inscription(TrackedModel):
    """A project placed on an agenda; the project itself lives on from year to year."""

    agenda = models.ForeignKey(
        Agenda,
        verbose_name="agenda",
        on_delete=models.CASCADE,
        related_name="inscriptions",
    )
    projet = models.ForeignKey(
        Projet,
        verbose_name="projet",
        on_delete=models.CASCADE,
        related_name="inscriptions",
    )
    orientation = models.ForeignKey(
        Orientation,
        verbose_name="orientation de classement",
        on_delete=models.PROTECT,
        related_name="inscriptions",
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    objectif = models.TextField("objectif de l’année", blank=True)
    is_reconduite = models.BooleanField(
        "reconduit de l’année précédente", default=False
    )

    objects = models.Manager.from_queryset(OfAgendaQuerySet)()

    class Meta:
        verbose_name = "inscription à l’agenda"
        verbose_name_plural = "inscriptions à l’agenda"
        ordering = ["agenda", "orientation__number", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "projet"],
                name="inscription_unique",
                violation_error_message="Ce projet est déjà inscrit à cet agenda.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.projet} — {self.agenda}"

    def journal_parent(self) -> models.Model:
        return self.agenda

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_if_locked("la liste de ses projets", pk=self.agenda_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_if_locked("la liste de ses projets", pk=self.agenda_id)
        return super().delete(*args, **kwargs)

    def perimeters(self) -> dict[str, set[int]]:
        return self.agenda.perimeters()


class AvenantAgenda(TrackedModel):
    """A dated, motivated change to a validated agenda."""

    agenda = models.ForeignKey(
        Agenda,
        verbose_name="agenda",
        on_delete=models.CASCADE,
        related_name="avenants",
    )
    number = models.PositiveSmallIntegerField("numéro")
    date = models.DateField("date")
    motif = models.TextField("motif")
    summary = models.TextField("ce qui change", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        on_delete=models.PROTECT,
        related_name="avenants_agenda",
    )
    decision = models.ForeignKey(
        Decision,
        verbose_name="décision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="avenants_agenda",
    )

    objects = models.Manager.from_queryset(OfAgendaQuerySet)()

    class Meta:
        verbose_name = "avenant à l’agenda"
        verbose_name_plural = "avenants à l’agenda"
        ordering = ["agenda", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "number"],
                name="avenant_agenda_unique",
                violation_error_message="L’agenda a déjà un avenant de ce numéro.",
            ),
            models.CheckConstraint(
                condition=~Q(motif=""),
                name="avenant_agenda_motif",
                violation_error_message="Indiquez le motif de l’avenant.",
            ),
        ]

    def __str__(self) -> str:
        return f"Avenant n° {self.number} à l’agenda {self.agenda.year}"

    def journal_parent(self) -> models.Model:
        return self.agenda
