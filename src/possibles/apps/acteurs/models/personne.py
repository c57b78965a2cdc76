from typing import Any

import rules
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property

from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.common.french import fold

from .habilitation import Habilitation
from .organisation import Organisation


class PersonneQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "PersonneQuerySet":
        """Show people to those who have an account, nobody to the public."""
        return self if user.is_authenticated else self.none()


class PersonneManager(BaseUserManager.from_queryset(PersonneQuerySet)):  # type: ignore[misc]
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
    sort_name = models.CharField("nom de tri", max_length=165, editable=False)

    objects = PersonneManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]
    # The journal is never erased; a person may ask to be.
    sensitive_fields = frozenset({"email", "first_name", "last_name", "password"})
    untracked_fields = frozenset({"last_login", "sort_name"})

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

    def has_perm(self, permission: str, target: Any = None) -> bool:
        return bool(rules.has_perm(permission, self, target))

    def perimeters(self) -> dict[str, set[int]]:
        return {"organisations": {self.organisation_id} - {None}}
