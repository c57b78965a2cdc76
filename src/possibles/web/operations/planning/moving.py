"""From a date dragged or typed to the changes a plan understands."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from possibles.apps.operations.domain.planning.calendars import get_calendar, to_day
from possibles.apps.operations.enums import ContrainteKind
from possibles.apps.operations.models import Tache
from possibles.common.french import format_date

Changes = list[dict[str, Any]]


class DeplacementForm(forms.Form):
    """New dates for a task: what a drag sends, and what the task's page offers."""

    debut = forms.DateField(label="Nouveau début", required=False)
    fin = forms.DateField(label="Nouvelle fin", required=False)

    def __init__(self, *args: Any, tache: Tache, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tache = tache
        for field in self.fields.values():
            field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        if tache.is_started or tache.is_milestone:
            del self.fields["debut" if tache.is_started else "fin"]
        if tache.is_milestone and not tache.is_started:
            self.fields["debut"].label = "Nouvelle date"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, finish = self.span()
        if start is None and finish is None:
            raise forms.ValidationError("Donnez un nouveau début ou une nouvelle fin.")
        if start and finish and finish < start:
            self.add_error(
                "fin", f"La fin vient avant le début, le {format_date(start)}."
            )
        if self.tache.is_started and finish and finish < timezone.localdate():
            self.add_error(
                "fin",
                "Cette date est passée : dites plutôt que la tâche est terminée, sur la "
                "fiche de l’opération.",
            )
        return data

    def span(self) -> tuple[date | None, date | None]:
        """Return the dates asked; a start moved alone takes the finish along."""
        return self.cleaned_data.get("debut"), self.cleaned_data.get("fin")

    def changes(self) -> Changes:
        """Return what is asked, as `domain.planning.preview` reads it."""
        start, finish = self.span()
        tache = self.tache
        asked: dict[str, Any] = {"tache": tache.pk}
        if tache.is_started:
            today = max(timezone.localdate(), tache.actual_start or date.min)
            asked["remaining_days"] = count_days(tache, today, finish or today)
            return [asked]
        if start is not None and start != tache.early_start:
            asked["constraint_kind"] = ContrainteKind.DEBUT_PAS_AVANT
            asked["constraint_date"] = start.isoformat()
        begin = start or tache.early_start
        if (
            finish is not None
            and begin is not None
            and not self._is_shift(start, finish)
        ):
            asked["duration_days"] = max(count_days(tache, begin, finish), 1)
        return [asked]

    def _is_shift(self, start: date | None, finish: date) -> bool:
        """Tell a task moved whole, whose length stays, from one made longer."""
        old_start, old_finish = self.tache.early_start, self.tache.early_finish
        if start is None or old_start is None or old_finish is None:
            return False
        return finish - start == old_finish - old_start


def count_days(tache: Tache, first: date, last: date) -> int:
    """Count the days of the task's calendar, both ends included."""
    return get_calendar(tache.calendar).count_working(to_day(first), to_day(last) + 1)


def read_changes_field(post: Mapping[str, str]) -> Changes | None:
    """Return the changes a preview put in its form; nothing when they were tampered with."""
    try:
        found = json.loads(post.get("changements", ""))
    except ValueError:
        return None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        return None
    return found
