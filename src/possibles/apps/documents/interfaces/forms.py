from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator

from possibles.apps.documents.enums import Visibility
from possibles.apps.documents.models import Document
from possibles.apps.documents.validators import FORMATS
from possibles.common.forms import DayInput


class DocumentForm(forms.ModelForm[Document]):
    """The description of a file already kept.

    Those who steer open a document to everyone (`possibles.common.forms.given_to`).
    """

    user: Any = None

    class Meta:
        model = Document
        fields = ["title", "kind", "date", "visibility", "description"]
        widgets = {
            "date": DayInput(),
            "description": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        publishes = self.user and self.user.has_perm("documents.publish_document")
        is_public = self.instance.visibility == Visibility.PUBLIC
        if publishes or (self.instance.pk and is_public):
            return
        field = self.fields["visibility"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  the model says so
        field.choices = [c for c in Visibility.choices if c[0] != Visibility.PUBLIC]
        field.help_text = (
            "L’équipe qui pilote le contrat peut ensuite l’ouvrir à tout le monde."
        )


class DepositForm(DocumentForm):
    """A new file and its description."""

    upload = forms.FileField(
        label="Fichier",
        help_text="25 Mo au plus : PDF, image, document bureautique, CSV ou texte.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(FORMATS)}),
    )
    field_order = ["upload", "title", "kind", "date", "visibility", "description"]


class GabaritForm(forms.Form):
    """The template of the house for one format."""

    upload = forms.FileField(label="Votre modèle")

    def __init__(self, *args: Any, ending: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["upload"]
        field.validators.append(
            FileExtensionValidator(
                [ending], f"Choisissez un fichier {ending} : c’est le format du modèle."
            )
        )
        field.widget.attrs["accept"] = f".{ending}"
        field.help_text = (
            f"Un fichier {ending}, 25 Mo au plus. Ses pages d’essai sont retirées ; ses "
            "styles, ses en-têtes, ses polices et ses couleurs sont gardés."
        )
