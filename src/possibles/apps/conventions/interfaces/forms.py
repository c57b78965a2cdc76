from django import forms

from possibles.apps.conventions.models import Convention, Engagement
from possibles.common.forms import DayInput, MotifField


class ConventionForm(forms.ModelForm[Convention]):
    motif = MotifField()

    class Meta:
        model = Convention
        fields = [
            "title",
            "short_title",
            "reference",
            "state",
            "objet",
            "signed_on",
            "start",
            "end",
            "amount",
        ]
        widgets = {
            "signed_on": DayInput(),
            "start": DayInput(),
            "end": DayInput(),
            "objet": forms.Textarea(attrs={"rows": 4}),
        }


class EngagementForm(forms.ModelForm[Engagement]):
    motif = MotifField()

    class Meta:
        model = Engagement
        fields = ["text", "article", "organisation", "state", "due", "proof"]
        widgets = {
            "due": DayInput(),
            "text": forms.Textarea(attrs={"rows": 3}),
            "proof": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "proof": "Ce qui montre que l’engagement est tenu : document, compte rendu, "
            "indicateur."
        }
