from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from possibles.apps.conventions.enums import AvenantKind, RevueState, Tenue
from possibles.apps.journal.models import Instantane, TrackedModel, TrackedQuerySet
from possibles.apps.territoires.models import ProjetRenouvellement

from .avenant import Avenant
from .convention import Convention
from .engagement import Engagement


class RevueQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "RevueQuerySet":
        """Show what is frozen to all, what is being prepared to members."""
        seen = Convention.objects.visible_to(user)
        rows = self.filter(Q(convention=None) | Q(convention__in=seen))
        return rows if user.is_authenticated else rows.filter(state=RevueState.FIGEE)


class RevueDeProjet(TrackedModel):
    """The yearly check of what a convention, or a renewal project, committed to.

    Prepared, held, then frozen in `instantane`: its documents are drawn from there.
    """

    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="revues",
    )
    renouvellement = models.ForeignKey(
        ProjetRenouvellement,
        verbose_name="projet de renouvellement urbain",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="revues",
    )
    year = models.PositiveSmallIntegerField(
        "année", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    state = models.CharField(
        "état",
        max_length=20,
        choices=RevueState.choices,
        default=RevueState.PREPAREE,
    )
    measured_on = models.DateField("engagements mesurés le", null=True, blank=True)
    held_on = models.DateField("tenue le", null=True, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    leader = models.CharField("conduite par", max_length=200, blank=True)
    participants = models.TextField("participants", blank=True)
    methode = models.TextField("méthode", blank=True)
    compte_rendu = models.TextField("compte rendu", blank=True)
    suites = models.TextField("suites à donner", blank=True)
    instantane = models.ForeignKey(
        Instantane,
        verbose_name="revue figée",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="revues",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="préparée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="revues",
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(RevueQuerySet)()

    class Meta:
        verbose_name = "revue de projet"
        verbose_name_plural = "revues de projet"
        ordering = ["-year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(convention__isnull=False, renouvellement=None)
                | Q(convention=None, renouvellement__isnull=False),
                name="revue_un_perimetre",
                violation_error_message=(
                    "Choisissez une convention ou un projet de renouvellement urbain, "
                    "et un seul."
                ),
            ),
            models.UniqueConstraint(
                fields=["convention", "year"],
                name="revue_de_convention_unique",
                violation_error_message="La revue de cette année existe déjà : ouvrez-la.",
            ),
            models.UniqueConstraint(
                fields=["renouvellement", "year"],
                name="revue_de_projet_unique",
                violation_error_message="La revue de cette année existe déjà : ouvrez-la.",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevueState.FIGEE) | Q(instantane__isnull=False),
                name="revue_figee",
                violation_error_message="Une revue figée garde son instantané.",
            ),
        ]

    def __str__(self) -> str:
        return f"Revue de projet {self.year} — {self.scope}"

    @property
    def scope(self) -> Any:
        return self.convention or self.renouvellement

    @property
    def is_frozen(self) -> bool:
        return self.state == RevueState.FIGEE

    def perimeters(self) -> dict[str, set[int]]:
        places: dict[str, set[int]] = self.scope.perimeters()
        return places


class OfRevueQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "OfRevueQuerySet":
        return self.filter(revue__in=RevueDeProjet.objects.visible_to(user))


class LigneRevue(TrackedModel):
    """One commitment checked at a review: what was measured, what was said, what follows."""

    revue = models.ForeignKey(
        RevueDeProjet,
        verbose_name="revue de projet",
        on_delete=models.CASCADE,
        related_name="lignes",
    )
    engagement = models.ForeignKey(
        Engagement,
        verbose_name="engagement",
        on_delete=models.PROTECT,
        related_name="lignes_de_revue",
    )
    tenue = models.CharField("tenue", max_length=20, choices=Tenue.choices)
    observation = models.CharField("ce que l’on mesure", max_length=400, blank=True)
    value = models.DecimalField(
        "valeur", max_digits=16, decimal_places=2, null=True, blank=True
    )
    previous = models.CharField(
        "à la revue précédente", max_length=20, choices=Tenue.choices, blank=True
    )
    is_examined = models.BooleanField("examiné", default=False)
    comment = models.TextField("ce qui est dit", blank=True)
    difficulty = models.TextField("difficulté à lever", blank=True)
    decision = models.TextField("décision ou suite", blank=True)
    avenant_kind = models.CharField(
        "avenant à préparer",
        max_length=30,
        choices=AvenantKind.choices,
        blank=True,
    )
    avenant_objet = models.CharField("objet de l’avenant", max_length=300, blank=True)
    avenant = models.ForeignKey(
        Avenant,
        verbose_name="avenant ouvert",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="lignes_de_revue",
    )

    objects = models.Manager.from_queryset(OfRevueQuerySet)()

    class Meta:
        verbose_name = "ligne de revue"
        verbose_name_plural = "lignes de revue"
        ordering = ["revue", "engagement__convention", "engagement__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["revue", "engagement"],
                name="ligne_revue_unique",
                violation_error_message="Cet engagement est déjà dans la revue.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement} — {self.get_tenue_display()}"

    @property
    def tone(self) -> str:
        return Tenue(self.tenue).tone

    @property
    def icon(self) -> str:
        return Tenue(self.tenue).icon

    def journal_parent(self) -> models.Model:
        return self.revue

    def perimeters(self) -> dict[str, set[int]]:
        return self.revue.perimeters()
