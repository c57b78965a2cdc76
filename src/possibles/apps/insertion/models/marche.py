from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.insertion.enums import (
    AWARDED,
    Arrondi,
    Cadre,
    Clause,
    Derogation,
    IntervenantRole,
    MarcheState,
)
from possibles.apps.insertion.models.famille import (
    SHARE,
    FamilleDeMarche,
    Hypothese,
    OpenQuerySet,
)
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import Commune, ProjetRenouvellement, Quartier
from possibles.common.french import fold
from possibles.common.money import MontantField

HOURS = [MinValueValidator(0), MaxValueValidator(10_000_000)]


class Globalisation(TrackedModel):
    """Contracts whose hours are pooled: the small ones hand theirs to the large ones."""

    name = models.CharField("nom", max_length=160, unique=True)
    minimum = models.PositiveIntegerField(
        "heures en dessous desquelles un marché cède les siennes", default=50
    )
    note = models.TextField("note", blank=True)

    objects = models.Manager.from_queryset(OpenQuerySet)()

    class Meta:
        verbose_name = "globalisation"
        verbose_name_plural = "globalisations"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MarcheQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "MarcheQuerySet":
        """Show everyone the signed contracts; the others to those with an account."""
        if user.is_authenticated:
            return self
        return self.filter(state__in=AWARDED)

    def with_clause(self) -> "MarcheQuerySet":
        return self.exclude(clause=Clause.AUCUNE)


class Marche(TrackedModel):
    """A public contract and the hours of insertion it owes.

    `objective_hours` is derived: computed from `hypothese` and from the contract's own
    values when it has some, or written in the contract (`contract_hours`).
    """

    reference = models.CharField(
        "référence", max_length=60, help_text="Le numéro du marché chez l’acheteur."
    )
    title = models.CharField("objet", max_length=250)
    maitre_ouvrage = models.ForeignKey(
        Organisation,
        verbose_name="maître d’ouvrage",
        on_delete=models.PROTECT,
        related_name="marches",
    )
    titulaire = models.ForeignKey(
        Organisation,
        verbose_name="titulaire",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="marches_obtenus",
    )
    famille = models.ForeignKey(
        FamilleDeMarche,
        verbose_name="famille",
        on_delete=models.PROTECT,
        related_name="marches",
    )
    hypothese = models.ForeignKey(
        Hypothese,
        verbose_name="hypothèse retenue",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="marches",
    )
    state = models.CharField(
        "état",
        max_length=20,
        choices=MarcheState.choices,
        default=MarcheState.PREVU,
    )
    amount = MontantField("montant HT", null=True, blank=True)
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="marches",
    )
    quartiers = models.ManyToManyField(
        Quartier, verbose_name="quartiers", related_name="marches", blank=True
    )
    projet_renouvellement = models.ForeignKey(
        ProjetRenouvellement,
        verbose_name="projet de renouvellement urbain",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="marches",
    )
    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="marches",
        help_text="Celle dont ce marché réalise les travaux ou les études.",
    )
    consulted_on = models.DateField("consultation lancée le", null=True, blank=True)
    notified_on = models.DateField("notifié le", null=True, blank=True)
    start = models.DateField("début d’exécution", null=True, blank=True)
    end = models.DateField("fin d’exécution", null=True, blank=True)
    clause = models.CharField(
        "clause sociale",
        max_length=20,
        choices=Clause.choices,
        default=Clause.EXECUTION,
    )
    derogation = models.CharField(
        "motif de dérogation", max_length=20, choices=Derogation.choices, blank=True
    )
    derogation_note = models.TextField("justification", blank=True)
    labour_share = models.DecimalField(
        "part de main-d’œuvre propre au marché", null=True, blank=True, **SHARE
    )
    hourly_cost = MontantField("coût horaire propre au marché", null=True, blank=True)
    rate = models.DecimalField("taux propre au marché", null=True, blank=True, **SHARE)
    step = models.PositiveSmallIntegerField(
        "arrondi propre au marché", choices=Arrondi.choices, null=True, blank=True
    )
    contract_hours = models.PositiveIntegerField(
        "heures inscrites au marché",
        null=True,
        blank=True,
        validators=HOURS,
        help_text="Si le marché écrit son propre volume, il l’emporte sur le calcul.",
    )
    objective_hours = models.PositiveIntegerField(
        "objectif d’heures", null=True, editable=False
    )
    globalisation = models.ForeignKey(
        Globalisation,
        verbose_name="globalisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="marches",
    )
    penalty_hourly = MontantField(
        "pénalité par heure non réalisée", null=True, blank=True
    )
    penalty_daily = MontantField(
        "pénalité par jour de retard d’attestation", null=True, blank=True
    )
    penalty_cap = MontantField("plafond des pénalités", null=True, blank=True)
    spent = MontantField("dépenses constatées", null=True, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)
    sort_title = models.CharField("titre de tri", max_length=250, editable=False)

    objects = models.Manager.from_queryset(MarcheQuerySet)()
    untracked_fields = frozenset({"sort_title"})

    class Meta:
        verbose_name = "marché"
        verbose_name_plural = "marchés"
        ordering = ["sort_title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["maitre_ouvrage", "reference"],
                name="marche_reference_unique",
                violation_error_message=(
                    "Ce maître d’ouvrage a déjà un marché de cette référence."
                ),
            ),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")),
                name="marche_dates",
                violation_error_message="La fin d’exécution précède le début.",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="marche_montant",
                violation_error_message="Un montant de marché n’est pas négatif.",
            ),
            models.CheckConstraint(
                condition=Q(hourly_cost=None) | Q(hourly_cost__gt=0),
                name="marche_cout_horaire",
                violation_error_message="Un coût horaire est supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=(
                    (Q(penalty_hourly=None) | Q(penalty_hourly__gte=0))
                    & (Q(penalty_daily=None) | Q(penalty_daily__gte=0))
                    & (Q(penalty_cap=None) | Q(penalty_cap__gte=0))
                    & (Q(spent=None) | Q(spent__gte=0))
                ),
                name="marche_penalites",
                violation_error_message=(
                    "Une pénalité ou une dépense n’est pas négative."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} — {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_title = fold(self.title)[:250]
        super().save(*args, **kwargs)

    @property
    def has_clause(self) -> bool:
        return self.clause != Clause.AUCUNE

    @property
    def is_gup(self) -> bool:
        return self.famille.cadre == Cadre.GUP

    def perimeters(self) -> dict[str, set[int]]:
        places = {"organisations": {self.maitre_ouvrage_id}}
        if self.commune_id:
            places["communes"] = {self.commune_id}
        if self.pk:
            places["quartiers"] = {q.pk for q in self.quartiers.all()}
        return places


class OfMarcheQuerySet(TrackedQuerySet):
    """Parts of a contract: seen by whoever sees the contract."""

    def visible_to(self, user: Any) -> "OfMarcheQuerySet":
        return self.filter(marche__in=Marche.objects.visible_to(user))


class Lot(TrackedModel):
    """A lot of a contract, with a holder and an objective of its own."""

    marche = models.ForeignKey(
        Marche, verbose_name="marché", on_delete=models.CASCADE, related_name="lots"
    )
    number = models.PositiveSmallIntegerField(
        "numéro", validators=[MinValueValidator(1)]
    )
    title = models.CharField("intitulé", max_length=200)
    famille = models.ForeignKey(
        FamilleDeMarche,
        verbose_name="famille",
        on_delete=models.PROTECT,
        related_name="lots",
    )
    hypothese = models.ForeignKey(
        Hypothese,
        verbose_name="hypothèse retenue",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lots",
    )
    amount = MontantField("montant HT", null=True, blank=True)
    titulaire = models.ForeignKey(
        Organisation,
        verbose_name="titulaire",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lots_obtenus",
    )
    contract_hours = models.PositiveIntegerField(
        "heures inscrites au lot", null=True, blank=True, validators=HOURS
    )
    objective_hours = models.PositiveIntegerField(
        "objectif d’heures", null=True, editable=False
    )

    objects = models.Manager.from_queryset(OfMarcheQuerySet)()

    class Meta:
        verbose_name = "lot"
        verbose_name_plural = "lots"
        ordering = ["marche", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["marche", "number"],
                name="lot_unique",
                violation_error_message="Ce marché a déjà un lot de ce numéro.",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="lot_montant",
                violation_error_message="Un montant de lot n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Lot {self.number} — {self.title}"

    def journal_parent(self) -> models.Model:
        return self.marche

    def perimeters(self) -> dict[str, set[int]]:
        return self.marche.perimeters()


class Intervenant(TrackedModel):
    """A company that works on a contract beside its holder, or under it."""

    marche = models.ForeignKey(
        Marche,
        verbose_name="marché",
        on_delete=models.CASCADE,
        related_name="intervenants",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="interventions",
    )
    role = models.CharField("qualité", max_length=20, choices=IntervenantRole.choices)
    amount = MontantField("montant HT", null=True, blank=True)

    objects = models.Manager.from_queryset(OfMarcheQuerySet)()

    class Meta:
        verbose_name = "intervenant"
        verbose_name_plural = "intervenants"
        ordering = ["marche", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["marche", "organisation"],
                name="intervenant_unique",
                violation_error_message="Cette organisation intervient déjà au marché.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"

    def journal_parent(self) -> models.Model:
        return self.marche

    def perimeters(self) -> dict[str, set[int]]:
        return self.marche.perimeters()
