"""Choices made beside a file of a schedule, or before taking one away."""

from typing import Any

from django import forms

from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import ProjetRenouvellement


class ImportTachesForm(forms.Form):
    operation = forms.ChoiceField(
        label="Opération du fichier",
        required=False,
        help_text="Sert aux lignes qui ne disent pas la leur ; un planning MS Project ne la "
        "dit jamais, sauf s’il vient d’ici.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["operation"]
        rows = Operation.objects.alive().values_list("pk", "title")
        field.choices = [
            ("", "Dite par le fichier"),
            *((f"o{pk}", title) for pk, title in rows),
        ]


class ExportPlanningForm(forms.Form):
    """What to take away, and how it is written."""

    FORMATS = (
        ("xml", "MS Project (XML)"),
        ("xlsx", "Tableur (xlsx)"),
        ("csv", "Texte (csv)"),
    )

    projet = forms.ModelChoiceField(
        ProjetRenouvellement.objects.none(),
        label="Projet de renouvellement",
        required=False,
        empty_label="Tout le programme",
    )
    operation = forms.ModelChoiceField(
        Operation.objects.none(),
        label="Opération",
        required=False,
        empty_label="Toutes celles du projet",
    )
    fichier = forms.ChoiceField(label="Format", choices=FORMATS)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["projet"].queryset = ProjetRenouvellement.objects.all()
        fields["operation"].queryset = Operation.objects.visible_to(user).alive()

    def operations(self) -> list[int] | None:
        """Return the keys of the operations chosen, None for all of them."""
        if self.cleaned_data["operation"]:
            return [self.cleaned_data["operation"].pk]
        if self.cleaned_data["projet"]:
            rows = Operation.objects.filter(renouvellement=self.cleaned_data["projet"])
            return list(rows.values_list("pk", flat=True))
        return None

    def title(self) -> str:
        chosen = self.cleaned_data["operation"] or self.cleaned_data["projet"]
        return "Programme de renouvellement" if chosen is None else str(chosen)
