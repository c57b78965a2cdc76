from django import forms

from possibles.apps.condense.models import PreferenceCondense


class PreferenceForm(forms.ModelForm[PreferenceCondense]):
    class Meta:
        model = PreferenceCondense
        fields = ["rythme", "jour"]
        widgets = {"rythme": forms.RadioSelect()}
