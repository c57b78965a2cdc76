from django.conf import settings
from django.db import models


class CleIdempotence(models.Model):
    """A form already received: sent twice, it acts once and answers the same."""

    key = models.UUIDField("jeton", primary_key=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        on_delete=models.CASCADE,
        related_name="cles_idempotence",
    )
    route = models.CharField("page", max_length=200)
    digest = models.CharField("empreinte du contenu", max_length=64)
    status = models.PositiveSmallIntegerField("réponse", null=True)
    location = models.TextField("adresse de la réponse", blank=True)
    body = models.TextField("contenu de la réponse", blank=True)
    created_at = models.DateTimeField("reçu le", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "clé d’idempotence"
        verbose_name_plural = "clés d’idempotence"

    def __str__(self) -> str:
        return str(self.key)
