import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.models import Organisation
from possibles.apps.insertion.enums import (
    ContratKind,
    Critere,
    EmployeurKind,
    HeuresState,
    Modalite,
    Residence,
    Sexe,
    Tranche,
)
from possibles.apps.insertion.models.marche import Lot, Marche
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.territoires.models import Commune, Quartier
from possibles.common.french import format_month

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CENTIHOURS = 100
YOUNG, SENIOR = 26, 50
"""Ages from which a person is no longer young, and is a senior (clause publics B5, B6)."""


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
        """Show people to the facilitateur of their place, and to nobody else.

        Those who became anonymous are told of by figures only, even there.
        """
        return self.filter(within_facilitation(user)).named()

    def named(self) -> "BeneficiaireQuerySet":
        return self.filter(anonymised_on=None)


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
        null=True,
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
    residence = models.CharField(
        "résidence située",
        max_length=10,
        choices=Residence.choices,
        default=Residence.MAIN,
        blank=True,
        editable=False,
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
    entered_on = models.DateField(
        "entré le", default=timezone.localdate, editable=False
    )
    anonymised_on = models.DateField("anonymisé le", null=True, editable=False)
    kept_tranche = models.CharField(
        "âge à l’entrée",
        max_length=10,
        choices=Tranche.choices,
        default="",
        editable=False,
    )
    kept_qpv = models.BooleanField(
        "habitait un quartier prioritaire", default=False, editable=False
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(BeneficiaireQuerySet)()
    has_private_rows = True
    # What counts depends on the whole month: changes go through the forms, not the history.
    is_restorable = False
    # The journal is never erased: nothing of the person goes there but the pseudonym.
    sensitive_fields = frozenset(
        {
            "code",
            "kept_tranche",
            "kept_qpv",
            "initials",
            "sex",
            "birth_year",
            "commune",
            "quartier",
            "residence",
            "critere",
            "prescripteur",
        }
    )

    class Meta:
        verbose_name = "bénéficiaire"
        verbose_name_plural = "bénéficiaires"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(anonymised_on=None, birth_year__isnull=False)
                | Q(
                    anonymised_on__isnull=False,
                    initials="",
                    birth_year=None,
                    commune=None,
                    quartier=None,
                    prescripteur=None,
                    validated_by=None,
                ),
                name="beneficiaire_anonyme",
                violation_error_message="Une personne anonyme ne garde rien d’elle.",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_validated(self) -> bool:
        return self.validated_on is not None

    @property
    def tranche(self) -> Tranche:
        """Return the age band on entry, whether the birth year is still known or not."""
        if self.birth_year is None:
            return Tranche(self.kept_tranche)
        return tranche_of(self.birth_year, self.validated_on or self.entered_on)

    @property
    def is_from_qpv(self) -> bool:
        return self.kept_qpv or self.quartier_id is not None

    def perimeters(self) -> dict[str, set[int]]:
        return {"communes": {self.commune_id}} if self.commune_id else {}


def tranche_of(birth_year: int, entered: date) -> Tranche:
    """Return the age band of someone, known by the year, on the day they entered."""
    age = entered.year - birth_year
    if age < YOUNG:
        return Tranche.JEUNE
    return Tranche.ADULTE if age < SENIOR else Tranche.SENIOR


class EmbaucheQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "EmbaucheQuerySet":
        """Show hires, which are of one person, to the facilitateur alone."""
        return self.filter(
            within_facilitation(user, "beneficiaire__"),
            beneficiaire__anonymised_on=None,
        )


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
    lot = models.ForeignKey(
        Lot,
        verbose_name="lot",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="embauches",
    )
    modalite = models.CharField("modalité", max_length=20, choices=Modalite.choices)
    kind = models.CharField("contrat", max_length=20, choices=ContratKind.choices)
    start = models.DateField("du")
    end = models.DateField("au", null=True, blank=True)

    objects = models.Manager.from_queryset(EmbaucheQuerySet)()
    has_private_rows = True
    # The dates of a hire point at someone: the journal, never erased, keeps none.
    sensitive_fields = frozenset({"start", "end"})
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
            models.Index(fields=["state", "-month", "id"], name="heures_etat_mois"),
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
