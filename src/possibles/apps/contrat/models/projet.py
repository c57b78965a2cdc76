from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from possibles.apps.acteurs.models import Organisation, Service
from possibles.apps.contrat.enums import (
    CLOSED_STATUTS,
    PUBLIC_STATES,
    Meteo,
    Registre,
    Statut,
)
from possibles.apps.journal.models import (
    TrackedModel,
    TrackedQuerySet,
    current_change,
)
from possibles.apps.territoires.models import Commune, Quartier
from possibles.common.french import fold

from .cadre import Orientation, Outil
from .exemples import AvecExemples
from .verrou import refuse_if_locked

COMMITTED_FIELDS = frozenset(
    {"title", "presentation", "registre", "chef_de_file", "public_vise", "start", "end"}
)
"""What a validated agenda freezes; the rest of a project is its follow-up."""


DERIVED_FIELDS = ("meteo", "meteo_on", "last_news_at")


class ProjetQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ProjetQuerySet":
        """Show everyone the projects of a validated agenda, members all of them."""
        if user.is_authenticated:
            return self
        inscriptions = self.model._meta.get_field("inscriptions").related_model
        return self.filter(
            Exists(
                inscriptions.objects.filter(
                    projet=OuterRef("pk"), agenda__state__in=PUBLIC_STATES
                )
            )
        )

    def active(self) -> "ProjetQuerySet":
        return self.exclude(statut__in=CLOSED_STATUTS)

    def in_commune(self, code_insee: str) -> "ProjetQuerySet":
        """Keep those of a commune or of a quarter that touches it."""
        model = self.model
        named = model.communes.through.objects.filter(commune__code_insee=code_insee)
        touching = model.quartiers.through.objects.filter(
            quartier__communes__code_insee=code_insee
        )
        return self.filter(
            Q(pk__in=named.order_by().values("projet"))
            | Q(pk__in=touching.order_by().values("projet"))
        )

    def of_organisation(self, slug: str) -> "ProjetQuerySet":
        """Keep those an organisation leads or takes part in."""
        partners = self.model._meta.get_field("partenaires").related_model
        held = partners.objects.filter(organisation__slug=slug).order_by()
        return self.filter(Q(chef_de_file__slug=slug) | Q(pk__in=held.values("projet")))

    def without_chef_de_file(self) -> "ProjetQuerySet":
        return self.filter(chef_de_file=None)

    def without_news(
        self, *, days: int = 90, on: date | None = None
    ) -> "ProjetQuerySet":
        """Keep those of which nobody said anything for so many days."""
        day = (on or timezone.localdate()) - timedelta(days=days)
        limit = timezone.make_aware(datetime.combine(day, time.min))
        return self.filter(Q(last_news_at=None) | Q(last_news_at__lt=limit))

    def without_value(self) -> "ProjetQuerySet":
        """Keep those no indicator of which has ever been measured."""
        indicateurs = self.model._meta.get_field("indicateurs").related_model
        return self.filter(
            ~Exists(
                indicateurs.objects.filter(projet=OuterRef("pk"), releves__isnull=False)
            )
        )


class Projet(AvecExemples):
    """A cooperation project: one identity for all its years."""

    slug = models.SlugField("identifiant", max_length=80, unique=True)
    title = models.CharField("intitulé", max_length=300)
    registre = models.CharField(
        "registre", max_length=30, choices=Registre.choices, blank=True
    )
    presentation = models.TextField("présentation", blank=True)
    public_vise = models.CharField("public visé", max_length=300, blank=True)
    statut = models.CharField(
        "statut", max_length=20, choices=Statut.choices, default=Statut.A_ENGAGER
    )
    chef_de_file = models.ForeignKey(
        Organisation,
        verbose_name="chef de file",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projets_pilotes",
    )
    pilote = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="pilote",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projets_pilotes",
    )
    start = models.DateField("début", null=True, blank=True)
    end = models.DateField("fin", null=True, blank=True)
    orientations = models.ManyToManyField(
        Orientation, verbose_name="orientations", related_name="projets", blank=True
    )
    outils = models.ManyToManyField(
        Outil, verbose_name="mesures mobilisées", related_name="projets", blank=True
    )
    communes = models.ManyToManyField(
        Commune, verbose_name="communes", related_name="projets", blank=True
    )
    quartiers = models.ManyToManyField(
        Quartier, verbose_name="quartiers", related_name="projets", blank=True
    )
    # Kept up to date by `domain`: the last published synthesis, and the last news.
    meteo = models.CharField(
        "météo", max_length=20, choices=Meteo.choices, blank=True, editable=False
    )
    meteo_on = models.DateField("météo du", null=True, editable=False)
    last_news_at = models.DateTimeField(
        "dernière nouvelle", null=True, editable=False, db_index=True
    )
    is_exemple = models.BooleanField("exemple", default=False)
    sort_title = models.CharField("titre de tri", max_length=320, editable=False)

    objects = models.Manager.from_queryset(ProjetQuerySet)()
    untracked_fields = frozenset({*DERIVED_FIELDS, "sort_title"})

    class Meta:
        verbose_name = "projet de coopération"
        verbose_name_plural = "projets de coopération"
        ordering = ["sort_title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")),
                name="projet_dates",
                violation_error_message="La fin du projet précède son début.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="projet_intitule",
                violation_error_message="Donnez un intitulé au projet.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_title = fold(self.title)
        if not self._state.adding:
            changed = self._changed_fields().keys()
            self._refuse_locked(COMMITTED_FIELDS & changed)
            self._read_derived()
            if current_change().author is not None and changed:
                self.last_news_at = timezone.now()
        super().save(*args, **kwargs)

    def _refuse_locked(self, names: Collection[str]) -> None:
        if names:
            fields = [f for f in self._meta.concrete_fields if f.name in names]
            labels = ", ".join(str(f.verbose_name) for f in fields)
            refuse_if_locked(f"« {labels} »", projets=self.pk)

    def _read_derived(self) -> None:
        """Take the derived columns as stored: they move without a new version."""
        stored = Projet.objects.filter(pk=self.pk).values(*DERIVED_FIELDS).first()
        for name, value in (stored or {}).items():
            setattr(self, name, value)

    @property
    def is_closed(self) -> bool:
        return self.statut in CLOSED_STATUTS

    @property
    def partner_names(self) -> list[str]:
        """The organisations taking part, each once whatever the number of its services."""
        names = (str(partner.organisation) for partner in self.partenaires.all())
        return list(dict.fromkeys(names))

    def perimeters(self) -> dict[str, set[int]]:
        """Where the project is and who leads it; prefetch what lists ask it of."""
        quartiers = list(self.quartiers.all())
        return {
            "communes": {c.pk for c in self.communes.all()}
            | {q.commune_id for q in quartiers},
            "quartiers": {q.pk for q in quartiers},
            "organisations": {self.chef_de_file_id} - {None},
        }


def tell_news(projet_id: int | None) -> None:
    """Note that a person said something of a project; machines tell no news."""
    if projet_id is not None and current_change().author is not None:
        Projet.objects.filter(pk=projet_id).unrecorded_update(
            last_news_at=timezone.now()
        )


class OfProjetQuerySet(TrackedQuerySet):
    """Parts of a project: seen by whoever sees the project."""

    def visible_to(self, user: Any) -> "OfProjetQuerySet":
        if user.is_authenticated:
            return self
        return self.filter(projet__in=Projet.objects.visible_to(user).order_by())


class Partenaire(AvecExemples):
    """An organisation associated with a project, and what it commits to in it."""

    projet = models.ForeignKey(
        Projet,
        verbose_name="projet",
        on_delete=models.CASCADE,
        related_name="partenaires",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="partenariats",
    )
    service = models.ForeignKey(
        Service,
        verbose_name="service",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="partenariats",
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    label = models.CharField("tel qu’écrit", max_length=200, blank=True)
    engagement = models.TextField("ce à quoi il s’engage", blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfProjetQuerySet)()

    class Meta:
        verbose_name = "partenaire"
        verbose_name_plural = "partenaires"
        ordering = ["projet", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["projet", "organisation", "service"],
                condition=Q(service__isnull=False),
                name="partenaire_service_unique",
                violation_error_message="Ce service est déjà partenaire du projet.",
            ),
            models.UniqueConstraint(
                fields=["projet", "organisation"],
                condition=Q(service=None),
                name="partenaire_unique",
                violation_error_message=(
                    "Cette organisation est déjà partenaire du projet."
                ),
            ),
        ]

    def __str__(self) -> str:
        if self.service is None:
            return str(self.organisation)
        return f"{self.organisation} ({self.service})"

    def journal_parent(self) -> models.Model:
        return self.projet

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_if_locked("ce à quoi les partenaires s’engagent", projets=self.projet_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_if_locked("la liste des partenaires", projets=self.projet_id)
        return super().delete(*args, **kwargs)

    def perimeters(self) -> dict[str, set[int]]:
        return self.projet.perimeters()


class JalonQuerySet(OfProjetQuerySet):
    def late(self, *, on: date) -> "JalonQuerySet":
        return self.filter(done_on=None, due__lt=on)


class Jalon(TrackedModel):
    """A dated step of a project."""

    projet = models.ForeignKey(
        Projet,
        verbose_name="projet",
        on_delete=models.CASCADE,
        related_name="jalons",
    )
    label = models.CharField("jalon", max_length=200)
    due = models.DateField("prévu le")
    initial_due = models.DateField(
        "prévu le (à l’origine)", null=True, blank=True, editable=False
    )
    done_on = models.DateField("atteint le", null=True, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(JalonQuerySet)()

    class Meta:
        verbose_name = "jalon"
        verbose_name_plural = "jalons"
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["projet", "label"],
                name="jalon_unique",
                violation_error_message="Le projet a déjà un jalon de ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def journal_parent(self) -> models.Model:
        return self.projet

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.initial_due is None:
            self.initial_due = self.due
        super().save(*args, **kwargs)
        tell_news(self.projet_id)

    def perimeters(self) -> dict[str, set[int]]:
        return self.projet.perimeters()

    @property
    def slip_days(self) -> int:
        """How many days later than first foreseen; negative when earlier."""
        reached = self.done_on or self.due
        return 0 if self.initial_due is None else (reached - self.initial_due).days
