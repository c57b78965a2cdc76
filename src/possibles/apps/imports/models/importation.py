from typing import Any

from django.conf import settings
from django.db import models

from possibles.apps.imports.enums import OPEN_STATES, ImportState, Outcome
from possibles.apps.imports.specs import ImportSpec, allowed_kinds, find_spec
from possibles.apps.journal.models import TrackedModel, TrackedQuerySet


class ImportationQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ImportationQuerySet":
        """Show people the files they brought, and the administrateur all of them.

        Both as long as they may import that kind of thing.
        """
        if not user.is_authenticated:
            return self.none()
        rows = self.filter(kind__in=allowed_kinds(user))
        return rows if "administrateur" in user.roles else rows.filter(author=user)


class Importation(TrackedModel):
    """A file received: its columns, what it would do line by line, what it did.

    `rows` is the file as text, forgotten as soon as it is applied or given up: what
    remains is the report, and the journal's change that can be taken back.
    """

    kind = models.CharField("nature", max_length=40)
    state = models.CharField(
        "état", max_length=10, choices=ImportState.choices, default=ImportState.RECU
    )
    filename = models.CharField("fichier", max_length=200)
    digest = models.CharField("empreinte du fichier", max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="reçu de",
        on_delete=models.PROTECT,
        related_name="importations",
    )
    received_at = models.DateTimeField("reçu le", auto_now_add=True)
    options = models.JSONField("choix", default=dict)
    header = models.JSONField("colonnes du fichier", default=list)
    mapping = models.JSONField("correspondance des colonnes", default=dict)
    rows = models.JSONField("lignes lues", default=list)
    notes = models.JSONField("remarques de lecture", default=list)
    report = models.JSONField("rapport", default=dict)
    change = models.UUIDField("changement", null=True)

    objects = models.Manager.from_queryset(ImportationQuerySet)()
    untracked_fields = frozenset(
        {"options", "header", "mapping", "rows", "notes", "report", "change"}
    )
    is_restorable = False

    class Meta:
        verbose_name = "importation"
        verbose_name_plural = "importations"
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.spec.title} — {self.filename}"

    @property
    def spec(self) -> ImportSpec:
        return find_spec(self.kind)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def counts(self) -> dict[str, int]:
        """How many lines do what; nothing before the dry run."""
        counts: dict[str, int] = self.report.get("counts", {})
        return counts

    @property
    def errors(self) -> int:
        return self.counts.get(Outcome.ERREUR, 0)

    @property
    def has_effect(self) -> bool:
        return any(self.counts.get(o, 0) for o in (Outcome.CREE, Outcome.MODIFIE))
