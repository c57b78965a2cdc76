from django import forms

from possibles.apps.contrat.models import Chantier
from possibles.common.forms import MotifField


class ChantierForm(forms.ModelForm[Chantier]):
    motif = MotifField()

    class Meta:
        model = Chantier
        fields = ["title", "volet", "statut", "avancement", "outils"]
        widgets = {
            "avancement": forms.Textarea(attrs={"rows": 6}),
            "outils": forms.CheckboxSelectMultiple(),
        }
