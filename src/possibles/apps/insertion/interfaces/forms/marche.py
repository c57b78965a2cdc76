"""Forms of a contract, its lots, those who work on it."""

from typing import Any

from django import forms

from possibles.apps.acteurs.models import Organisation
from possibles.apps.insertion.domain.objectifs import refresh, settle, settle_lot
from possibles.apps.insertion.domain.obligation import judge
from possibles.apps.insertion.enums import Clause
from possibles.apps.insertion.models import Intervenant, Lot, Marche
from possibles.apps.operations.models import Operation
from possibles.apps.territoires.models import Commune
from possibles.common.forms import DayInput, MotifField, PercentField

from .parts import PartForm

DATES = ("consulted_on", "notified_on", "start", "end")


class MarcheForm(forms.ModelForm[Marche]):
    """A contract; its objective is computed when it is saved."""

    labour_share = PercentField(
        label="Part de main-d’œuvre propre au marché (%)",
        required=False,
        help_text="Vide : celle de la famille.",
    )
    rate = PercentField(
        label="Taux d’insertion propre au marché (%)",
        required=False,
        help_text="Vide : celui de la famille, 5 % en travaux, 10 % en gestion urbaine.",
    )
    motif = MotifField()

    class Meta:
        model = Marche
        fields = [
            "reference",
            "title",
            "maitre_ouvrage",
            "famille",
            "state",
            "amount",
            "commune",
            "quartiers",
            "projet_renouvellement",
            "operation",
            "titulaire",
            "consulted_on",
            "notified_on",
            "start",
            "end",
            "clause",
            "derogation",
            "derogation_note",
            "labour_share",
            "hourly_cost",
            "rate",
            "step",
            "contract_hours",
            "globalisation",
            "penalty_hourly",
            "penalty_daily",
            "penalty_cap",
            "spent",
        ]
        widgets = {name: DayInput() for name in DATES} | {
            "derogation_note": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "hourly_cost": "En euros, charges comprises. Vide : celui de la famille.",
            "spent": "Montant mandaté à ce jour : la projection des heures s’en sert.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        commune: Any = self.fields["commune"]
        commune.queryset = Commune.objects.filter(in_contrat=True)
        operation: Any = self.fields["operation"]
        operation.queryset = Operation.objects.alive() | Operation.objects.filter(
            pk=self.instance.operation_id or 0
        )
        self.fields["motif"].help_text = "Lu dans l’historique."

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self._follow_operation(data)
        if data.get("clause") != Clause.AUCUNE and data.get("derogation"):
            self.add_error(
                "derogation", "Ce marché porte une clause : retirez la dérogation."
            )
        return data

    def _follow_operation(self, data: dict[str, Any]) -> None:
        """Take the project and the commune of the operation, unless others are given."""
        operation = data.get("operation")
        if operation is None:
            return
        projet = data.get("projet_renouvellement") or operation.renouvellement
        if projet != operation.renouvellement:
            self.add_error(
                "operation",
                f"Cette opération est du projet « {operation.renouvellement} » : corrigez "
                "l’un ou l’autre.",
            )
        data["projet_renouvellement"] = projet
        data["commune"] = data.get("commune") or operation.commune

    def _post_clean(self) -> None:
        """Judge the whole contract once its fields are in place."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors or self.instance.famille_id is None:
            return
        verdict = judge(self.instance)
        if verdict.is_broken:
            self.add_error("clause", verdict.sentence)

    def save(self, commit: bool = True) -> Marche:
        settle(self.instance)
        held: Marche = super().save(commit)
        if commit:
            refresh(held)
        return held


class LotForm(PartForm):
    whole = "marche"
    motif = MotifField()

    class Meta:
        model = Lot
        fields = ["number", "title", "famille", "amount", "titulaire", "contract_hours"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motif"].help_text = "Lu dans l’historique."

    def save(self, commit: bool = True) -> Lot:
        settle_lot(self.instance)
        held: Lot = super().save(commit)
        if commit:
            refresh(held.marche)
        return held


class IntervenantForm(PartForm):
    whole = "marche"

    class Meta:
        model = Intervenant
        fields = ["organisation", "role", "amount"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.all()
