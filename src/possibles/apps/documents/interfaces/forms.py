from django import forms

from possibles.apps.documents.models import Document
from possibles.apps.documents.validators import FORMATS
from possibles.common.forms import DayInput


class DocumentForm(forms.ModelForm[Document]):
    """The description of a file already kept."""

    class Meta:
        model = Document
        fields = ["title", "kind", "date", "visibility", "description"]
        widgets = {
            "date": DayInput(),
            "description": forms.Textarea(attrs={"rows": 3}),
        }


class DepositForm(DocumentForm):
    """A new file and its description."""

    upload = forms.FileField(
        label="Fichier",
        help_text="25 Mo au plus : PDF, image, document bureautique, CSV ou texte.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(FORMATS)}),
    )
    field_order = ["upload", "title", "kind", "date", "visibility", "description"]
