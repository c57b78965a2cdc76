"""What a convention holds: articles, money, letters, dates."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.enums import CourrierKind, EcheanceKind
from possibles.apps.journal.models import TrackedModel
from possibles.common.money import MontantField

from .convention import Convention, OfConventionQuerySet


class OfConvention(TrackedModel):
    """A part of a convention: its history is told there, its rights are those of the whole."""

    convention: models.ForeignKey[Convention, Convention]

    class Meta:
        abstract = True

    def journal_parent(self) -> models.Model:
        return self.convention

    def perimeters(self) -> dict[str, set[int]]:
        return self.convention.perimeters()


class Article(OfConvention):
    """A numbered part of the text as first signed; amendments tell what it became."""

    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        on_delete=models.CASCADE,
        related_name="articles",
    )
    number = models.CharField("numéro", max_length=12)
    position = models.PositiveSmallIntegerField("rang")
    title = models.CharField("titre", max_length=200)
    text = models.TextField("texte", blank=True)

    objects = models.Manager.from_queryset(OfConventionQuerySet)()

    class Meta:
        verbose_name = "article"
        verbose_name_plural = "articles"
        ordering = ["convention", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="article_unique",
                violation_error_message=(
                    "La convention a déjà un article de ce numéro."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"Article {self.number} — {self.title}"


class VersementQuerySet(OfConventionQuerySet):
    def unpaid(self) -> "VersementQuerySet":
        return self.filter(paid_on=None)


class Versement(OfConvention):
    """A payment a convention foresees: asked for, due, made."""

    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        on_delete=models.CASCADE,
        related_name="versements",
    )
    number = models.PositiveSmallIntegerField("numéro")
    label = models.CharField("libellé", max_length=200)
    amount = MontantField("montant TTC")
    condition = models.CharField("condition", max_length=300, blank=True)
    requested_on = models.DateField("demandé le", null=True, blank=True)
    due = models.DateField("attendu le", null=True, blank=True)
    paid_on = models.DateField("versé le", null=True, blank=True)
    paid_amount = MontantField("montant versé TTC", null=True, blank=True)

    objects = models.Manager.from_queryset(VersementQuerySet)()

    class Meta:
        verbose_name = "versement"
        verbose_name_plural = "versements"
        ordering = ["convention", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="versement_unique",
                violation_error_message=(
                    "La convention a déjà un versement de ce numéro."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="versement_positif",
                violation_error_message="Un versement est supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=Q(paid_amount=None)
                | Q(paid_amount__gt=0, paid_on__isnull=False),
                name="versement_verse",
                violation_error_message=(
                    "Un montant versé est supérieur à zéro et porte la date du versement."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def paid(self) -> int:
        """Centimes that came: the amount foreseen unless another was recorded."""
        if self.paid_on is None:
            return 0
        return self.amount if self.paid_amount is None else self.paid_amount

    @property
    def state_label(self) -> str:
        if self.paid_on:
            return "Versé"
        return "Demandé" if self.requested_on else "À demander"


class Courrier(OfConvention):
    """A registered letter from which a delay of the convention runs."""

    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        on_delete=models.CASCADE,
        related_name="courriers",
    )
    kind = models.CharField("nature", max_length=20, choices=CourrierKind.choices)
    sender = models.ForeignKey(
        Organisation,
        verbose_name="envoyée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courriers_envoyes",
    )
    sent_on = models.DateField("envoyée le")
    received_on = models.DateField("reçue le", null=True, blank=True)
    objet = models.TextField("ce qu’elle dit", blank=True)
    closed_on = models.DateField("réglée le", null=True, blank=True)
    outcome = models.CharField("comment", max_length=300, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfConventionQuerySet)()

    class Meta:
        verbose_name = "lettre recommandée"
        verbose_name_plural = "lettres recommandées"
        ordering = ["convention", "sent_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=F("sent_on")),
                name="courrier_recu_apres_envoi",
                violation_error_message="La lettre ne peut être reçue avant d’être envoyée.",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class EcheanceQuerySet(OfConventionQuerySet):
    def open(self) -> "EcheanceQuerySet":
        return self.filter(done_on=None)

    def due_within(self, days: int, *, on: date) -> "EcheanceQuerySet":
        """Keep the open ones that fall before `on` + `days`, late ones included."""
        return self.open().filter(due__lte=on + timedelta(days=days))


class Echeance(OfConvention):
    """A day a convention asks something for.

    One with a `code` is computed from the facts of the convention and follows them; only
    whether it was kept is for people to say.
    """

    convention = models.ForeignKey(
        Convention,
        verbose_name="convention",
        on_delete=models.CASCADE,
        related_name="echeances",
    )
    kind = models.CharField(
        "nature",
        max_length=20,
        choices=EcheanceKind.choices,
        default=EcheanceKind.AUTRE,
    )
    code = models.CharField("calcul", max_length=40, blank=True, editable=False)
    label = models.CharField("libellé", max_length=200)
    due = models.DateField("date")
    done_on = models.DateField("tenue le", null=True, blank=True)
    rule = models.CharField("règle qui la fixe", max_length=300, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(EcheanceQuerySet)()

    class Meta:
        verbose_name = "échéance"
        verbose_name_plural = "échéances"
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "label", "due"],
                condition=Q(code=""),
                name="echeance_unique",
                violation_error_message="Cette échéance est déjà inscrite.",
            ),
            models.UniqueConstraint(
                fields=["convention", "code"],
                condition=~Q(code=""),
                name="echeance_calculee_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.label
