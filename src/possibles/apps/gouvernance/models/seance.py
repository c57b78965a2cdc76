from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from possibles.apps.gouvernance.enums import (
    TO_COME,
    CompteRenduState,
    PointKind,
    PresenceState,
    SeanceState,
)
from possibles.apps.journal.models import Instantane, TrackedModel, TrackedQuerySet

from .instance import Instance, Mandat
from .lien import Lie, LieQuerySet, whole_link
from .verrou import SeanceFigeeError, refuse_if_approved

DEFAULT_MINUTES = 120


class SeanceQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "SeanceQuerySet":
        """Show sittings to those who have an account, reserved ones to their members."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(instance__in=Instance.objects.sitting_for(user).order_by())

    def upcoming(self, *, on: date) -> "SeanceQuerySet":
        return self.filter(date__gte=on, state__in=TO_COME).order_by("date", "pk")


class Seance(TrackedModel):
    """A sitting of an instance: its agenda, then what was said, then minutes approved."""

    instance = models.ForeignKey(
        Instance,
        verbose_name="instance",
        on_delete=models.PROTECT,
        related_name="seances",
    )
    date = models.DateField("date")
    time = models.TimeField("heure", null=True, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    state = models.CharField(
        "état",
        max_length=20,
        choices=SeanceState.choices,
        default=SeanceState.PREVUE,
    )
    ordre_du_jour = models.TextField(
        "mot d’introduction",
        blank=True,
        help_text="Lu au-dessus des points de l’ordre du jour, dans la convocation.",
    )
    compte_rendu = models.TextField("compte rendu", blank=True)
    compte_rendu_state = models.CharField(
        "état du compte rendu",
        max_length=20,
        choices=CompteRenduState.choices,
        default=CompteRenduState.BROUILLON,
        editable=False,
    )
    submitted_on = models.DateField(
        "compte rendu soumis le", null=True, blank=True, editable=False
    )
    approved_on = models.DateField(
        "compte rendu approuvé le", null=True, blank=True, editable=False
    )
    approved_in = models.ForeignKey(
        "self",
        verbose_name="approuvé en séance du",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approves",
        editable=False,
    )
    instantane = models.ForeignKey(
        Instantane,
        verbose_name="compte rendu figé",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seances",
        editable=False,
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(SeanceQuerySet)()
    has_private_rows = True

    class Meta:
        verbose_name = "séance"
        verbose_name_plural = "séances"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "date"],
                name="seance_unique",
                violation_error_message=(
                    "Cette instance a déjà une séance ce jour-là : modifiez-la."
                ),
            ),
            models.CheckConstraint(
                condition=Q(compte_rendu="") | Q(state=SeanceState.TENUE),
                name="seance_compte_rendu",
                violation_error_message=(
                    "Indiquez que la séance s’est tenue avant d’écrire son compte rendu."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(compte_rendu_state=CompteRenduState.APPROUVE)
                | Q(approved_on__isnull=False, instantane__isnull=False),
                name="seance_compte_rendu_fige",
                violation_error_message="Un compte rendu approuvé est daté et figé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instance} du {self.date:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and self._changed_fields():
            refuse_if_approved(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_if_approved(self)
        return super().delete(*args, **kwargs)

    def perimeters(self) -> dict[str, set[int]]:
        return self.instance.perimeters()

    @property
    def is_to_come(self) -> bool:
        return self.state in TO_COME

    @property
    def is_approved(self) -> bool:
        return self.compte_rendu_state == CompteRenduState.APPROUVE

    @property
    def starts_at(self) -> datetime | None:
        """Return when it begins, here; nothing while the hour is not set."""
        if self.time is None:
            return None
        return timezone.make_aware(datetime.combine(self.date, self.time))

    @property
    def minutes(self) -> int:
        """Return how long it is planned to last: what its points take, or two hours."""
        asked = sum(point.minutes or 0 for point in self.points.all())
        return asked or DEFAULT_MINUTES

    @property
    def ends_at(self) -> datetime | None:
        start = self.starts_at
        return None if start is None else start + timedelta(minutes=self.minutes)


class OfSeanceQuerySet(LieQuerySet):
    """Parts of a sitting: seen by whoever sees the sitting."""

    def visible_to(self, user: Any) -> "OfSeanceQuerySet":
        return self.filter(seance__in=Seance.objects.visible_to(user).order_by())


class PartOfSeance(TrackedModel):
    """A part of a sitting: closed when the minutes are approved."""

    seance: Any

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding or self._changed_fields():
            refuse_if_approved(self.seance)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_if_approved(self.seance)
        return super().delete(*args, **kwargs)

    def journal_parent(self) -> models.Model:
        seance: models.Model = self.seance
        return seance

    def perimeters(self) -> dict[str, set[int]]:
        places: dict[str, set[int]] = self.seance.perimeters()
        return places


class PointOrdreDuJour(PartOfSeance, Lie):
    """A point of the agenda of a sitting."""

    seance = models.ForeignKey(
        Seance, verbose_name="séance", on_delete=models.CASCADE, related_name="points"
    )
    position = models.PositiveSmallIntegerField("rang", default=1, editable=False)
    title = models.CharField("intitulé", max_length=200)
    kind = models.CharField(
        "nature",
        max_length=20,
        choices=PointKind.choices,
        default=PointKind.INFORMATION,
    )
    presenter = models.CharField("présenté par", max_length=160, blank=True)
    minutes = models.PositiveSmallIntegerField("minutes", null=True, blank=True)
    notes = models.TextField(
        "ce qui s’est dit",
        blank=True,
        help_text="Repris dans le compte rendu.",
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfSeanceQuerySet)()

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        ordering = ["seance", "position", "pk"]
        constraints = [whole_link("point")]

    def __str__(self) -> str:
        return self.title


class Presence(PartOfSeance):
    """Who was there: a seat of the body, or a guest."""

    seance = models.ForeignKey(
        Seance,
        verbose_name="séance",
        on_delete=models.CASCADE,
        related_name="presences",
    )
    mandat = models.ForeignKey(
        Mandat,
        verbose_name="siège",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="presences",
    )
    guest = models.CharField("invité", max_length=200, blank=True)
    state = models.CharField(
        "présence",
        max_length=20,
        choices=PresenceState.choices,
        default=PresenceState.PRESENT,
    )
    by = models.CharField("par", max_length=160, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfSeanceQuerySet)()
    sensitive_fields = frozenset({"guest", "by"})

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ["seance", "mandat", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seance", "mandat"],
                name="presence_unique",
                violation_error_message="Ce siège est déjà pointé pour la séance.",
            ),
            models.CheckConstraint(
                condition=Q(mandat__isnull=False, guest="")
                | Q(mandat__isnull=True) & ~Q(guest=""),
                name="presence_quelqu_un",
                violation_error_message="Pointez un siège, ou nommez un invité.",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[PresenceState.REPRESENTE, PresenceState.POUVOIR]
                )
                | ~Q(by=""),
                name="presence_par_qui",
                violation_error_message="Dites par qui le siège est représenté.",
            ),
        ]

    def __str__(self) -> str:
        return self.guest or str(self.mandat)

    def touch(self, verb: str, fields: dict[str, dict[str, Any]]) -> Any:
        touch = super().touch(verb, fields)
        touch.label = f"Présence, {self.seance}"
        return touch


class Rectification(TrackedModel):
    """A dated and motivated correction of approved minutes, which stay as they were."""

    seance = models.ForeignKey(
        Seance,
        verbose_name="séance",
        on_delete=models.CASCADE,
        related_name="rectifications",
    )
    date = models.DateField("date")
    motif = models.CharField("motif", max_length=300)
    text = models.TextField("rectification")
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfSeanceQuerySet)()

    class Meta:
        verbose_name = "rectification"
        verbose_name_plural = "rectifications"
        ordering = ["seance", "date", "pk"]

    def __str__(self) -> str:
        return f"Rectification du {self.date:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.seance.is_approved:
            raise SeanceFigeeError(
                "Le compte rendu n’est pas encore approuvé : modifiez-le directement."
            )
        super().save(*args, **kwargs)

    def journal_parent(self) -> models.Model:
        return self.seance

    def perimeters(self) -> dict[str, set[int]]:
        return self.seance.perimeters()
