"""What people type in the steering cycle."""

from typing import Any

from django import forms

from possibles.apps.acteurs.models import Organisation
from possibles.apps.documents.models import Document
from possibles.apps.opc.models import (
    Alerte,
    BlocRapport,
    DecisionDePoint,
    LignePoint,
    MesureCorrective,
    PointMensuel,
    RapportSemestriel,
)
from possibles.apps.operations.enums import TacheKind
from possibles.apps.operations.models import Interface, Operation, Tache
from possibles.common.forms import DayInput, PartForm, TimeInput

TEXT = forms.Textarea(attrs={"rows": 3})


class AlerteForm(forms.ModelForm[Alerte]):
    """An alert a person raises; what a rule measures is not typed."""

    class Meta:
        model = Alerte
        fields = [
            "operation", "interface", "title", "famille", "gravite", "text",
            "impact_days", "impact_cents",
        ]  # fmt: skip
        widgets = {"text": TEXT, "interface": forms.HiddenInput()}
        help_texts = {
            "title": "Par exemple\u202f: riverain qui fait appel, sol plus pollué que prévu.",
            "text": "Ce qui se passe, depuis quand, qui le sait.",
            "impact_days": "Laissez vide si vous ne savez pas.",
            "impact_cents": "Laissez vide si vous ne savez pas.",
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["operation"]
        found.required = True
        found.queryset = Operation.objects.visible_to(user).alive()
        between: Any = self.fields["interface"]
        between.queryset = Interface.objects.visible_to(user)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        operation, interface = cleaned.get("operation"), cleaned.get("interface")
        if interface and operation and operation.pk not in _sides(interface):
            self.add_error(
                "operation",
                f"L’interface « {interface} » relie deux autres opérations\u202f: "
                f"choisissez {interface.gives} ou {interface.gets}.",
            )
        return cleaned


def _sides(interface: Interface) -> set[int]:
    return {interface.gives_id, interface.gets_id}


class MesureForm(forms.ModelForm[MesureCorrective]):
    """A measure, and the change of the schedule it would make."""

    tache = forms.ModelChoiceField(
        Tache.objects.none(),
        label="Tâche du planning à changer",
        required=False,
        help_text="Laissez vide si la mesure ne change aucune durée ni aucune date.",
    )
    duration_days = forms.IntegerField(
        label="Nouvelle durée (jours ouvrés)",
        required=False,
        min_value=0,
        max_value=5000,
    )
    start_on = forms.DateField(
        label="Ou pas de début avant le",
        required=False,
        widget=DayInput(),
        help_text="Pour reporter la tâche, ou l’avancer si elle était retenue à une date.",
    )

    class Meta:
        model = MesureCorrective
        fields = ["title", "text", "responsable", "due", "effect"]
        widgets = {
            "text": TEXT,
            "effect": forms.Textarea(attrs={"rows": 2}),
            "due": DayInput(),
        }
        help_texts = {
            "title": "Par exemple\u202f: dissocier le lot désamiantage.",
        }

    def __init__(self, *args: Any, operation: Operation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.operation = operation
        owners: Any = self.fields["responsable"]
        owners.queryset = Organisation.objects.all()
        tasks: Any = self.fields["tache"]
        if operation is None:
            for name in ("tache", "duration_days", "start_on"):
                del self.fields[name]
            return
        tasks.queryset = (
            operation.taches.exclude(kind=TacheKind.GROUPE)
            .filter(actual_finish=None)
            .order_by("position", "pk")
        )
        self._recall()

    def _recall(self) -> None:
        """Show again the change already simulated."""
        held = self.instance.changes
        if held and not self.is_bound:
            row = held[0]
            self.initial.update(
                tache=row.get("tache"),
                duration_days=row.get("duration_days"),
                start_on=row.get("constraint_date"),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        tache = data.get("tache")
        asked = data.get("duration_days") is not None or data.get("start_on")
        if asked and tache is None:
            self.add_error("tache", "Choisissez la tâche que la mesure change.")
        if tache is not None and not asked:
            self.add_error(
                "duration_days",
                "Donnez la nouvelle durée, ou la nouvelle date de début.",
            )
        return data

    @property
    def changes(self) -> list[dict[str, Any]]:
        """The change of the schedule, as operations' preview reads it."""
        tache = self.cleaned_data.get("tache")
        if tache is None:
            return []
        row: dict[str, Any] = {"tache": tache.pk}
        if self.cleaned_data.get("duration_days") is not None:
            row["duration_days"] = self.cleaned_data["duration_days"]
        if self.cleaned_data.get("start_on"):
            row["constraint_kind"] = "debut_pas_avant"
            row["constraint_date"] = self.cleaned_data["start_on"].isoformat()
        return [row]


class RealisationForm(forms.Form):
    """When a measure was done, and what came of it."""

    on = forms.DateField(label="Réalisée le", widget=DayInput())
    observed = forms.CharField(label="Effet constaté", required=False, widget=TEXT)


class PointForm(forms.ModelForm[PointMensuel]):
    class Meta:
        model = PointMensuel
        fields = ["held_on", "present", "faits_marquants"]
        widgets = {
            "held_on": DayInput(),
            "present": forms.Textarea(attrs={"rows": 2}),
            "faits_marquants": TEXT,
        }


class ReunionForm(forms.Form):
    """When and where the members of the body meet for a point."""

    on = forms.DateField(label="Date", widget=DayInput())
    at = forms.TimeField(label="Heure", required=False, widget=TimeInput())
    place = forms.CharField(label="Lieu", required=False, max_length=200)
    message = forms.CharField(
        label="Mot d’accompagnement",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    invites = forms.BooleanField(
        label="Convoquer les membres par courriel",
        required=False,
        initial=True,
        help_text="Avec l’ordre du jour et l’événement pour leur agenda. "
        "Rien ne part pour une séance passée.",
    )


class LigneForm(PartForm):
    """Where an operation stands this month."""

    set_by_page = frozenset({"point", "operation"})

    class Meta:
        model = LignePoint
        fields = ["meteo", "fait", "a_venir", "points_durs", "decision_demandee"]
        widgets = {
            "fait": TEXT,
            "a_venir": TEXT,
            "points_durs": TEXT,
            "decision_demandee": forms.Textarea(attrs={"rows": 2}),
        }


class DecisionForm(PartForm):
    set_by_page = frozenset({"point"})

    class Meta:
        model = DecisionDePoint
        fields = ["text", "responsable", "due"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "due": DayInput()}


class RapportForm(forms.ModelForm[RapportSemestriel]):
    """The house's own templates; the rest comes from the points."""

    class Meta:
        model = RapportSemestriel
        fields = ["gabarit_texte", "gabarit_diapositives"]
        help_texts = {
            "gabarit_texte": "Un fichier docx déposé dans les documents\u202f: ses styles et ses "
            "en-têtes sont gardés.",
            "gabarit_diapositives": "Un fichier pptx déposé dans les documents\u202f: ses "
            "masques, ses polices et ses couleurs sont gardés.",
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, ending in (
            ("gabarit_texte", ".docx"),
            ("gabarit_diapositives", ".pptx"),
        ):
            found: Any = self.fields[name]
            found.queryset = Document.objects.visible_to(user).filter(
                file_name__iendswith=ending
            )
            found.empty_label = "Le modèle de la maison, ou celui de la plateforme"


class BlocForm(forms.ModelForm[BlocRapport]):
    class Meta:
        model = BlocRapport
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
