"""Forms of an operation: its sheet, its creation with a usual schedule, its states."""

from typing import Any

from django import forms

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.enums import ConventionKind
from possibles.apps.conventions.models import Convention
from possibles.apps.operations.models import ModelePlanning, Operation
from possibles.apps.territoires.models import Commune, Quartier
from possibles.common.forms import DayInput, MotifField

IDENTITY = (
    "title",
    "idtop",
    "kind",
    "nature",
    "renouvellement",
    "convention",
    "maitre_ouvrage",
    "works",
)
PLACE = ("commune", "quartiers", "address", "parcels", "is_nearby", "lon", "lat")
PROGRAMME = (
    "objectifs",
    "programme",
    "capacity",
    "capacity_unit",
    "floor_area",
    "conditions",
    "environment",
    "participation",
)
CALENDAR = (
    "ce_on",
    "lancement_year",
    "lancement_semester",
    "duree_semestres",
    "engagement_limit",
    "delivery_limit",
)
MONEY = ("convention_cost", "recovers_vat", "running_cost", "staff", "insertion_hours")
SECTIONS = (
    ("Identité", IDENTITY),
    ("Où", PLACE),
    ("Programme", PROGRAMME),
    ("Calendrier de la convention", CALENDAR),
    ("Coûts et effets", MONEY),
)
_LONG = ("objectifs", "programme", "conditions", "environment", "participation")


class OperationForm(forms.ModelForm[Operation]):
    """The descriptive sheet; forecast dates and totals are computed, never typed."""

    motif = MotifField(help_text="Lu dans l’historique.")

    class Meta:
        model = Operation
        fields = [name for _, names in SECTIONS for name in names]
        widgets = {
            **{name: forms.Textarea(attrs={"rows": 4}) for name in _LONG},
            **{
                name: DayInput()
                for name in ("ce_on", "engagement_limit", "delivery_limit")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quartiers"].queryset = Quartier.objects.defer("outline")  # type: ignore[attr-defined]
        self.fields["commune"].queryset = Commune.objects.filter(  # type: ignore[attr-defined]
            in_contrat=True
        ).defer("outline")
        self.fields["convention"].queryset = Convention.objects.of_kind(  # type: ignore[attr-defined]
            ConventionKind.PLURIANNUELLE
        )

    @property
    def sections(self) -> list[tuple[str, list[Any]]]:
        """The fields by heading, for the page."""
        return [
            *((title, [self[name] for name in names]) for title, names in SECTIONS),
            ("Pourquoi", [self["motif"]]),
        ]


class NouvelleOperationForm(forms.ModelForm[Operation]):
    """Three answers and a schedule: the rest of the sheet comes later."""

    modele = forms.ModelChoiceField(
        ModelePlanning.objects.none(),
        label="Planning d’usage",
        required=False,
        empty_label="Celui du type choisi",
        help_text="Les étapes et durées habituelles, à ajuster ensuite.",
    )
    start = forms.DateField(
        label="Commence le",
        required=False,
        widget=DayInput(),
        help_text="Vide\u202f: sans planning pour l’instant.",
    )

    class Meta:
        model = Operation
        fields = ["title", "kind", "renouvellement", "maitre_ouvrage", "commune"]

    def __init__(
        self, *args: Any, owners: set[int] | None = None, **kwargs: Any
    ) -> None:
        """`owners` bounds the choice to the organisations this person builds for."""
        super().__init__(*args, **kwargs)
        self.fields["modele"].queryset = ModelePlanning.objects.all()  # type: ignore[attr-defined]
        self.fields["commune"].queryset = Commune.objects.filter(  # type: ignore[attr-defined]
            in_contrat=True
        ).defer("outline")
        if owners is not None:
            owner: Any = self.fields["maitre_ouvrage"]
            owner.queryset = Organisation.objects.filter(pk__in=owners)
            if len(owners) == 1:
                owner.initial = next(iter(owners))


class PlanningForm(forms.Form):
    """Give a usual schedule to an operation that has none."""

    modele = forms.ModelChoiceField(
        ModelePlanning.objects.none(), label="Planning d’usage"
    )
    start = forms.DateField(label="Commence le", widget=DayInput())

    def __init__(self, *args: Any, operation: Operation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ModelePlanning.objects.filter(kind=operation.kind)
        field: Any = self.fields["modele"]
        field.queryset = ModelePlanning.objects.all()
        field.initial = rows.first()


class TransitionForm(forms.Form):
    """What a change of state asks."""

    on = forms.DateField(label="Le", widget=DayInput())
    reason = forms.CharField(
        label="Motif", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, asks_day: bool, asks_reason: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not asks_day:
            del self.fields["on"]
        self.fields["reason"].required = asks_reason
        if not asks_reason:
            self.fields["reason"].help_text = "Facultatif, lu dans l’historique."
