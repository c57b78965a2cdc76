"""From a date dragged or typed to the changes a plan understands."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from possibles.apps.operations.domain.planning.calendars import get_calendar, to_day
from possibles.apps.operations.domain.planning.decalage import shift_operation
from possibles.apps.operations.enums import ContrainteKind, TacheKind
from possibles.apps.operations.models import Lien, Operation, Tache
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


class DecalageForm(forms.Form):
    """A whole operation moved by so many days, earlier when they are negative."""

    operation = forms.ModelChoiceField(
        Operation.objects.none(),
        widget=forms.HiddenInput(),
        error_messages={
            "invalid_choice": "Cette opération n’existe plus\u202f: rechargez le planning."
        },
    )
    jours = forms.IntegerField(
        label="Décaler de (jours)",
        min_value=-3650,
        max_value=3650,
        help_text="Un nombre négatif avance l’opération.",
        error_messages={
            "required": "Dites de combien de jours décaler l’opération.",
            "invalid": "Donnez un nombre entier de jours, par exemple 30 ou -14.",
        },
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["operation"]
        found.queryset = Operation.objects.visible_to(user)

    def clean_jours(self) -> int:
        days: int = self.cleaned_data["jours"]
        if not days:
            raise forms.ValidationError(
                "Zéro jour ne décale rien\u202f: donnez un nombre."
            )
        return days

    def changes(self) -> Changes:
        return shift_operation(
            self.cleaned_data["operation"], self.cleaned_data["jours"]
        )


class TacheForm(forms.ModelForm[Tache]):
    """Fields of a task, some of which change: only those are asked of the plan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(
                    attrs={"type": "date"}, format="%Y-%m-%d"
                )
            if self.instance.is_milestone and name == "duration_days":
                field.disabled = True

    def _post_clean(self) -> None:
        """Leave the checks to the plan: it says them in the same words everywhere."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.changed_data and not self.errors:
            raise forms.ValidationError("Rien n’est changé : modifiez une valeur.")
        return data

    def changes(self) -> Changes:
        return [
            {"tache": self.instance.pk}
            | {name: _plain(self.cleaned_data[name]) for name in self.changed_data}
        ]


class ChoixForm(TacheForm):
    """What one decides of a task."""

    class Meta:
        model = Tache
        fields = (
            "duration_days",
            "constraint_kind",
            "constraint_date",
            "deadline",
            "calendar",
        )


class FaitForm(TacheForm):
    """What happened to a task: told by whoever does the work."""

    class Meta:
        model = Tache
        fields = ("actual_start", "percent", "remaining_days", "actual_finish")


class LienForm(forms.ModelForm[Lien]):
    """A task that this one waits for."""

    class Meta:
        model = Lien
        fields = ("predecessor", "nature", "lag_days", "lag_calendar")

    def __init__(self, *args: Any, tache: Tache, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tache = tache
        field: Any = self.fields["predecessor"]
        held = Tache.objects.visible_to(user).filter(
            operation__renouvellement=tache.operation.renouvellement_id
        )
        field.queryset = (
            held.exclude(pk=tache.pk)
            .exclude(kind=TacheKind.GROUPE)
            .select_related("operation")
            .order_by("operation__sort_title", "operation", "position", "pk")
        )
        field.label = "Elle attend"
        field.label_from_instance = lambda one: f"{one.operation} : {one.name}"

    def _post_clean(self) -> None:
        """Leave the checks to the plan: it says them in the same words everywhere."""

    def changes(self) -> Changes:
        data = self.cleaned_data
        return [
            {
                "ajout": {
                    "predecessor": data["predecessor"].pk,
                    "successor": self.tache.pk,
                    "nature": data["nature"],
                    "lag_days": data["lag_days"],
                    "lag_calendar": data["lag_calendar"],
                }
            }
        ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def make_form(what: str, tache: Tache, user: Any, data: Any = None) -> Any:
    """Return the form of a kind of change: a date, a choice, a fact, a link."""
    if what == "choix":
        return ChoixForm(data, instance=tache, prefix=what)
    if what == "fait":
        return FaitForm(data, instance=tache, prefix=what)
    if what == "lien":
        return LienForm(data, tache=tache, user=user, prefix=what)
    return DeplacementForm(data, tache=tache)


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
