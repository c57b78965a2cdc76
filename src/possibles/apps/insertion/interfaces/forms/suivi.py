"""Forms of what follows a hire: the situation found, the rights exercised."""

from typing import Any

from django import forms
from django.utils import timezone

from possibles.apps.insertion.enums import Droit, Sortie
from possibles.common.forms import DayInput

ANSWERED_ON_PAPER = (Droit.RECTIFICATION, Droit.OPPOSITION)


def _refuse_future(day: Any) -> Any:
    if day is not None and day > timezone.localdate():
        raise forms.ValidationError("Cette date n’est pas encore passée.")
    return day


class PointDeSuiviForm(forms.Form):
    """What became of a person: one choice and a day, never a text about them."""

    situation = forms.ChoiceField(
        label="Situation",
        choices=[("", "Choisissez"), *Sortie.choices],
        error_messages={"required": "Choisissez la situation de la personne."},
    )
    done_on = forms.DateField(label="Constatée le", widget=DayInput())

    def clean_done_on(self) -> Any:
        return _refuse_future(self.cleaned_data["done_on"])


class DemandeForm(forms.Form):
    """A right exercised that the facilitateur answered by hand."""

    kind = forms.ChoiceField(
        label="Droit exercé",
        choices=[(d.value, d.label) for d in ANSWERED_ON_PAPER],
    )
    received_on = forms.DateField(label="Demande reçue le", widget=DayInput())
    outcome = forms.CharField(
        label="Suite donnée",
        max_length=300,
        help_text="Par exemple : année de naissance corrigée. N’y nommez personne.",
    )

    def clean_received_on(self) -> Any:
        return _refuse_future(self.cleaned_data["received_on"])


class EffacementForm(forms.Form):
    """An erasure: it cannot be taken back, so the code is typed again."""

    received_on = forms.DateField(label="Demande reçue le", widget=DayInput())
    code = forms.CharField(
        label="Recopiez le code de la personne",
        max_length=12,
        help_text="L’effacement ne s’annule pas.",
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_received_on(self) -> Any:
        return _refuse_future(self.cleaned_data["received_on"])

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().upper()
        if code != self.expected:
            raise forms.ValidationError(
                f"Ce n’est pas le code de cette fiche : recopiez {self.expected}."
            )
        return code
