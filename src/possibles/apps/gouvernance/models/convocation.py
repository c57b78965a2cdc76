from django.conf import settings
from django.db import models

from possibles.apps.gouvernance.enums import ConvocationKind, EnvoiState
from possibles.apps.journal.models import TrackedModel

from .instance import Instance, Mandat
from .seance import OfSeanceQuerySet, Seance


class Convocation(TrackedModel):
    """A message sent to the members of a body about one of its sittings."""

    seance = models.ForeignKey(
        Seance,
        verbose_name="séance",
        on_delete=models.CASCADE,
        related_name="convocations",
    )
    kind = models.CharField(
        "nature",
        max_length=20,
        choices=ConvocationKind.choices,
        default=ConvocationKind.CONVOCATION,
    )
    sent_at = models.DateTimeField("envoyée le")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="envoyée par",
        null=True,
        on_delete=models.PROTECT,
        related_name="convocations",
    )
    message = models.TextField("message", blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(OfSeanceQuerySet)()

    class Meta:
        verbose_name = "convocation"
        verbose_name_plural = "convocations"
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} — {self.seance}"

    @property
    def failures(self) -> int:
        """How many messages did not leave."""
        return sum(envoi.state == EnvoiState.ECHEC for envoi in self.envois.all())

    def journal_parent(self) -> models.Model:
        return self.seance

    def perimeters(self) -> dict[str, set[int]]:
        return self.seance.perimeters()


class Envoi(models.Model):
    """What became of a convocation for one seat; the address itself is not copied."""

    convocation = models.ForeignKey(
        Convocation,
        verbose_name="convocation",
        on_delete=models.CASCADE,
        related_name="envois",
    )
    mandat = models.ForeignKey(
        Mandat, verbose_name="siège", on_delete=models.CASCADE, related_name="envois"
    )
    state = models.CharField(
        "état",
        max_length=20,
        choices=EnvoiState.choices,
        default=EnvoiState.A_ENVOYER,
    )
    at = models.DateTimeField("parti le", null=True)

    class Meta:
        verbose_name = "envoi"
        verbose_name_plural = "envois"
        ordering = ["convocation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convocation", "mandat"], name="envoi_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mandat} : {self.get_state_display()}"


class AdresseAgenda(models.Model):
    """A secret address that gives a calendar program the sittings its owner may see.

    `nonce` is what the secret signs: drawing another one revokes the address.
    """

    personne = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="adresses_agenda",
    )
    instance = models.ForeignKey(
        Instance,
        verbose_name="instance",
        null=True,
        on_delete=models.CASCADE,
        related_name="adresses_agenda",
    )
    nonce = models.CharField("tirage", max_length=32)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    class Meta:
        verbose_name = "adresse d’agenda"
        verbose_name_plural = "adresses d’agenda"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "instance"], name="adresse_agenda_unique"
            ),
            models.UniqueConstraint(
                fields=["personne"],
                condition=models.Q(instance=None),
                name="adresse_agenda_unique_toutes",
            ),
        ]

    def __str__(self) -> str:
        return f"Agenda de {self.personne}"
