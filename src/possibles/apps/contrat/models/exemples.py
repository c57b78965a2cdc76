from typing import Any

from django.db import models

from possibles.apps.journal.models import TrackedModel, current_change


class AvecExemples(TrackedModel):
    """A real object some fields of which were given as examples.

    What a person writes is no longer an example: the mark goes with the first edit, and
    comes back when that edit is undone.
    """

    champs_exemple = models.JSONField(
        "champs donnés en exemple", default=list, blank=True
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and current_change().author is not None:
            self.forget_exemples(self._changed_fields())
        super().save(*args, **kwargs)

    def forget_exemples(self, names: Any) -> None:
        """Take the mark off these fields, unless the marks themselves are being set."""
        if "champs_exemple" not in names:
            self.champs_exemple = [n for n in self.champs_exemple if n not in names]
