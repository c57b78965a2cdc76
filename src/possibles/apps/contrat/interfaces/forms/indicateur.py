from typing import Any

from django import forms

from possibles.apps.contrat.models import Indicateur, Projet
from possibles.common.forms import MotifField


class IndicateurForm(forms.ModelForm[Indicateur]):
    """What is measured, how, by whom; targets and values have their own pages."""

    motif = MotifField()

    class Meta:
        model = Indicateur
        fields = [
            "label",
            "definition",
            "kind",
            "mesure",
            "unit",
            "direction",
            "frequency",
            "maille",
            "cumul",
            "baseline",
            "baseline_year",
            "saisi_par",
            "source",
        ]
        widgets = {"definition": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "unit": "Par exemple : enfants, rencontres, tonnes.",
            "maille": "Par quel lieu la valeur se connaît.",
            "cumul": "Comment les valeurs des lieux font celle du contrat.",
        }


class NewIndicateurForm(IndicateurForm):
    """An indicator of a project, or of the whole contract when none is chosen."""

    projet = forms.ModelChoiceField(
        Projet.objects.none(),
        label="Projet",
        required=False,
        help_text="Laissez vide pour un indicateur de tout le contrat.",
    )
    field_order = ["projet"]

    def __init__(self, *args: Any, projets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["projet"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
        field.queryset = projets


class CibleForm(forms.Form):
    year = forms.IntegerField(label="Année", min_value=2024, max_value=2030)
    value = forms.DecimalField(
        label="Cible",
        max_digits=14,
        decimal_places=3,
        localize=True,
        help_text="Ce que l’indicateur devrait atteindre à la fin de l’année.",
    )
    motif = MotifField()
