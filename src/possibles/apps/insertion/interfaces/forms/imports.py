"""Choices made beside a file."""

from typing import Any

from django import forms

from possibles.apps.insertion.interfaces.imports.heures import check_month
from possibles.apps.insertion.models import Employeur, FamilleDeMarche, Marche


class ImportMarchesForm(forms.Form):
    famille = forms.ChoiceField(
        label="Famille des marchés dont le fichier ne la dit pas",
        required=False,
        help_text="Sert quand ni le fichier ni son code CPV ne la disent ; vous la corrigerez "
        "ensuite marché par marché.",
    )
    seulement_connus = forms.BooleanField(
        label="Laisser de côté les maîtres d’ouvrage inconnus ici",
        required=False,
        help_text="Pour un fichier qui couvre un territoire plus large que le vôtre.",
    )
    seulement_clause = forms.BooleanField(
        label="Ne garder que les marchés à clause sociale", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["famille"]
        rows = FamilleDeMarche.objects.values_list("slug", "name")
        field.choices = [("", "Aucune : la colonne est obligatoire"), *rows]


class ImportHeuresForm(forms.Form):
    """What every line of the file shares, when the file does not say it."""

    employeur = forms.TypedChoiceField(
        label="Employeur", coerce=int, required=False, empty_value=None
    )
    marche = forms.TypedChoiceField(
        label="Marché", coerce=int, required=False, empty_value=None
    )
    mois = forms.CharField(
        label="Mois",
        required=False,
        max_length=30,
        help_text="Par exemple 10/2026. Ces choix servent aux lignes qui ne les disent pas.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        said = ("", "Dit par le fichier")
        employers = Employeur.objects.select_related("organisation")
        fields["employeur"].choices = [said, *((e.pk, str(e)) for e in employers)]
        marches = Marche.objects.with_clause()
        fields["marche"].choices = [said, *((m.pk, str(m)) for m in marches)]

    def clean_mois(self) -> str:
        return check_month(str(self.cleaned_data["mois"] or "").strip())


class ImportBeneficiairesForm(forms.Form):
    semblables = forms.BooleanField(
        label="Permettre des personnes semblables",
        required=False,
        help_text="Mêmes initiales, même sexe, même année de naissance qu’une fiche déjà "
        "là ou qu’une autre ligne. Une ligne identique à une fiche n’en crée pas une "
        "seconde.",
    )
