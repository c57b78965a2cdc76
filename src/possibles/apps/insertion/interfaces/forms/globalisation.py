"""The form of a pool: its name, its threshold, its contracts."""

from typing import Any

from django import forms

from possibles.apps.insertion.models import Globalisation, Marche
from possibles.apps.journal.models import save_all


class GlobalisationForm(forms.ModelForm[Globalisation]):
    marches = forms.ModelMultipleChoiceField(
        label="Marchés",
        queryset=Marche.objects.none(),
        required=False,
        help_text="Ceux qui mettent leurs heures en commun ; un marché n’est que d’une "
        "globalisation.",
    )

    class Meta:
        model = Globalisation
        fields = ["name", "minimum", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["marches"]
        field.queryset = Marche.objects.with_clause()
        if self.instance.pk:
            self.initial["marches"] = list(
                self.instance.marches.values_list("pk", flat=True)
            )

    def save(self, commit: bool = True) -> Globalisation:
        """Save the pool, then its contracts. Inside a change."""
        held: Globalisation = super().save(commit)
        wanted = {m.pk: m for m in self.cleaned_data["marches"]}
        leaving = list(held.marches.exclude(pk__in=wanted))
        entering = [m for m in wanted.values() if m.globalisation_id != held.pk]
        for marche in leaving:
            marche.globalisation = None
        for marche in entering:
            marche.globalisation = held
        save_all([*leaving, *entering])
        return held
