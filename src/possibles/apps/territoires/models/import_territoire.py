from typing import Any

from django.db import models

from possibles.apps.journal.models import TrackedModel, TrackedQuerySet
from possibles.apps.territoires.enums import ImportKind, ImportState


class ImportTerritoireQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ImportTerritoireQuerySet":
        """Show them to those who may import."""
        if user.is_authenticated and user.has_perm("territoires.import_quartier"):
            return self
        return self.none()


class ImportTerritoire(TrackedModel):
    """A file received: what it holds, what it would change, what it changed.

    `rows` is the file as understood, `report` what it does line by line, `before` what
    stood there, so that an import can be undone. Who did it is in the journal.
    """

    kind = models.CharField("nature", max_length=10, choices=ImportKind.choices)
    state = models.CharField(
        "état", max_length=10, choices=ImportState.choices, default=ImportState.ESSAI
    )
    filename = models.CharField("fichier", max_length=200)
    digest = models.CharField("empreinte du fichier", max_length=64)
    source = models.CharField("source", max_length=200)
    data_date = models.DateField("date des données", null=True, blank=True)
    received_at = models.DateTimeField("reçu le", auto_now_add=True)
    rows = models.JSONField("lignes lues", default=list)
    report = models.JSONField("rapport", default=dict)
    before = models.JSONField("état antérieur", default=list)

    objects = models.Manager.from_queryset(ImportTerritoireQuerySet)()
    untracked_fields = frozenset({"rows", "report", "before"})

    class Meta:
        verbose_name = "import de territoire"
        verbose_name_plural = "imports de territoire"
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} — {self.filename}"
