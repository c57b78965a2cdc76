"""Forms of people, hires, employers."""

from typing import Any

from django import forms
from django.utils import timezone

from possibles.apps.insertion.models import (
    Beneficiaire,
    Embauche,
    Employeur,
    Lot,
    Marche,
)
from possibles.apps.referentiel.domain.parametres import find_parametres
from possibles.apps.territoires.models import Commune
from possibles.common.forms import DayInput, MotifField

from .parts import PartForm

MONTHS = "insertion.duree_eligibilite_mois"


class EmployeurForm(forms.ModelForm[Employeur]):
    class Meta:
        model = Employeur
        fields = ["organisation", "kind", "headcount", "sector"]


class BeneficiaireForm(forms.ModelForm[Beneficiaire]):
    """A person: nothing that is not counted, and never the proof itself."""

    motif = MotifField()

    class Meta:
        model = Beneficiaire
        fields = [
            "initials",
            "sex",
            "birth_year",
            "quartier",
            "commune",
            "critere",
            "prescripteur",
            "validated_on",
            "eligibility_months",
        ]
        widgets = {"validated_on": DayInput()}
        help_texts = {
            "quartier": "Vide : la personne n’habite pas un quartier prioritaire.",
            "critere": "Ce qui touche à la santé se dit par groupe, sans détail.",
            "validated_on": "Avant toute embauche. Vide : en attente de vos vérifications.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        commune: Any = self.fields["commune"]
        commune.queryset = Commune.objects.filter(in_contrat=True)
        self.fields["motif"].help_text = "Lu dans l’historique : n’y nommez personne."
        if self.instance._state.adding:
            known = find_parametres([MONTHS])
            if MONTHS in known:
                self.initial["eligibility_months"] = int(known[MONTHS].value)

    def clean_initials(self) -> str:
        return str(self.cleaned_data["initials"]).upper()

    def clean_validated_on(self) -> Any:
        day = self.cleaned_data["validated_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError("Une validation ne se date pas à l’avance.")
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        quartier = data.get("quartier")
        if quartier is not None and data.get("commune") is None:
            data["commune"] = quartier.commune
        return data


class EmbaucheForm(PartForm):
    """A hire: only of someone whose eligibility was validated before it begins."""

    whole = "beneficiaire"

    class Meta:
        model = Embauche
        fields = ["marche", "lot", "employeur", "modalite", "kind", "start", "end"]
        widgets = {"start": DayInput(), "end": DayInput()}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marche: Any = self.fields["marche"]
        marche.queryset = Marche.objects.visible_to(user).with_clause()
        lot: Any = self.fields["lot"]
        lot.queryset = Lot.objects.visible_to(user).select_related("marche")
        lot.label_from_instance = lambda held: f"{held.marche.reference}, {held}"
        lot.help_text = "Si le marché a des lots : la jauge du lot comptera ses heures."

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        lot = data.get("lot")
        if lot is not None and lot.marche_id != getattr(data.get("marche"), "pk", None):
            self.add_error(
                "lot", "Ce lot est d’un autre marché : choisissez l’un des siens."
            )
        return data

    def clean_start(self) -> Any:
        start = self.cleaned_data["start"]
        validated = self.instance.beneficiaire.validated_on
        if validated is None:
            raise forms.ValidationError(
                "Validez d’abord l’éligibilité de cette personne : l’embauche vient après."
            )
        if start is not None and start < validated:
            raise forms.ValidationError(
                f"L’éligibilité a été validée le {validated:%d/%m/%Y} : l’embauche ne "
                "peut pas commencer avant."
            )
        return start
