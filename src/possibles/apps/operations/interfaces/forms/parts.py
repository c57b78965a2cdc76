"""Forms of an operation's parts: costs, funders, payments, reserves, contacts, words."""

from decimal import Decimal
from typing import Any

from django import forms

from possibles.apps.operations.enums import PosteDeCout
from possibles.apps.operations.models import (
    CommentaireOperation,
    Consultation,
    Contact,
    Estimation,
    Financement,
    LigneEstimation,
    Paiement,
    Reserve,
)
from possibles.common.forms import DayInput, PartForm, PercentField
from possibles.common.money import EurosField

_VAT = Decimal("0.2")


class OperationPartForm(PartForm):
    """A part of an operation; the page gives the operation."""

    set_by_page = frozenset({"operation"})


class EstimationForm(OperationPartForm):
    """An estimate and its items, in one page; an empty item is left out."""

    taux_tva = PercentField(label="Taux de TVA (%)", initial=_VAT)

    class Meta:
        model = Estimation
        fields = ["date", "maturite", "source", "note"]
        widgets = {"date": DayInput(), "note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {}
        if self.instance.pk:
            held = {line.poste: line for line in self.instance.lignes.all()}
        for poste in PosteDeCout:
            line = held.get(poste)
            self.fields[poste.value] = EurosField(
                label=f"{poste.label} (€ HT)",
                required=False,
                initial=None if line is None else line.montant_ht,
            )
        rates = {line.taux_tva for line in held.values()}
        if len(rates) == 1:
            self.fields["taux_tva"].initial = rates.pop()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        amounts = [data.get(poste.value) for poste in PosteDeCout]
        if not self.errors and not any(amounts):
            raise forms.ValidationError(
                "Donnez le montant d’un poste au moins\u202f: les travaux, par exemple."
            )
        for poste in PosteDeCout:
            if (data.get(poste.value) or 0) < 0:
                self.add_error(poste.value, "Un poste de coût n’est pas négatif.")
        return data

    def save(self, commit: bool = True) -> Estimation:
        estimation: Estimation = super().save(commit)
        if commit:
            self.save_lines(estimation)
        return estimation

    def save_lines(self, estimation: Estimation) -> None:
        """Write the items. Call it inside a change."""
        held = {line.poste: line for line in estimation.lignes.all()}
        rate = self.cleaned_data["taux_tva"]
        for poste in PosteDeCout:
            amount = self.cleaned_data.get(poste.value)
            line = held.get(poste)
            if not amount:
                if line is not None:
                    line.delete()
                continue
            line = line or LigneEstimation(estimation=estimation, poste=poste)
            line.montant_ht, line.taux_tva = amount, rate
            line.save()


class FinancementForm(OperationPartForm):
    taux = PercentField(
        label="Taux de la convention (%)",
        required=False,
        help_text="Pour la ligne de l’ANRU.",
    )

    class Meta:
        model = Financement
        fields = [
            "financeur",
            "year",
            "montant",
            "state",
            "assiette",
            "taux",
            "plafond",
            "note",
        ]


class PaiementForm(OperationPartForm):
    class Meta:
        model = Paiement
        fields = ["financeur", "kind", "montant", "asked_on", "paid_on"]
        widgets = {"asked_on": DayInput(), "paid_on": DayInput()}


class ReserveForm(OperationPartForm):
    class Meta:
        model = Reserve
        fields = ["text", "asked_on", "due", "lifted_on", "proof"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "proof": forms.Textarea(attrs={"rows": 2}),
            **{name: DayInput() for name in ("asked_on", "due", "lifted_on")},
        }


class ConsultationForm(OperationPartForm):
    class Meta:
        model = Consultation
        fields = [
            "objet", "launched_on", "due", "estimate", "issue", "ended_on", "motif",
            "relance_de",
        ]  # fmt: skip
        widgets = {
            "motif": forms.Textarea(attrs={"rows": 2}),
            **{name: DayInput() for name in ("launched_on", "due", "ended_on")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["relance_de"]
        held = Consultation.objects.filter(operation=self.instance.operation_id)
        free = held.failed() | held.filter(pk=self.instance.relance_de_id)
        field.queryset = free.exclude(pk=self.instance.pk)
        field.empty_label = "Aucune"


class ContactForm(OperationPartForm):
    class Meta:
        model = Contact
        fields = ["name", "function", "organisation", "email", "phone"]


class CommentaireForm(forms.ModelForm[CommentaireOperation]):
    class Meta:
        model = CommentaireOperation
        fields = ["text"]
        labels = {"text": "Votre message"}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
