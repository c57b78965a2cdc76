"""Forms of a project review and of its lines."""

from typing import Any

from django import forms
from django.utils import timezone

from possibles.apps.conventions.models import (
    Convention,
    LigneRevue,
    RevueDeProjet,
)
from possibles.apps.territoires.models import ProjetRenouvellement


class RevuePrepareForm(forms.Form):
    """Which scope, which year."""

    convention = forms.ModelChoiceField(
        Convention.objects.none(), label="Convention", required=False
    )
    renouvellement = forms.ModelChoiceField(
        ProjetRenouvellement.objects.all(),
        label="Projet de renouvellement urbain",
        required=False,
        help_text="Les engagements de toutes ses conventions signées.",
    )
    year = forms.IntegerField(label="Année", min_value=2000, max_value=2100)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["convention"]
        field.queryset = Convention.objects.visible_to(user)
        self.fields["year"].initial = timezone.localdate().year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("convention")) == bool(data.get("renouvellement")):
            raise forms.ValidationError(
                "Choisissez une convention ou un projet de renouvellement urbain, et un "
                "seul."
            )
        return data


class RevueForm(forms.ModelForm[RevueDeProjet]):
    class Meta:
        model = RevueDeProjet
        fields = [
            "leader",
            "place",
            "participants",
            "methode",
            "compte_rendu",
            "suites",
        ]
        widgets = {
            "participants": forms.Textarea(attrs={"rows": 4}),
            "methode": forms.Textarea(attrs={"rows": 10}),
            "compte_rendu": forms.Textarea(attrs={"rows": 10}),
            "suites": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "leader": "Le délégué territorial, pour une convention de renouvellement "
            "urbain.",
            "participants": "Un par ligne.",
        }


class LigneRevueForm(forms.ModelForm[LigneRevue]):
    """What is said of a commitment: saving it is examining it."""

    class Meta:
        model = LigneRevue
        fields = [
            "comment",
            "difficulty",
            "decision",
            "avenant_kind",
            "avenant_objet",
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("comment", "difficulty", "decision")
        }
        help_texts = {
            "avenant_kind": "Il rejoindra la liste des avenants à préparer quand la "
            "revue sera figée.",
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("avenant_kind") and not data.get("avenant_objet"):
            self.add_error(
                "avenant_objet", "Dites en une ligne ce que l’avenant change."
            )
        return data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.instance.is_examined = True
