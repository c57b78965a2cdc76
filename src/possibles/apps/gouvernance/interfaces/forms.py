from django import forms

from possibles.apps.gouvernance.models import Decision, Instance, Seance
from possibles.common.forms import DayInput, MotifField, PartForm, TimeInput


class InstanceForm(forms.ModelForm[Instance]):
    motif = MotifField()

    class Meta:
        model = Instance
        fields = ["name", "missions", "frequency", "chair", "members"]
        widgets = {
            "missions": forms.Textarea(attrs={"rows": 5}),
            "members": forms.SelectMultiple(attrs={"size": 10}),
        }


class SeanceForm(PartForm):
    set_by_page = frozenset({"instance"})

    class Meta:
        model = Seance
        fields = ["date", "time", "place", "state", "ordre_du_jour", "compte_rendu"]
        widgets = {
            "date": DayInput(),
            "time": TimeInput(),
            "ordre_du_jour": forms.Textarea(attrs={"rows": 6}),
            "compte_rendu": forms.Textarea(attrs={"rows": 10}),
        }


class ConvocationForm(SeanceForm):
    """A sitting to come: nothing was said in it yet."""

    class Meta(SeanceForm.Meta):
        fields = ["date", "time", "place", "ordre_du_jour"]


class DecisionForm(forms.ModelForm[Decision]):
    class Meta:
        model = Decision
        fields = ["kind", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
