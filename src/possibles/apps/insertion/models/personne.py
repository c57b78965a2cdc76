import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.models import Organisation
from possibles.apps.insertion.enums import (
    ContratKind,
    Critere,
    EmployeurKind,
    HeuresState,
    Modalite,
    Sexe,
)
from possibles.apps.insertion.models.marche import Marche
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.territoires.models import Commune, Quartier
from possibles.common.french import format_month

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CENTIHOURS = 100


def new_code() -> str:
    """Return a pseudonym that says nothing of the person."""
    return "B-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


class EmployeurQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "EmployeurQuerySet":
        """Show them to those who have an account."""
        return self if user.is_authenticated else self.none()


class Employeur(TrackedModel):
    """An organisation that employs people under a clause."""

    organisation = models.OneToOneField(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="employeur",
    )
    kind = models.CharField("nature", max_length=20, choices=EmployeurKind.choices)
    headcount = models.PositiveIntegerField("nombre de salariés", null=True, blank=True)
    sector = models.CharField("secteur d’activité", max_length=120, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(EmployeurQuerySet)()

    class Meta:
        verbose_name = "employeur"
        verbose_name_plural = "employeurs"
        ordering = ["organisation__sort_name"]

    def __str__(self) -> str:
        return str(self.organisation)


def within_facilitation(user: Any, prefix: str = "") -> Q:
    """Return the condition « in the perimeter where this user is facilitateur »."""
    condition = Q(pk__in=[])
    if not user.is_authenticated:
        return condition
    for held in user.active_habilitations:
        if held.role != Role.FACILITATEUR:
            continue
        if held.perimeter == Perimeter.CONTRAT:
            return Q(pk__isnull=False)
        if held.perimeter == Perimeter.COMMUNE:
            condition |= Q(**{f"{prefix}commune": held.commune_id})
    return condition


class BeneficiaireQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "BeneficiaireQuerySet":
        """Show people to the facilitateur of their place, and to nobody else."""
        return self.filter(within_facilitation(user))


class Beneficiaire(TrackedModel):
    """A person accompanied into work: a pseudonym, initials, and what must be counted.

    A person counts from the day the facilitateur validated the eligibility, which is
    before any hire.
    """

    code = models.CharField(
        "code", max_length=12, unique=True, default=new_code, editable=False
    )
    initials = models.CharField(
        "initiales", max_length=6, help_text="Deux ou trois lettres suffisent."
    )
    sex = models.CharField("sexe", max_length=1, choices=Sexe.choices)
    birth_year = models.PositiveSmallIntegerField(
        "année de naissance",
        validators=[MinValueValidator(1930), MaxValueValidator(2015)],
    )
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune de résidence",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="beneficiaires",
    )
    quartier = models.ForeignKey(
        Quartier,
        verbose_name="quartier prioritaire de résidence",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="beneficiaires",
    )
    critere = models.CharField(
        "critère d’éligibilité", max_length=20, choices=Critere.choices
    )
    prescripteur = models.ForeignKey(
        Organisation,
        verbose_name="prescripteur",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="beneficiaires_orientes",
    )
    validated_on = models.DateField("éligibilité validée le", null=True, blank=True)
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="validée par",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="beneficiaires_valides",
    )
    eligibility_months = models.PositiveSmallIntegerField(
        "durée d’éligibilité (mois)",
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(BeneficiaireQuerySet)()
    has_private_rows = True
    # What counts depends on the whole month: changes go through the forms, not the history.
    is_restorable = False
    # The journal is never erased: nothing of the person goes there but the pseudonym.
    sensitive_fields = frozenset(
        {
            "initials",
            "sex",
            "birth_year",
            "commune",
            "quartier",
            "critere",
            "prescripteur",
        }
    )

    class Meta:
        verbose_name = "bénéficiaire"
        verbose_name_plural = "bénéficiaires"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def is_validated(self) -> bool:
        return self.validated_on is not None

    def perimeters(self) -> dict[str, set[int]]:
        return {"communes": {self.commune_id}} if self.commune_id else {}


class EmbaucheQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "EmbaucheQuerySet":
        """Show hires, which are of one person, to the facilitateur alone."""
        return self.filter(within_facilitation(user, "beneficiaire__"))


class Embauche(TrackedModel):
    """A contract of work that links a person, an employer and a public contract."""

    beneficiaire = models.ForeignKey(
        Beneficiaire,
        verbose_name="bénéficiaire",
        on_delete=models.CASCADE,
        related_name="embauches",
    )
    employeur = models.ForeignKey(
        Employeur,
        verbose_name="employeur",
        on_delete=models.PROTECT,
        related_name="embauches",
    )
    marche = models.ForeignKey(
        Marche,
        verbose_name="marché",
        on_delete=models.PROTECT,
        related_name="embauches",
    )
    modalite = models.CharField("modalité", max_length=20, choices=Modalite.choices)
    kind = models.CharField("contrat", max_length=20, choices=ContratKind.choices)
    start = models.DateField("du")
    end = models.DateField("au", null=True, blank=True)

    objects = models.Manager.from_queryset(EmbaucheQuerySet)()
    has_private_rows = True
    # What counts depends on the whole month: changes go through the forms, not the history.
    is_restorable = False

    class Meta:
        verbose_name = "embauche"
        verbose_name_plural = "embauches"
        ordering = ["marche", "beneficiaire", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiaire", "employeur", "marche", "start"],
                name="embauche_unique",
                violation_error_message="Cette embauche est déjà enregistrée.",
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="embauche_dates",
                violation_error_message="La fin du contrat précède son début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.beneficiaire}, {self.get_kind_display()}"

    def journal_parent(self) -> models.Model:
        return self.beneficiaire

    def perimeters(self) -> dict[str, set[int]]:
        return self.beneficiaire.perimeters()


class HeuresQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "HeuresQuerySet":
        """Show lines, which are of one person, to the facilitateur alone."""
        return self.filter(within_facilitation(user, "marche__"))

    def validated(self) -> "HeuresQuerySet":
        return self.filter(state=HeuresState.VALIDE)


class Heures(TrackedModel):
    """The hours of a person on a contract in a month, in hundredths of an hour.

    `counted` and `refusal` are derived: the engine counts each hour once, inside the
    eligibility window, from the contract's start.
    """

    beneficiaire = models.ForeignKey(
        Beneficiaire,
        verbose_name="bénéficiaire",
        on_delete=models.CASCADE,
        related_name="heures",
    )
    marche = models.ForeignKey(
        Marche, verbose_name="marché", on_delete=models.PROTECT, related_name="heures"
    )
    employeur = models.ForeignKey(
        Employeur,
        verbose_name="employeur",
        on_delete=models.PROTECT,
        related_name="heures",
    )
    month = models.DateField("mois")
    work = models.PositiveIntegerField("centièmes d’heure de travail", default=0)
    training = models.PositiveIntegerField("centièmes d’heure de formation", default=0)
    state = models.CharField(
        "état",
        max_length=10,
        choices=HeuresState.choices,
        default=HeuresState.DECLARE,
    )
    counted = models.PositiveIntegerField(
        "centièmes d’heure comptés", default=0, editable=False
    )
    refusal = models.CharField(
        "motif d’écart", max_length=30, blank=True, editable=False
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(HeuresQuerySet)()
    has_private_rows = True
    # What counts depends on the whole month: changes go through the forms, not the history.
    is_restorable = False
    untracked_fields = frozenset({"counted", "refusal"})

    class Meta:
        verbose_name = "ligne d’heures"
        verbose_name_plural = "lignes d’heures"
        ordering = ["-month", "marche", "beneficiaire"]
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiaire", "marche", "month", "employeur"],
                name="heures_une_fois",
                violation_error_message=(
                    "Les heures de cette personne, ce mois, sont déjà déclarées."
                ),
            ),
            models.CheckConstraint(
                condition=Q(work__gt=0) | Q(training__gt=0),
                name="heures_non_nulles",
                violation_error_message="Une ligne d’heures n’est pas vide.",
            ),
        ]
        indexes = [
            models.Index(fields=["marche", "month"], name="heures_marche_mois"),
            models.Index(
                fields=[
                    "marche",
                    "beneficiaire",
                    "state",
                    "counted",
                    "work",
                    "training",
                ],
                name="heures_somme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.beneficiaire}, {format_month(self.month)}"

    def perimeters(self) -> dict[str, set[int]]:
        return self.marche.perimeters()


def first_of(day: date) -> date:
    return day.replace(day=1)
