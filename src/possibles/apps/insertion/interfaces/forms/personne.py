"""Forms of people, hires, employers."""

import re
from typing import Any

from django import forms
from django.utils import timezone

from possibles.apps.insertion.enums import Residence
from possibles.apps.insertion.models import (
    Beneficiaire,
    Embauche,
    Employeur,
    Lot,
    Marche,
)
from possibles.apps.referentiel.domain.parametres import find_parametres
from possibles.apps.territoires.domain.adresses import Reponse, find_adresse
from possibles.apps.territoires.domain.locating import find_quartier
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

    point = forms.CharField(
        label="Point de résidence",
        required=False,
        max_length=60,
        help_text=(
            "À défaut d’adresse : latitude ; longitude, par exemple 43,2965 ; 5,3698. "
            "Oublié lui aussi. Les deux vides : choisissez le quartier à la main."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    adresse = forms.CharField(
        label="Adresse de résidence",
        required=False,
        max_length=200,
        help_text=(
            "Par exemple 12 bis rue de la République, 13002 Marseille. Sert à trouver le "
            "quartier dans les contours officiels, puis est oubliée."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lieu = forms.ChoiceField(
        label="Laquelle de ces adresses ?", required=False, widget=forms.RadioSelect
    )
    motif = MotifField()
    located = ""
    field_order = ["initials", "sex", "birth_year", "adresse", "lieu", "point"]

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
        self._places = self._offer_places()
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

    def clean_point(self) -> tuple[float, float] | None:
        text = str(self.cleaned_data["point"] or "")
        return read_point(text) if text.strip() else None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("adresse"):
            self._find(data)
        elif data.get("point") is not None:
            self._locate(data, "point", Residence.POINT)
        elif "quartier" in self.changed_data:
            self.instance.residence = Residence.MAIN
        quartier = data.get("quartier")
        if quartier is not None and data.get("commune") is None:
            data["commune"] = quartier.commune
        return data

    def _offer_places(self) -> Reponse | None:
        """Look the address up, and offer the places it may be; none: no such field."""
        text = str(self.data.get("adresse", "")).strip() if self.is_bound else ""
        found = find_adresse(text) if text else None
        if found is None or not found.candidates:
            del self.fields["lieu"]
        else:
            lieu: Any = self.fields["lieu"]
            lieu.choices = [(c.label, c.label) for c in found.candidates]
        return found

    def _find(self, data: dict[str, Any]) -> None:
        """Put the point of the address: the one sure place, or the one chosen."""
        found = self._places
        if found is None:
            return
        chosen = found.lieu or next(
            (c for c in found.candidates if c.label == data.get("lieu")), None
        )
        if chosen is None:
            self.add_error("adresse", str(found.reason))
            return
        data["point"] = (chosen.lon, chosen.lat)
        self._locate(data, "adresse", Residence.ADRESSE)

    def _locate(self, data: dict[str, Any], name: str, basis: Residence) -> None:
        """Put the quarter the point is in, and keep the point nowhere."""
        location = find_quartier(*data["point"])
        chosen = data.get("quartier")
        if location.quartier is not None and chosen not in {None, location.quartier}:
            self.add_error(
                name,
                f"Ce lieu est dans « {location.quartier} », pas dans « {chosen} » : "
                "corrigez l’un ou l’autre.",
            )
        elif location.quartier is None and chosen is not None and location.is_certain:
            self.add_error(
                name,
                f"Ce lieu n’est pas dans « {chosen} », ni dans aucun quartier prioritaire "
                ": corrigez l’un ou l’autre.",
            )
        elif location.quartier is not None:
            data["quartier"] = location.quartier
            self.located = f"Quartier trouvé : {location.quartier}."
        elif not location.is_certain or not location.outlines:
            self.add_error(
                name,
                "Des contours de quartiers manquent ici : on ne peut pas conclure. Videz ce "
                "champ et choisissez le quartier à la main.",
            )
        else:
            self.located = "Ce lieu n’est dans aucun quartier prioritaire."
            if location.nearest is not None:
                self.located += (
                    f" Le plus proche, {location.nearest}, est à {location.distance} m."
                )
        self.instance.residence = basis
        if data.get("commune") is None and location.commune is not None:
            data["commune"] = location.commune


def read_point(text: str) -> tuple[float, float]:
    """Read « 43,2965 ; 5,3698 » in either order; return longitude and latitude.

    Latitudes and longitudes of mainland France never overlap.
    """
    found = [float(n.replace(",", ".")) for n in _DEGREES.findall(text)]
    if len(found) == 2:
        north = [n for n in found if 41 <= n <= 52]
        east = [n for n in found if -6 <= n <= 10]
        if north and east:
            return east[0], north[0]
    raise forms.ValidationError(
        "Donnez une latitude et une longitude en degrés, par exemple 43,2965 ; 5,3698."
    )


_DEGREES = re.compile(r"-?\d{1,3}(?:[.,]\d{1,12})?")


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
