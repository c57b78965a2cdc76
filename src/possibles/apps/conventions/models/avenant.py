from django.db import models
from django.db.models import Q

from possibles.apps.conventions.enums import (
    PENDING_AVENANTS,
    AvenantKind,
    AvenantState,
    ModificationKind,
)
from possibles.apps.journal.models import Instantane, TrackedModel
from possibles.common.money import MontantField

from .contenu import OfConvention
from .convention import Convention, OfConventionQuerySet


class AvenantQuerySet(OfConventionQuerySet):
    def pending(self) -> "AvenantQuerySet":
        """Keep those still to be prepared, written or signed."""
        return self.filter(state__in=PENDING_AVENANTS)

    def signed(self) -> "AvenantQuerySet":
        return self.filter(state=AvenantState.SIGNE)


class Avenant(OfConvention):
    """A written and signed change to a convention.

    It has its number once signed, so that abandoned ones leave no hole. What it replaced
    (`previous_end`, `previous_amount`) is kept when its effects are applied.
    """

    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        on_delete=models.CASCADE,
        related_name="avenants",
    )
    kind = models.CharField(
        "type",
        max_length=30,
        choices=AvenantKind.choices,
        default=AvenantKind.AVENANT_PARTENARIAT,
    )
    state = models.CharField(
        "état",
        max_length=20,
        choices=AvenantState.choices,
        default=AvenantState.A_PREPARER,
    )
    number = models.PositiveSmallIntegerField("numéro", null=True, blank=True)
    objet = models.TextField("objet")
    motif = models.TextField("ce qui le rend nécessaire", blank=True)
    signed_on = models.DateField("signé le", null=True, blank=True)
    effective_on = models.DateField("prend effet le", null=True, blank=True)
    new_end = models.DateField("nouveau terme", null=True, blank=True)
    new_amount = MontantField("nouveau montant TTC", null=True, blank=True)
    previous_end = models.DateField("terme précédent", null=True, blank=True)
    previous_amount = MontantField("montant TTC précédent", null=True, blank=True)
    instantane = models.ForeignKey(
        Instantane,
        verbose_name="texte figé à la signature",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="avenants",
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(AvenantQuerySet)()

    class Meta:
        verbose_name = "avenant"
        verbose_name_plural = "avenants"
        ordering = ["convention", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="avenant_unique",
                violation_error_message="La convention a déjà un avenant de ce numéro.",
            ),
            models.CheckConstraint(
                condition=~Q(state=AvenantState.SIGNE)
                | Q(signed_on__isnull=False, number__isnull=False),
                name="avenant_signe_date",
                violation_error_message="Un avenant signé porte sa date et son numéro.",
            ),
            models.CheckConstraint(
                condition=Q(new_amount=None) | Q(new_amount__gte=0),
                name="avenant_montant",
                violation_error_message="Un montant de convention n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        if self.number is None:
            return f"{self.get_kind_display()}, {self.get_state_display().lower()}"
        return f"Avenant n° {self.number}"

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING_AVENANTS

    @property
    def is_signed(self) -> bool:
        return self.state == AvenantState.SIGNE


class OfAvenantQuerySet(OfConventionQuerySet):
    def visible_to(self, user: object) -> "OfAvenantQuerySet":
        return self.filter(avenant__in=Avenant.objects.visible_to(user))


class ModificationArticle(TrackedModel):
    """What an amendment does to one article: the new wording alone is written.

    The wording before is never typed again: it is the article's text, as the amendments
    signed earlier left it.
    """

    avenant = models.ForeignKey(
        Avenant,
        verbose_name="avenant",
        on_delete=models.CASCADE,
        related_name="modifications",
    )
    kind = models.CharField(
        "modification",
        max_length=20,
        choices=ModificationKind.choices,
        default=ModificationKind.MODIFIE,
    )
    number = models.CharField("numéro de l’article", max_length=12)
    title = models.CharField("titre", max_length=200, blank=True)
    text = models.TextField("nouvelle rédaction", blank=True)

    objects = models.Manager.from_queryset(OfAvenantQuerySet)()

    class Meta:
        verbose_name = "modification d’article"
        verbose_name_plural = "modifications d’articles"
        ordering = ["avenant", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["avenant", "number"],
                name="modification_unique",
                violation_error_message=(
                    "Cet avenant touche déjà cet article : modifiez sa rédaction."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind=ModificationKind.SUPPRIME) | ~Q(text=""),
                name="modification_redigee",
                violation_error_message="Écrivez la nouvelle rédaction de l’article.",
            ),
        ]

    def __str__(self) -> str:
        return f"Article {self.number}"

    def journal_parent(self) -> models.Model:
        return self.avenant

    def perimeters(self) -> dict[str, set[int]]:
        return self.avenant.perimeters()
