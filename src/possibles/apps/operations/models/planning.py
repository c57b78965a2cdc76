"""The schedule: tasks, links between them, interfaces between owners."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.journal.models import (
    TrackedModel,
    TrackedQuerySet,
    current_change,
)
from possibles.apps.operations.enums import (
    OPEN_INTERFACES,
    PUBLISHED,
    CalendrierDeTache,
    ContrainteKind,
    DelaiDeLien,
    EtatInterface,
    NatureInterface,
    NatureLien,
    RoleDeTache,
    TacheKind,
)
from possibles.apps.operations.rules import is_agent

from .operation import OfOperation, OfOperationQuerySet, Operation

COMPUTED_FIELDS = (
    "early_start",
    "early_finish",
    "late_start",
    "late_finish",
    "total_float",
    "free_float",
    "is_critical",
)
"""Columns of a task that only `domain.planning` writes."""

_DAYS = [MaxValueValidator(5000)]


class Tache(OfOperation):
    """A task, a milestone or a group of tasks of an operation.

    Durations are working days of the task's own calendar. Dates people give are
    inclusive; `early_start`… are computed from them, from links and from the day.
    """

    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        on_delete=models.CASCADE,
        related_name="taches",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="groupe",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="children",
    )
    position = models.PositiveIntegerField("rang", default=0)
    name = models.CharField("nom", max_length=200)
    kind = models.CharField(
        "nature", max_length=10, choices=TacheKind.choices, default=TacheKind.TACHE
    )
    role = models.CharField(
        "étape", max_length=20, choices=RoleDeTache.choices, default=RoleDeTache.AUTRE
    )
    duration_days = models.PositiveIntegerField(
        "durée (jours ouvrés)", default=0, validators=_DAYS
    )
    duration_min = models.PositiveIntegerField(
        "durée la plus courte", null=True, blank=True, validators=_DAYS
    )
    duration_typ = models.PositiveIntegerField(
        "durée habituelle", null=True, blank=True, validators=_DAYS
    )
    duration_max = models.PositiveIntegerField(
        "durée la plus longue", null=True, blank=True, validators=_DAYS
    )
    calendar = models.CharField(
        "calendrier",
        max_length=10,
        choices=CalendrierDeTache.choices,
        default=CalendrierDeTache.OUVRE,
    )
    constraint_kind = models.CharField(
        "contrainte", max_length=20, choices=ContrainteKind.choices, blank=True
    )
    constraint_date = models.DateField("date de la contrainte", null=True, blank=True)
    deadline = models.DateField("échéance", null=True, blank=True)
    actual_start = models.DateField("commencée le", null=True, blank=True)
    actual_finish = models.DateField("terminée le", null=True, blank=True)
    percent = models.PositiveSmallIntegerField(
        "avancement (%)", default=0, validators=[MaxValueValidator(100)]
    )
    remaining_days = models.PositiveIntegerField(
        "durée restante (jours ouvrés)",
        null=True,
        blank=True,
        validators=_DAYS,
        help_text="Vide\u202f: ce que l’avancement laisse de la durée.",
    )
    responsable = models.ForeignKey(
        Organisation,
        verbose_name="responsable",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="taches",
        help_text="Vide\u202f: le maître d’ouvrage.",
    )
    note = models.TextField("note", blank=True)
    is_exemple = models.BooleanField("exemple", default=False)
    early_start = models.DateField("début prévu", null=True, editable=False)
    early_finish = models.DateField("fin prévue", null=True, editable=False)
    late_start = models.DateField("début au plus tard", null=True, editable=False)
    late_finish = models.DateField("fin au plus tard", null=True, editable=False)
    total_float = models.IntegerField("marge totale", null=True, editable=False)
    free_float = models.IntegerField("marge libre", null=True, editable=False)
    is_critical = models.BooleanField("critique", default=False, editable=False)

    objects = models.Manager.from_queryset(OfOperationQuerySet)()
    untracked_fields = frozenset(COMPUTED_FIELDS)

    class Meta:
        verbose_name = "tâche"
        verbose_name_plural = "tâches"
        ordering = ["operation", "position", "pk"]
        indexes = [
            models.Index(fields=["operation", "position"], name="tache_rang"),
            models.Index(fields=["role", "early_finish"], name="tache_etape"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=TacheKind.TACHE) | Q(duration_days=0),
                name="tache_duree_selon_nature",
                violation_error_message=(
                    "Un jalon ou un groupe n’a pas de durée\u202f: laissez zéro."
                ),
            ),
            models.CheckConstraint(
                condition=Q(constraint_kind="", constraint_date=None)
                | Q(constraint_kind=ContrainteKind.AU_PLUS_TARD, constraint_date=None)
                | (
                    Q(constraint_date__isnull=False)
                    & ~Q(constraint_kind="")
                    & ~Q(constraint_kind=ContrainteKind.AU_PLUS_TARD)
                ),
                name="tache_contrainte_entiere",
                violation_error_message=(
                    "Une contrainte a une date, sauf «\u202fle plus tard possible\u202f»."
                ),
            ),
            models.CheckConstraint(
                condition=Q(actual_finish=None) | Q(actual_start__isnull=False),
                name="tache_finie_donc_commencee",
                violation_error_message="Dites quand la tâche a commencé.",
            ),
            models.CheckConstraint(
                condition=Q(actual_finish=None)
                | Q(actual_finish__gte=F("actual_start")),
                name="tache_dates_reelles",
                violation_error_message="La tâche finit avant d’avoir commencé.",
            ),
            models.CheckConstraint(
                condition=(Q(percent=0, remaining_days=None))
                | Q(actual_start__isnull=False),
                name="tache_avancement",
                violation_error_message=(
                    "Une tâche qui avance a commencé\u202f: donnez le jour."
                ),
            ),
            models.CheckConstraint(
                condition=Q(duration_min=None, duration_typ=None, duration_max=None)
                | Q(
                    duration_min__lte=F("duration_typ"),
                    duration_typ__lte=F("duration_max"),
                ),
                name="tache_fourchette",
                violation_error_message=(
                    "Donnez trois durées dans l’ordre\u202f: courte, habituelle, longue."
                ),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="tache_pas_son_groupe",
                violation_error_message="Une tâche n’est pas son propre groupe.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_started(self) -> bool:
        return self.actual_start is not None

    @property
    def is_finished(self) -> bool:
        return self.actual_finish is not None

    @property
    def is_group(self) -> bool:
        return self.kind == TacheKind.GROUPE

    @property
    def is_milestone(self) -> bool:
        return self.kind == TacheKind.JALON


class LienQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "LienQuerySet":
        """Show a link to whoever sees both of its ends."""
        if is_agent(user):
            return self
        return self.filter(
            predecessor__operation__state__in=PUBLISHED,
            successor__operation__state__in=PUBLISHED,
        )

    def across(self) -> "LienQuerySet":
        """Keep the links between two operations."""
        return self.exclude(predecessor__operation=F("successor__operation"))


class Lien(TrackedModel):
    """A precedence between two tasks, of one operation or of two."""

    predecessor = models.ForeignKey(
        Tache,
        verbose_name="tâche qui précède",
        on_delete=models.CASCADE,
        related_name="successor_links",
    )
    successor = models.ForeignKey(
        Tache,
        verbose_name="tâche qui suit",
        on_delete=models.CASCADE,
        related_name="predecessor_links",
    )
    nature = models.CharField(
        "nature", max_length=2, choices=NatureLien.choices, default=NatureLien.FD
    )
    lag_days = models.SmallIntegerField(
        "délai (jours)",
        default=0,
        validators=[MinValueValidator(-3000), MaxValueValidator(3000)],
    )
    lag_calendar = models.CharField(
        "délai compté en",
        max_length=10,
        choices=DelaiDeLien.choices,
        default=DelaiDeLien.OUVRE,
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(LienQuerySet)()

    class Meta:
        verbose_name = "lien"
        verbose_name_plural = "liens"
        ordering = ["successor", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "nature"],
                name="lien_unique",
                violation_error_message="Ces deux tâches sont déjà liées ainsi.",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="lien_deux_taches",
                violation_error_message="Une tâche ne se précède pas elle-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def read_keys(self) -> None:
        """Take the keys its tasks were given after the link was made."""
        for name in ("predecessor", "successor"):
            setattr(self, name, getattr(self, name))

    def journal_parent(self) -> models.Model:
        return self.successor.operation

    def perimeters(self) -> dict[str, set[int]]:
        """Follow the successor: a link binds it, and is its owner's to write."""
        return self.successor.operation.perimeters()


class InterfaceQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "InterfaceQuerySet":
        """Show an interface to whoever sees both operations."""
        if is_agent(user):
            return self
        return self.filter(gives__state__in=PUBLISHED, gets__state__in=PUBLISHED)

    def open(self) -> "InterfaceQuerySet":
        return self.filter(state__in=OPEN_INTERFACES)

    def conflicts(self) -> "InterfaceQuerySet":
        """Keep the open ones promised, or expected, later than they are needed."""
        return self.open().filter(
            Q(needed__lt=F("promised")) | Q(needed__lt=F("forecast"))
        )


class Interface(TrackedModel):
    """What one operation must give another on a day: a cleared site, a cut network.

    `promised` is the giver's word, `needed` the getter's; `forecast` and `expected`
    come from the schedule, when the interface names the two tasks.
    """

    gives = models.ForeignKey(
        Operation,
        verbose_name="opération qui donne",
        on_delete=models.CASCADE,
        related_name="interfaces_given",
    )
    gives_tache = models.ForeignKey(
        Tache,
        verbose_name="tâche qui donne",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interfaces_given",
    )
    gets = models.ForeignKey(
        Operation,
        verbose_name="opération qui reçoit",
        on_delete=models.CASCADE,
        related_name="interfaces_got",
    )
    gets_tache = models.ForeignKey(
        Tache,
        verbose_name="tâche qui reçoit",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interfaces_got",
    )
    nature = models.CharField("nature", max_length=20, choices=NatureInterface.choices)
    label = models.CharField("ce qui est remis", max_length=200)
    promised = models.DateField("promis pour le", null=True, blank=True)
    needed = models.DateField("nécessaire le", null=True, blank=True)
    responsable = models.ForeignKey(
        Organisation,
        verbose_name="responsable",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interfaces",
        help_text="Vide\u202f: le maître d’ouvrage de l’opération qui donne.",
    )
    state = models.CharField(
        "état",
        max_length=20,
        choices=EtatInterface.choices,
        default=EtatInterface.DEMANDEE,
    )
    held_on = models.DateField("tenue le", null=True, blank=True)
    note = models.TextField("note", blank=True)
    is_exemple = models.BooleanField("exemple", default=False)
    forecast = models.DateField("prévu au planning", null=True, editable=False)
    expected = models.DateField("attendu au planning", null=True, editable=False)

    objects = models.Manager.from_queryset(InterfaceQuerySet)()
    untracked_fields = frozenset({"forecast", "expected"})

    class Meta:
        verbose_name = "interface"
        verbose_name_plural = "interfaces"
        ordering = ["needed", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(gives=F("gets")),
                name="interface_deux_operations",
                violation_error_message=(
                    "Une interface relie deux opérations différentes."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=EtatInterface.PROMISE) | Q(promised__isnull=False),
                name="interface_promise_datee",
                violation_error_message="Une promesse a une date.",
            ),
            models.CheckConstraint(
                condition=~Q(state=EtatInterface.TENUE) | Q(held_on__isnull=False),
                name="interface_tenue_datee",
                violation_error_message="Dites quel jour l’interface a été tenue.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep each slip of the promise, with the reason of the change."""
        slipped = not self._state.adding and "promised" in self._changed_fields()
        old = self._loaded.get("promised") if slipped else None
        super().save(*args, **kwargs)
        if slipped and old is not None:
            Glissement.objects.create(
                interface=self,
                old=old,
                new=self.promised,
                reason=current_change().reason,
            )

    def journal_parent(self) -> models.Model:
        return self.gets

    def perimeters(self) -> dict[str, set[int]]:
        places = self.gives.perimeters()
        for key, values in self.gets.perimeters().items():
            places[key] = places.get(key, set()) | values
        return places

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_INTERFACES

    @property
    def margin_days(self) -> int | None:
        """Days between the promise and the need; negative when promised too late."""
        if self.needed is None or self.promised is None:
            return None
        return (self.needed - self.promised).days

    @property
    def forecast_margin_days(self) -> int | None:
        """The same, with the date the schedule now gives."""
        if self.needed is None or self.forecast is None:
            return None
        return (self.needed - self.forecast).days

    @property
    def is_conflict(self) -> bool:
        margins = (self.margin_days, self.forecast_margin_days)
        return self.is_open and any(m is not None and m < 0 for m in margins)


class GlissementQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "GlissementQuerySet":
        if is_agent(user):
            return self
        return self.filter(
            interface__gives__state__in=PUBLISHED, interface__gets__state__in=PUBLISHED
        )


class Glissement(TrackedModel):
    """A promise that moved: from when to when, and why."""

    interface = models.ForeignKey(
        Interface,
        verbose_name="interface",
        on_delete=models.CASCADE,
        related_name="glissements",
    )
    date = models.DateTimeField("constaté le", auto_now_add=True)
    old = models.DateField("promis auparavant")
    new = models.DateField("promis désormais", null=True)
    reason = models.TextField("motif", blank=True)

    objects = models.Manager.from_queryset(GlissementQuerySet)()

    class Meta:
        verbose_name = "glissement"
        verbose_name_plural = "glissements"
        ordering = ["interface", "date", "pk"]

    def __str__(self) -> str:
        return f"{self.interface}, {self.old:%d/%m/%Y}"

    def journal_parent(self) -> models.Model:
        return self.interface

    def perimeters(self) -> dict[str, set[int]]:
        return self.interface.perimeters()

    @property
    def slip_days(self) -> int | None:
        return None if self.new is None else (self.new - self.old).days
