import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from possibles.apps.journal.models import TrackedModel, TrackedQuerySet

from .habilitation import RoleInPerimeter, perimeter_constraints
from .organisation import Organisation

VALIDITY = timedelta(days=14)


class InvitationQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "InvitationQuerySet":
        """Show them all to whoever steers the whole contract, to others their own."""
        if not user.is_authenticated:
            return self.none()
        return self if user.steers_everything else self.filter(invited_by=user)

    def open(self) -> "InvitationQuerySet":
        """Keep those one can still accept."""
        return self.pending().filter(expires_at__gt=timezone.now())

    def pending(self) -> "InvitationQuerySet":
        """Keep those neither accepted nor withdrawn, expired or not."""
        return self.filter(accepted_at__isnull=True, cancelled_at__isnull=True)


class Invitation(TrackedModel):
    """A place kept for someone: who opens its link makes an account, once.

    The link holds a random token; only its hash is stored, and each sending draws a new
    one.
    """

    email = models.EmailField("adresse électronique")
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    function = models.CharField("fonction", max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    message = models.TextField("message", max_length=1000, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="invité par",
        on_delete=models.PROTECT,
        related_name="invitations_envoyees",
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    token_hash = models.CharField("empreinte du jeton", max_length=64, blank=True)
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="acceptée par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitations_acceptees",
    )
    cancelled_at = models.DateTimeField("retirée le", null=True, blank=True)

    is_restorable = False
    objects = models.Manager.from_queryset(InvitationQuerySet)()
    sensitive_fields = frozenset(
        {"email", "first_name", "last_name", "message", "token_hash"}
    )
    untracked_fields = frozenset({"created_at"})

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at=None, cancelled_at=None),
                name="invitation_unique",
                violation_error_message=(
                    "Une invitation attend déjà une réponse à cette adresse : "
                    "renvoyez-la ou retirez-la."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"Invitation n° {self.pk}"

    @staticmethod
    def digest(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    def draw_token(self) -> str:
        """Set a new secret, return it: the database keeps its hash alone."""
        token = secrets.token_urlsafe(32)
        self.token_hash = self.digest(token)
        self.sent_at = timezone.now()
        self.expires_at = self.sent_at + VALIDITY
        return token

    @property
    def is_open(self) -> bool:
        return (
            self.accepted_at is None
            and self.cancelled_at is None
            and self.expires_at > timezone.now()
        )

    @property
    def state(self) -> str:
        if self.accepted_at:
            return "Acceptée"
        if self.cancelled_at:
            return "Retirée"
        return "En attente" if self.is_open else "Expirée"

    def perimeters(self) -> dict[str, set[int]]:
        places: dict[str, set[int]] = {}
        for role in self.roles.all():
            for kind, keys in role.perimeters().items():
                places.setdefault(kind, set()).update(keys)
        return places


class RolePropose(RoleInPerimeter):
    """A role the invited person will hold once they accept."""

    invitation = models.ForeignKey(
        Invitation,
        verbose_name="invitation",
        on_delete=models.CASCADE,
        related_name="roles",
    )
    # Nobody holds it yet (`rules.may_grant`).
    personne_id = None

    class Meta:
        verbose_name = "rôle proposé"
        verbose_name_plural = "rôles proposés"
        ordering = ["invitation", "role"]
        constraints = perimeter_constraints("role_propose")

    def journal_parent(self) -> models.Model:
        return self.invitation
