from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from possibles.apps.acteurs.models import Organisation
from possibles.apps.journal.models import TrackedQuerySet
from possibles.apps.operations.rules import is_agent

from .operation import OfOperation, OfOperationQuerySet, Operation


class AgentQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "AgentQuerySet":
        """Show partners only: names and discussion are not public."""
        return self if is_agent(user) else self.none()


class Contact(OfOperation):
    """Who to call about an operation."""

    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        on_delete=models.CASCADE,
        related_name="contacts",
    )
    name = models.CharField("nom", max_length=160)
    function = models.CharField("fonction", max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contacts_operations",
    )
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(AgentQuerySet)()
    has_private_rows = True
    # The journal is never erased; a person may ask to be.
    sensitive_fields = frozenset({"name", "email", "phone"})

    class Meta:
        verbose_name = "contact"
        verbose_name_plural = "contacts"
        ordering = ["operation", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    def touch(self, verb: str, fields: dict[str, dict[str, Any]]) -> Any:
        touch = super().touch(verb, fields)
        touch.label = f"Contact n° {self.pk}"
        return touch


class Reserve(OfOperation):
    """What the comité d'engagement asks before it lets an operation go on."""

    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        on_delete=models.CASCADE,
        related_name="reserves",
    )
    text = models.TextField("réserve")
    asked_on = models.DateField("émise le", null=True, blank=True)
    due = models.DateField("à lever avant le", null=True, blank=True)
    lifted_on = models.DateField("levée le", null=True, blank=True)
    proof = models.TextField(
        "ce qui la lève", blank=True, help_text="Le document, la décision, la date."
    )
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfOperationQuerySet)()

    class Meta:
        verbose_name = "réserve du comité d’engagement"
        verbose_name_plural = "réserves du comité d’engagement"
        ordering = ["operation", "asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_on=None) | ~Q(proof=""),
                name="reserve_levee_prouvee",
                violation_error_message="Dites ce qui lève la réserve.",
            ),
            models.CheckConstraint(
                condition=Q(lifted_on=None)
                | Q(asked_on=None)
                | Q(lifted_on__gte=F("asked_on")),
                name="reserve_dates",
                violation_error_message="La réserve est levée avant d’être émise.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_open(self) -> bool:
        return self.lifted_on is None


class CommentaireOperation(OfOperation):
    """A word in the discussion of an operation."""

    operation = models.ForeignKey(
        Operation,
        verbose_name="opération",
        on_delete=models.CASCADE,
        related_name="commentaires",
    )
    text = models.TextField("commentaire")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commentaires_operations",
    )
    signature = models.CharField("signature", max_length=200, blank=True)
    created_at = models.DateTimeField("écrit le")
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(AgentQuerySet)()
    has_private_rows = True

    class Meta:
        verbose_name = "commentaire d’opération"
        verbose_name_plural = "commentaires d’opérations"
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="commentaire_operation_texte",
                violation_error_message="Écrivez votre commentaire avant de l’envoyer.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
