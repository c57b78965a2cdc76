from typing import Any

import rules
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from possibles.apps.acteurs.enums import Perimeter, Role
from possibles.apps.acteurs.rules import OUTSIDERS, STEERING
from possibles.apps.acteurs.validators import LONG_PASSWORD
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.common.french import fold

from .habilitation import Habilitation, within_steering
from .organisation import Organisation


class PersonneQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "PersonneQuerySet":
        """Show people to those who work with them, nobody to the public.

        Whoever steers the whole contract sees every account. Agents of partners see each
        other; associations and residents see their own organisation and those who steer.
        A closed account is seen by those who steer alone.
        """
        if not user.is_authenticated:
            return self.none()
        if user.steers_everything:
            return self
        holders = Habilitation.objects.active()
        steered = holders.filter(within_steering(user))
        seen = Q(pk=user.pk) | Q(pk__in=steered.values("personne"))
        if user.roles - OUTSIDERS:
            peers = holders.exclude(role__in=OUTSIDERS)
        else:
            peers = holders.filter(role__in=STEERING)
            if user.organisation_id:
                seen |= Q(organisation=user.organisation_id, is_active=True)
        return self.filter(seen | Q(pk__in=peers.values("personne"), is_active=True))


class PersonneManager(BaseUserManager.from_queryset(PersonneQuerySet)):
    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "Personne":
        """Create a person. Call it inside a change."""
        person = Personne(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person


class Personne(AbstractBaseUser, TrackedModel):
    """Someone with an account."""

    email = models.EmailField("adresse électronique", unique=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    function = models.CharField("fonction", max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="personnes",
    )
    is_active = models.BooleanField("compte actif", default=True)
    is_exemple = models.BooleanField("exemple", default=False)
    # The length of a hashed password is not known any more: what it allowed is kept.
    has_long_password = models.BooleanField(
        "mot de passe assez long pour se passer de second facteur",
        default=False,
        editable=False,
    )
    # Raised to end every session at once, wherever it is kept.
    session_epoch = models.PositiveIntegerField(
        "génération des sessions", default=0, editable=False
    )
    sort_name = models.CharField("nom de tri", max_length=165, editable=False)

    is_restorable = False
    objects = PersonneManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]
    # The journal is never erased; a person may ask to be.
    sensitive_fields = frozenset({"email", "first_name", "last_name", "password"})
    untracked_fields = frozenset(
        {"last_login", "sort_name", "has_long_password", "session_epoch"}
    )

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or "Compte sans nom"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = fold(f"{self.last_name} {self.first_name}")
        # Django's own sign-in only touches `last_login`: not an act of anyone.
        told = set(kwargs.get("update_fields") or {"all"}) - self.untracked_fields
        if not told:
            models.Model.save(self, *args, **kwargs)
            return
        super().save(*args, **kwargs)

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.has_long_password = len(raw_password or "") >= LONG_PASSWORD

    def check_password(self, raw_password: str | None) -> bool:
        """Check the password, and renew its hash when the hasher got stronger."""

        def renew(password: str) -> None:
            self.set_password(password)
            rows = Personne.objects.filter(pk=self.pk)
            rows.unrecorded_update(password=self.password)
            self.remember()

        return check_password(raw_password, self.password, renew)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Tie sessions to the password, as Django does, and to their generation."""
        return salted_hmac(
            "possibles.acteurs.session",
            f"{self.session_epoch}:{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def touch(self, verb: str, fields: dict[str, dict[str, Any]]) -> Any:
        touch = super().touch(verb, fields)
        touch.label = f"Compte n° {self.pk}"
        return touch

    @cached_property
    def active_habilitations(self) -> list[Habilitation]:
        """What this person may do today; read once per request."""
        if not self.is_active:
            return []
        return list(self.habilitations.active().select_related("organisation"))

    @property
    def roles(self) -> set[str]:
        return {h.role for h in self.active_habilitations}

    @property
    def steers_everything(self) -> bool:
        return any(
            Role(h.role) in STEERING and h.perimeter == Perimeter.CONTRAT
            for h in self.active_habilitations
        )

    def has_perm(self, permission: str, target: Any = None) -> bool:
        return bool(rules.has_perm(permission, self, target))

    def perimeters(self) -> dict[str, set[int]]:
        """Tell the places of this person: their organisation and those of their roles."""
        places: dict[str, set[int]] = {}
        held = self.habilitations.active().select_related("quartier", "organisation")
        sources = [self.organisation] if self.organisation else []
        for place in [*sources, *held]:
            for kind, keys in place.perimeters().items():
                places.setdefault(kind, set()).update(keys)
        return places
