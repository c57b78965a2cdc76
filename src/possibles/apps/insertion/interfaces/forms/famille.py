"""Forms of families: a new hypothesis, the calculator."""

from typing import Any

from django import forms

from possibles.apps.insertion.domain.objectifs import Base
from possibles.apps.insertion.enums import Arrondi
from possibles.apps.insertion.models import FamilleDeMarche, Hypothese, JeuDHypotheses
from possibles.apps.referentiel.enums import Certainty
from possibles.common.forms import DayInput, PercentField
from possibles.common.money import EurosField

from .parts import PartForm


class HypotheseForm(PartForm):
    """A hypothesis to adopt; those before it stay as they were."""

    whole = "famille"

    labour_share = PercentField(label="Part de main-d’œuvre (%)")
    labour_low = PercentField(label="Part la plus basse d’usage (%)")
    labour_high = PercentField(label="Part la plus haute d’usage (%)")
    rate = PercentField(label="Taux d’insertion (%)")
    motif = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Séance, délibération, bilan d’un séminaire sur les heures…",
    )

    class Meta:
        model = Hypothese
        fields = [
            "valid_from",
            "labour_share",
            "labour_low",
            "labour_high",
            "hourly_cost",
            "rate",
            "step",
            "certainty",
            "source",
            "note",
        ]
        widgets = {
            "valid_from": DayInput(),
            "note": forms.Textarea(attrs={"rows": 3}),
        }


class CalculForm(forms.Form):
    """The calculator: an amount, a family, and up to two hypotheses beside its own."""

    montant = EurosField(label="Montant HT (€)", required=False)
    famille = forms.ModelChoiceField(
        label="Famille de marchés",
        queryset=FamilleDeMarche.objects.none(),
        to_field_name="slug",
        empty_label=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["famille"]
        field.queryset = FamilleDeMarche.objects.all()

    def clean_montant(self) -> Any:
        amount = self.cleaned_data["montant"]
        if amount is not None and amount < 0:
            raise forms.ValidationError("Un montant de marché n’est pas négatif.")
        return amount


class VarianteForm(forms.Form):
    """One hypothesis to set beside the family's own; what is left empty is the family's."""

    part = PercentField(label="Part de main-d’œuvre (%)", required=False)
    cout = EurosField(label="Coût horaire (€)", required=False)
    taux = PercentField(label="Taux d’insertion (%)", required=False)
    arrondi = forms.TypedChoiceField(
        label="Arrondi",
        choices=[("", "Celui de la famille"), *Arrondi.choices],
        coerce=int,
        required=False,
        empty_value=None,
    )

    def clean_cout(self) -> Any:
        cost = self.cleaned_data["cout"]
        if cost is not None and cost <= 0:
            raise forms.ValidationError("Un coût horaire est supérieur à zéro.")
        return cost

    @property
    def is_filled(self) -> bool:
        """Tell whether the address proposes anything at all."""
        return any(self.data.get(self.add_prefix(name)) for name in self.fields)

    def base_from(self, current: Base | None) -> Base | None:
        """Return the proposal, completed by the values in force; nothing if it lacks some."""
        data = self.cleaned_data
        typed = {
            "labour_share": data["part"],
            "hourly_cost": data["cout"],
            "rate": data["taux"],
            "step": data["arrondi"],
        }
        if current is not None:
            typed = {
                name: getattr(current, name) if value is None else value
                for name, value in typed.items()
            }
        if any(typed[name] is None for name in ("labour_share", "hourly_cost", "rate")):
            return None
        return Base(**{**typed, "step": typed["step"] or 1})


class JeuForm(forms.ModelForm[JeuDHypotheses]):
    """A set of hypotheses; its lines are one `VarianteForm` a family."""

    class Meta:
        model = JeuDHypotheses
        fields = ["name", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}


class AdoptionForm(forms.Form):
    """From when a set is in force, on what ground."""

    valid_from = forms.DateField(label="En vigueur à partir du", widget=DayInput())
    source = forms.CharField(
        label="Source",
        max_length=300,
        help_text="Ce qui la fonde : bilan, séminaire, étude de prix…",
    )
    certainty = forms.ChoiceField(label="Certitude", choices=Certainty.choices)
    with_coming = forms.BooleanField(
        label="Recalculer les marchés à venir",
        required=False,
        help_text="Ceux qui ne sont pas signés et n’écrivent pas leurs heures. Les autres "
        "gardent leur objectif.",
    )
    motif = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Séance, délibération : lu dans l’historique de chaque famille.",
    )

    def __init__(self, *args: Any, jeu: JeuDHypotheses, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jeu = jeu

    def clean_valid_from(self) -> Any:
        day = self.cleaned_data["valid_from"]
        familles = self.jeu.lignes.values("famille")
        taken = Hypothese.objects.filter(famille__in=familles, valid_from=day)
        if taken.exists():
            raise forms.ValidationError(
                "Une hypothèse d’une de ces familles commence déjà ce jour-là : prenez un "
                "autre jour."
            )
        return day
