"""The form that opens a door to a company."""

from typing import Any

from django import forms

from possibles.apps.insertion.domain.declaration import Ouverture
from possibles.apps.insertion.models import Employeur, Marche

DURATIONS = ((30, "un mois"), (92, "trois mois"), (183, "six mois"), (365, "un an"))


class LienForm(forms.Form):
    employeur = forms.ModelChoiceField(
        label="Entreprise", queryset=Employeur.objects.none()
    )
    marche = forms.ModelChoiceField(
        label="Marché",
        queryset=Marche.objects.none(),
        required=False,
        empty_label="Tous ceux où elle emploie quelqu’un",
    )
    days = forms.TypedChoiceField(
        label="Valable pendant", choices=DURATIONS, coerce=int, initial=92
    )
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        help_text="Vide : le lien s’affiche une fois, à imprimer ou à remettre vous-même.",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        fields: Any = self.fields
        fields["employeur"].queryset = Employeur.objects.visible_to(
            user
        ).select_related("organisation")
        fields["marche"].queryset = Marche.objects.visible_to(user).with_clause()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        marche = data.get("marche")
        if "employeur" in data and not self.user.has_perm(
            "insertion.change_heures", marche if marche is not None else _Everything()
        ):
            self.add_error(
                "marche",
                "Vous ne suivez pas ce marché : choisissez-en un de votre périmètre.",
            )
        return data

    @property
    def wanted(self) -> Ouverture:
        data = self.cleaned_data
        return Ouverture(data["employeur"], data["marche"], data["email"], data["days"])


class _Everything:
    """Something that only the whole contract covers."""

    def perimeters(self) -> dict[str, set[int]]:
        return {}
