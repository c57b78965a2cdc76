"""Who steers insertion, what is owed to ANRU, what owners commit to beside hours."""

from typing import Any

from django.db import models
from django.db.models import Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.enums import EngagementState
from possibles.apps.conventions.models import Article, Avenant, Engagement
from possibles.apps.documents.models import Document
from possibles.apps.gouvernance.models import Instance
from possibles.apps.insertion.enums import HIRES, EngagementKind, Proximite
from possibles.apps.insertion.models.famille import FamilleDeMarche, Hypothese
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet


class SignedInQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "SignedInQuerySet":
        """Show them to those who have an account."""
        return self if user.is_authenticated else self.none()


def _document(related_name: str) -> Any:
    return models.ForeignKey(
        Document,
        verbose_name="pièce",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )


class NiveauDInsertion(TrackedModel):
    """A level at which insertion is steered, its bodies and its missions."""

    level = models.CharField(
        "niveau", max_length=20, choices=Proximite.choices, unique=True
    )
    form = models.CharField("forme institutionnelle", max_length=250)
    members_text = models.CharField("qui y siège", max_length=300, blank=True)
    missions = models.TextField("missions")
    instances = models.ManyToManyField(
        Instance,
        verbose_name="instances",
        related_name="niveaux_d_insertion",
        blank=True,
    )
    source = models.CharField("source", max_length=300, blank=True)

    objects = models.Manager.from_queryset(SignedInQuerySet)()

    class Meta:
        verbose_name = "niveau de gouvernance de l’insertion"
        verbose_name_plural = "niveaux de gouvernance de l’insertion"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.get_level_display())


class StructurePilote(TrackedModel):
    """The operational structure that steers insertion: one at a time for the métropole."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="pilotages_d_insertion",
    )
    perimeter = models.CharField(
        "périmètre", max_length=60, default="métropole", editable=False
    )
    designated_on = models.DateField("désignée le", null=True, blank=True)
    designated_by = models.CharField("désignée par", max_length=200, blank=True)
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    missions = models.TextField("missions", blank=True)
    document = _document("structures_pilotes")
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(SignedInQuerySet)()

    class Meta:
        verbose_name = "structure pilote"
        verbose_name_plural = "structures pilotes"
        ordering = ["-designated_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["perimeter"],
                condition=Q(ended_on=None),
                name="structure_pilote_unique",
                violation_error_message=(
                    "Une structure pilote est déjà désignée : donnez d’abord le dernier "
                    "jour de la précédente."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class ObligationAnru(TrackedModel):
    """Something owed to ANRU, its proof, and the text that carries it (article 8.2)."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    position = models.PositiveSmallIntegerField("rang", default=0)
    title = models.CharField("obligation", max_length=200)
    text = models.TextField("texte", blank=True)
    state = models.CharField(
        "état",
        max_length=20,
        choices=EngagementState.choices,
        default=EngagementState.A_ENGAGER,
    )
    done_on = models.DateField("remplie le", null=True, blank=True)
    proof = models.TextField("preuve", blank=True)
    document = _document("obligations_anru")
    article = models.ForeignKey(
        Article,
        verbose_name="article de convention qui la porte",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="obligations_anru",
    )
    avenant = models.ForeignKey(
        Avenant,
        verbose_name="avenant qui l’a inscrite",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="obligations_anru",
    )
    source = models.CharField("source", max_length=300, blank=True)

    objects = models.Manager.from_queryset(SignedInQuerySet)()

    class Meta:
        verbose_name = "obligation envers l’ANRU"
        verbose_name_plural = "obligations envers l’ANRU"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EngagementState.TENU)
                | ~Q(proof="")
                | Q(document__isnull=False),
                name="obligation_prouvee",
                violation_error_message=(
                    "Une obligation tenue montre sa preuve : décrivez-la ou joignez-la."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_met(self) -> bool:
        return self.state == EngagementState.TENU

    @property
    def is_carried(self) -> bool:
        """Tell whether a convention's article or amendment carries it."""
        return self.article_id is not None or self.avenant_id is not None


class EngagementInsertion(TrackedModel):
    """What an owner commits to beside hours: hires to make, or a qualitative goal."""

    kind = models.CharField("nature", max_length=20, choices=EngagementKind.choices)
    title = models.CharField("engagement", max_length=250)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="qui s’engage",
        on_delete=models.PROTECT,
        related_name="engagements_d_insertion",
    )
    target = models.PositiveIntegerField("cible", null=True, blank=True)
    unit = models.CharField("unité", max_length=60, default="embauches")
    reached_direct = models.PositiveIntegerField(
        "atteint, direct", null=True, blank=True
    )
    reached_indirect = models.PositiveIntegerField(
        "atteint, indirect", null=True, blank=True
    )
    due = models.DateField("échéance", null=True, blank=True)
    state = models.CharField(
        "état",
        max_length=20,
        choices=EngagementState.choices,
        default=EngagementState.A_ENGAGER,
    )
    engagement = models.ForeignKey(
        Engagement,
        verbose_name="engagement de la convention",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="engagements_d_insertion",
    )
    proof = models.TextField("preuve", blank=True)
    document = _document("engagements_d_insertion")
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(SignedInQuerySet)()

    class Meta:
        verbose_name = "engagement d’insertion"
        verbose_name_plural = "engagements d’insertion"
        ordering = ["kind", "organisation__sort_name", "pk"]

    def __str__(self) -> str:
        return self.title

    def perimeters(self) -> dict[str, set[int]]:
        return {"organisations": {self.organisation_id}}

    @property
    def reached(self) -> int | None:
        known = [
            n for n in (self.reached_direct, self.reached_indirect) if n is not None
        ]
        return sum(known) if known else None

    @property
    def is_hire(self) -> bool:
        return self.kind in HIRES


class Seminaire(TrackedModel):
    """A working day on the hours of some families, and the hypotheses it led to."""

    title = models.CharField("titre", max_length=200)
    date = models.DateField("date")
    place = models.CharField("lieu", max_length=200, blank=True)
    familles = models.ManyToManyField(
        FamilleDeMarche,
        verbose_name="familles de marchés",
        related_name="seminaires",
        blank=True,
    )
    organisations = models.ManyToManyField(
        Organisation, verbose_name="participants", related_name="seminaires", blank=True
    )
    conclusions = models.TextField("conclusions", blank=True)
    hypotheses = models.ManyToManyField(
        Hypothese,
        verbose_name="hypothèses qui en sont sorties",
        related_name="seminaires",
        blank=True,
    )
    document = _document("seminaires")
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(SignedInQuerySet)()

    class Meta:
        verbose_name = "séminaire"
        verbose_name_plural = "séminaires"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return self.title


class CharteLocale(TrackedModel):
    """The local charter that says how the national one is carried out here."""

    title = models.CharField("titre", max_length=200)
    text = models.TextField("ce qu’elle dit", blank=True)
    signed_on = models.DateField("signée le", null=True, blank=True)
    signataires = models.ManyToManyField(
        Organisation, verbose_name="signataires", related_name="chartes", blank=True
    )
    article = models.ForeignKey(
        Article,
        verbose_name="article de convention qui la prévoit",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="chartes",
    )
    document = _document("chartes")
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(SignedInQuerySet)()

    class Meta:
        verbose_name = "charte locale"
        verbose_name_plural = "chartes locales"
        ordering = ["-signed_on", "-pk"]

    def __str__(self) -> str:
        return self.title
