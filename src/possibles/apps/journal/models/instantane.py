import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models


class Instantane(models.Model):
    """A tree of objects frozen on a date: a validated agenda, a baseline, a monthly point.

    `content` is canonical JSON; `digest` its SHA-256. It is written once.
    """

    kind = models.CharField("nature", max_length=60)
    model = models.CharField("type d’objet", max_length=80)
    object_id = models.CharField("identifiant", max_length=64)
    title = models.CharField("titre", max_length=300)
    reason = models.TextField("motif", blank=True)
    at = models.DateTimeField("figé le")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        on_delete=models.PROTECT,
        related_name="instantanes",
    )
    content = models.TextField("contenu")
    digest = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "instantané"
        verbose_name_plural = "instantanés"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["model", "object_id", "-at"], name="instantane_objet")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def data(self) -> Any:
        return json.loads(self.content)

    @property
    def is_intact(self) -> bool:
        return hashlib.sha256(self.content.encode()).hexdigest() == self.digest
