from typing import Any

from django import forms

from possibles.apps.conventions.models import Article, Convention, Engagement
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["article"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  the Meta above says so
        field.queryset = Article.objects.filter(convention=self.instance.convention_id)
