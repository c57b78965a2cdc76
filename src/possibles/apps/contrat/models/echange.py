"""What people say of a project: dated, signed syntheses, and discussion."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from possibles.apps.contrat.enums import Meteo
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet

from .projet import OfProjetQuerySet, Projet, tell_news


class SyntheseQuerySet(OfProjetQuerySet):
    def visible_to(self, user: Any) -> "SyntheseQuerySet":
        """Show the published ones with their project; a draft to its author alone."""
        published = self.filter(
            published_at__isnull=False,
            projet__in=Projet.objects.visible_to(user).order_by(),
        )
        if not user.is_authenticated:
            return published
        return self.filter(Q(published_at__isnull=False) | Q(author=user))

    def published(self) -> "SyntheseQuerySet":
        return self.filter(published_at__isnull=False)


class SynthesePublieeError(Exception):
    """Someone tried to rewrite a published synthesis."""

    def __init__(self) -> None:
        super().__init__(
            "Cette synthèse est publiée : elle ne se réécrit pas. "
            "Rédigez-en une nouvelle, elle prendra sa place."
        )


class Synthese(TrackedModel):
    """Where a project stands on a day: its météo and the five texts of its report.

    Once published it is not rewritten: a newer one takes its place.
    """

    projet = models.ForeignKey(
        Projet,
        verbose_name="projet",
        on_delete=models.CASCADE,
        related_name="syntheses",
    )
    date = models.DateField("date")
    meteo = models.CharField("météo", max_length=20, choices=Meteo.choices)
    ambition = models.TextField("notre ambition", blank=True)
    deja_fait = models.TextField("déjà fait", blank=True)
    a_faire = models.TextField("à faire", blank=True)
    risques = models.TextField("risques et freins", blank=True)
    solutions = models.TextField("solutions", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="syntheses",
    )
    signature = models.CharField("signature", max_length=200, blank=True)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(SyntheseQuerySet)()
    has_private_rows = True
    shared_since = "published_at"

    class Meta:
        verbose_name = "synthèse"
        verbose_name_plural = "synthèses"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["projet", "author"],
                condition=Q(published_at=None),
                name="synthese_un_brouillon",
                violation_error_message=(
                    "Vous avez déjà un brouillon pour ce projet : reprenez-le."
                ),
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(signature=""),
                name="synthese_signee",
                violation_error_message="Une synthèse publiée est signée.",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(deja_fait="") | ~Q(a_faire=""),
                name="synthese_dit_quelque_chose",
                violation_error_message=(
                    "Écrivez au moins ce qui est déjà fait ou ce qui reste à faire."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_meteo_display()} au {self.date:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        was_published = not self._state.adding and self._loaded.get("published_at")
        if was_published and self._changed_fields():
            raise SynthesePublieeError
        super().save(*args, **kwargs)
        if self.published_at:  # a draft is no news to anyone
            tell_news(self.projet_id)

    def journal_parent(self) -> models.Model:
        return self.projet

    def perimeters(self) -> dict[str, set[int]]:
        return self.projet.perimeters()


class CommentaireQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "CommentaireQuerySet":
        """Show discussion to those who have an account."""
        return self if user.is_authenticated else self.none()


class Commentaire(TrackedModel):
    """A word in the discussion of a project."""

    projet = models.ForeignKey(
        Projet,
        verbose_name="projet",
        on_delete=models.CASCADE,
        related_name="commentaires",
    )
    reply_to = models.ForeignKey(
        "self",
        verbose_name="en réponse à",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="replies",
    )
    text = models.TextField("commentaire")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commentaires",
    )
    signature = models.CharField("signature", max_length=200, blank=True)
    created_at = models.DateTimeField("écrit le")
    edited_at = models.DateTimeField("modifié le", null=True, blank=True)
    is_exemple = models.BooleanField("exemple", default=False)

    objects = models.Manager.from_queryset(CommentaireQuerySet)()

    class Meta:
        verbose_name = "commentaire"
        verbose_name_plural = "commentaires"
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="commentaire_texte",
                violation_error_message="Écrivez votre commentaire avant de l’envoyer.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def journal_parent(self) -> models.Model:
        return self.projet

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        tell_news(self.projet_id)

    def perimeters(self) -> dict[str, set[int]]:
        return self.projet.perimeters()
