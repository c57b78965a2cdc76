from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from possibles.apps.traitements.enums import OPEN_STATES, State


class TraitementQuerySet(models.QuerySet["Traitement"]):
    def visible_to(self, user: Any) -> "TraitementQuerySet":
        """Show people their own jobs, and the administrateur every job."""
        if not user.is_authenticated:
            return self.none()
        if "administrateur" in user.roles:
            return self
        return self.filter(author=user)


class Traitement(models.Model):
    """A long piece of work asked by a person or by the clock, done by the worker.

    It is the state of a machine, not an act: what it changes is in the journal, what it
    is doing is here.
    """

    kind = models.CharField("nature", max_length=60)
    label = models.CharField("intitulé", max_length=200)
    arguments = models.JSONField("paramètres", default=dict)
    key = models.CharField(
        "clé d’unicité", max_length=120, null=True, blank=True, unique=True
    )
    state = models.CharField(
        "état", max_length=12, choices=State.choices, default=State.EN_ATTENTE
    )
    step = models.CharField("étape", max_length=200, blank=True)
    done = models.PositiveIntegerField("fait", default=0)
    total = models.PositiveIntegerField("à faire", null=True)
    result_url = models.CharField("adresse du résultat", max_length=500, blank=True)
    result_text = models.CharField("résultat", max_length=500, blank=True)
    error = models.CharField("raison de l’échec", max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        on_delete=models.CASCADE,
        related_name="traitements",
    )
    created_at = models.DateTimeField("demandé le", auto_now_add=True, db_index=True)
    started_at = models.DateTimeField("commencé le", null=True)
    heartbeat = models.DateTimeField("dernier signe", null=True)
    finished_at = models.DateTimeField("terminé le", null=True)
    attempts = models.PositiveSmallIntegerField("tentatives", default=0)
    is_cancel_requested = models.BooleanField("annulation demandée", default=False)

    objects = TraitementQuerySet.as_manager()

    class Meta:
        verbose_name = "traitement"
        verbose_name_plural = "traitements"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total=None) | Q(done__lte=F("total")),
                name="traitement_fait_au_plus_le_total",
                violation_error_message="Un traitement ne fait pas plus que son total.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, finished_at=None)
                | (~Q(state__in=OPEN_STATES) & Q(finished_at__isnull=False)),
                name="traitement_fini_a_une_date",
                violation_error_message="Un traitement clos a une date de fin.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("traitement-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def percent(self) -> int | None:
        """How far it is, from 0 to 100; `None` as long as the total is unknown."""
        return None if not self.total else 100 * self.done // self.total


class Effet(models.Model):
    """A step whose effect is committed: a job that starts again does not redo it."""

    traitement = models.ForeignKey(
        Traitement,
        verbose_name="traitement",
        on_delete=models.CASCADE,
        related_name="effets",
    )
    key = models.CharField("étape", max_length=120)

    class Meta:
        verbose_name = "effet"
        verbose_name_plural = "effets"
        constraints = [
            models.UniqueConstraint(
                fields=["traitement", "key"],
                name="effet_unique",
                violation_error_message="Cette étape est déjà faite.",
            )
        ]

    def __str__(self) -> str:
        return self.key
