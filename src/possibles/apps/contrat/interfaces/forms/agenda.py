from typing import Any

from django import forms

from possibles.apps.contrat.models import Agenda, Orientation, Projet
from possibles.apps.gouvernance.models import Decision
from possibles.common.forms import DayInput, MotifField


class AgendaForm(forms.ModelForm[Agenda]):
    """What introduces an agenda; its projects and its state have their own gestures."""

    motif = MotifField()

    class Meta:
        model = Agenda
        fields = ["title", "introduction"]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 6})}


class PrepareForm(forms.Form):
    year = forms.IntegerField(label="Année", min_value=2024, max_value=2030)


class TransitionForm(forms.Form):
    """What a transition asks for; fields it does not ask for are removed."""

    on = forms.DateField(label="Date", widget=DayInput())
    decision = forms.ModelChoiceField(
        Decision.objects.select_related("seance__instance"),
        label="Décision du comité",
        required=False,
        help_text="La décision consignée dans une séance, si elle l’est déjà.",
    )
    evaluation = forms.CharField(
        label="Évaluation partagée",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Ce que les partenaires retiennent de l’année.",
    )
    motif = forms.CharField(label="Motif", max_length=500, required=False)

    def __init__(self, *args: Any, asks: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("on", "decision", "evaluation"):
            if name not in asks:
                del self.fields[name]


class InscriptionForm(forms.Form):
    """Place a project on an agenda."""

    projet = forms.ModelChoiceField(Projet.objects.none(), label="Projet")
    orientation = forms.ModelChoiceField(
        Orientation.objects.all(),
        label="Orientation de classement",
        required=False,
        help_text="Par défaut, la première orientation du projet.",
    )
    objectif = forms.CharField(
        label="Objectif de l’année",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    motif = MotifField()

    def __init__(self, *args: Any, agenda: Agenda, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["projet"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
        field.queryset = Projet.objects.exclude(inscriptions__agenda=agenda)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        projet = data.get("projet")
        if (
            projet is not None
            and not data.get("orientation")
            and not projet.orientations.exists()
        ):
            self.add_error(
                "orientation",
                "Ce projet n’a pas d’orientation : choisissez celle où le classer.",
            )
        return data


class WithdrawForm(forms.Form):
    motif = MotifField()
