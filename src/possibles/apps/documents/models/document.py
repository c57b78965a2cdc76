import datetime as dt
import hashlib
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from possibles.apps.acteurs.enums import Role
from possibles.apps.documents.enums import DocumentKind, Visibility
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet

# What a document can be attached to; each has a queryset with `visible_to`.
ATTACHABLE = [
    "conventions.convention",
    "conventions.engagement",
    "conventions.revuedeprojet",
    "gouvernance.instance",
    "gouvernance.seance",
    "gouvernance.action",
    "contrat.agenda",
    "contrat.chantier",
    "contrat.projet",
    "insertion.marche",
    "opc.pointmensuel",
    "opc.rapportsemestriel",
    "operations.operation",
    "territoires.commune",
    "territoires.quartier",
]
_PILOTAGE = {Role.ADMINISTRATEUR, Role.DIRECTEUR_DE_PROJET, Role.CHARGE_DE_CONTRAT}


class DocumentQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "DocumentQuerySet":
        """Keep what the document's own visibility and its subject's both allow."""
        subjects = Q(subject_type=None)
        for label in ATTACHABLE:
            model: Any = apps.get_model(label)
            subjects |= Q(
                subject_type=ContentType.objects.get_for_model(model),
                subject_id__in=model.objects.visible_to(user).order_by().values("pk"),
            )
        return self.open_to(user).filter(subjects)

    def open_to(self, user: Any) -> "DocumentQuerySet":
        """Keep what the document's own visibility allows, its subject being seen."""
        allowed = Q(visibility=Visibility.PUBLIC)
        if user.is_authenticated:
            allowed |= Q(visibility=Visibility.MEMBRES) | Q(author=user)
            if user.roles & _PILOTAGE:
                allowed |= Q(visibility=Visibility.PILOTAGE)
        return self.filter(allowed)

    def attached_to(self, subject: models.Model) -> "DocumentQuerySet":
        return self.filter(
            subject_type=ContentType.objects.get_for_model(subject),
            subject_id=subject.pk,
        )


class Document(TrackedModel):
    """A file kept as it was received: its SHA-256 tells whether it still is.

    The file is stored under its own hash, so the same file is stored once.
    """

    title = models.CharField("titre", max_length=200)
    kind = models.CharField(
        "nature",
        max_length=20,
        choices=DocumentKind.choices,
        default=DocumentKind.AUTRE,
    )
    date = models.DateField("date du document", null=True, blank=True)
    description = models.TextField("description", blank=True)
    visibility = models.CharField(
        "lisible par",
        max_length=20,
        choices=Visibility.choices,
        default=Visibility.MEMBRES,
    )
    file = models.FileField("fichier", max_length=200)
    file_name = models.CharField("nom du fichier", max_length=200)
    media_type = models.CharField("format", max_length=100)
    size = models.PositiveBigIntegerField("taille en octets")
    sha256 = models.CharField(
        "empreinte SHA-256",
        max_length=64,
        validators=[RegexValidator(r"^[0-9a-f]{64}$", "Cette empreinte est abîmée.")],
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="déposé par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    created_at = models.DateTimeField("déposé le", auto_now_add=True)
    subject_type = models.ForeignKey(
        ContentType,
        verbose_name="type de l’objet illustré",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    subject_id = models.PositiveBigIntegerField("objet illustré", null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    piece = models.SlugField(
        "pièce classée",
        max_length=80,
        blank=True,
        editable=False,
        help_text="Ce que la plateforme a classé elle-même, et qui ne se retire pas.",
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(DocumentQuerySet)()
    has_private_rows = True

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documents"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="document_objet")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_type=None, subject_id=None)
                | Q(subject_type__isnull=False, subject_id__isnull=False),
                name="document_objet_entier",
                violation_error_message=(
                    "Un document se rattache à un objet précis, ou à aucun."
                ),
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "piece"],
                condition=~Q(piece=""),
                name="document_piece_unique",
                violation_error_message="Cette pièce est déjà classée.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def journal_parent(self) -> models.Model | None:
        subject: models.Model | None = self.subject
        return subject

    @property
    def is_filed(self) -> bool:
        """Tell what the platform filed when it was frozen or sent: it is proof."""
        return bool(self.piece)

    def is_intact(self) -> bool:
        """Tell whether the stored file still has the hash it was received with."""
        digest = hashlib.sha256()
        try:
            with self.file.open("rb") as stream:
                for chunk in iter(lambda: stream.read(1 << 20), b""):
                    digest.update(chunk)
        except FileNotFoundError:
            return False
        return digest.hexdigest() == self.sha256

    def perimeters(self) -> dict[str, set[int]]:
        subject: Any = self.subject
        return {} if subject is None else subject.perimeters()

    @property
    def day(self) -> dt.date:
        return self.date or timezone.localdate(self.created_at)
