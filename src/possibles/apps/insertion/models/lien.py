import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from possibles.apps.insertion.models.marche import Marche
from possibles.apps.insertion.models.personne import Employeur, within_facilitation
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet


class LienDeclarationQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "LienDeclarationQuerySet":
        """Show them to the facilitateur of the contract they open, and to nobody else.

        One that opens all the contracts of a company is for whoever follows them all.
        """
        return self.filter(within_facilitation(user, "marche__"))

    def open(self) -> "LienDeclarationQuerySet":
        """Keep those that still let in."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class LienDeclaration(TrackedModel):
    """A door for a company without an account: it declares its month, and sees no more.

    The link holds a random token; only its hash is stored, and each drawing puts an end
    to the one before.
    """

    employeur = models.ForeignKey(
        Employeur,
        verbose_name="entreprise",
        on_delete=models.CASCADE,
        related_name="liens",
    )
    marche = models.ForeignKey(
        Marche,
        verbose_name="marché",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="liens",
        help_text="Vide : tous les marchés où cette entreprise emploie quelqu’un.",
    )
    email = models.EmailField(
        "adresse électronique",
        blank=True,
        help_text="Vide : le lien s’affiche une fois, à imprimer ou à remettre vous-même.",
    )
    expires_at = models.DateTimeField("valable jusqu’au")
    token_hash = models.CharField(
        "empreinte du jeton", max_length=64, blank=True, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="créé par",
        editable=False,
        on_delete=models.PROTECT,
        related_name="liens_declaration",
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    sent_at = models.DateTimeField("envoyé le", null=True, editable=False)
    used_at = models.DateTimeField("dernière déclaration", null=True, editable=False)
    revoked_at = models.DateTimeField("retiré le", null=True, editable=False)

    objects = models.Manager.from_queryset(LienDeclarationQuerySet)()
    has_private_rows = True
    is_restorable = False
    sensitive_fields = frozenset({"email", "token_hash"})
    untracked_fields = frozenset({"created_at", "used_at"})

    class Meta:
        verbose_name = "lien de déclaration"
        verbose_name_plural = "liens de déclaration"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"],
                condition=~Q(token_hash=""),
                name="lien_jeton_unique",
                violation_error_message="Ce lien existe déjà : tirez-en un autre.",
            )
        ]

    def __str__(self) -> str:
        return f"Lien n° {self.pk} de {self.employeur}"

    @staticmethod
    def digest(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    def draw_token(self) -> str:
        """Set a new secret, return it: the database keeps its hash alone."""
        token = secrets.token_urlsafe(32)
        self.token_hash = self.digest(token)
        return token

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def state_text(self) -> str:
        if self.revoked_at is not None:
            return "Retiré"
        return "Ouvert" if self.is_open else "Expiré"

    def perimeters(self) -> dict[str, set[int]]:
        return self.marche.perimeters() if self.marche is not None else {}


def find_open_lien(token: str) -> LienDeclaration | None:
    """Return the link this token opens, while it does."""
    if not token:
        return None
    rows = LienDeclaration.objects.open().filter(
        token_hash=LienDeclaration.digest(token)
    )
    found: LienDeclaration | None = rows.select_related(
        "employeur__organisation", "marche"
    ).first()
    return found
