"""Choices made beside a file."""

from typing import Any

from django import forms

from possibles.apps.insertion.models import FamilleDeMarche


class ImportMarchesForm(forms.Form):
    famille = forms.ChoiceField(
        label="Famille des marchés dont le fichier ne la dit pas",
        required=False,
        help_text="Les données essentielles (DECP) ne disent pas la famille : choisissez-la "
        "ici, vous la corrigerez ensuite marché par marché.",
    )
    seulement_clause = forms.BooleanField(
        label="Ne garder que les marchés à clause sociale", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["famille"]
        rows = FamilleDeMarche.objects.values_list("slug", "name")
        field.choices = [("", "Aucune : la colonne est obligatoire"), *rows]
