"""Forms of accounts, roles and organisations: they offer only what one may give."""

from typing import Any

from django import forms
from django.utils.text import slugify

from possibles.apps.acteurs.domain.habilitations import grantable_roles
from possibles.apps.acteurs.enums import Perimeter
from possibles.apps.acteurs.models import (
    Habilitation,
    Invitation,
    Organisation,
    Personne,
    RolePropose,
    Service,
)
from possibles.apps.acteurs.rules import may_grant

PLACES = ("commune", "quartier", "organisation")
CANNOT_GRANT = (
    "Vous ne pouvez pas donner ce rôle sur ce périmètre : il dépasse le vôtre. Demandez à "
    "un administrateur."
)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RoleFields(forms.ModelForm[Any]):
    """A role and its perimeter, among those the author may give."""

    def __init__(self, *args: Any, author: Personne, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.author = author
        roles = [(role.value, role.label) for role in grantable_roles(author)]
        self.fields["role"].choices = [("", "Choisissez un rôle"), *roles]  # type: ignore[attr-defined]
        held = {Perimeter(h.perimeter) for h in author.active_habilitations}
        if Perimeter.CONTRAT not in held:
            smaller = [c for c in Perimeter.choices if c[0] != Perimeter.CONTRAT]
            self.fields["perimeter"].choices = smaller  # type: ignore[attr-defined]
            self.fields["perimeter"].initial = Perimeter.COMMUNE
        for name in PLACES:
            field = self.fields[name]
            field.empty_label = "Aucun" if name == "quartier" else "Aucune"  # type: ignore[attr-defined]
            field.help_text = f"Si le périmètre est {_ARTICLES[name]}."

    def clean(self) -> dict[str, Any]:
        """Keep the place the perimeter calls for, and forget the others."""
        cleaned: dict[str, Any] = super().clean() or {}
        perimeter = cleaned.get("perimeter")
        for name in PLACES:
            if name != perimeter:
                cleaned[name] = None
            elif cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, f"Choisissez {_ARTICLES_DEFINITE[name]}.")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and not may_grant(self.author, self.instance):
            self.add_error("role", CANNOT_GRANT)


_ARTICLES = {
    "commune": "une commune",
    "quartier": "un quartier",
    "organisation": "une organisation",
}
_ARTICLES_DEFINITE = {
    "commune": "la commune",
    "quartier": "le quartier",
    "organisation": "l’organisation",
}


class HabilitationForm(RoleFields):
    class Meta:
        model = Habilitation
        fields = ["role", "perimeter", *PLACES, "start", "end"]
        widgets = {"start": DateInput, "end": DateInput}


class RoleProposeForm(RoleFields):
    class Meta:
        model = RolePropose
        fields = ["role", "perimeter", *PLACES]


RoleProposeFormSet = forms.formset_factory(
    RoleProposeForm, extra=0, min_num=1, max_num=5, validate_min=True, validate_max=True
)


class InvitationForm(forms.ModelForm[Invitation]):
    class Meta:
        model = Invitation
        fields = [
            "email",
            "first_name",
            "last_name",
            "function",
            "organisation",
            "message",
        ]
        widgets = {"message": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "email": "L’invitation y est envoyée ; elle est valable quatorze jours.",
            "message": "Ajouté à l’invitation.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].empty_label = "Aucune"  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if Personne.objects.filter(email=email).exists():
            raise forms.ValidationError(
                "Une personne a déjà un compte à cette adresse : donnez-lui un rôle "
                "depuis sa fiche."
            )
        return email


class PersonneForm(forms.ModelForm[Personne]):
    class Meta:
        model = Personne
        fields = ["first_name", "last_name", "email", "function", "organisation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].empty_label = "Aucune"  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class OrganisationForm(forms.ModelForm[Organisation]):
    class Meta:
        model = Organisation
        fields = ["name", "short_name", "kind", "commune", "siret"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].empty_label = "Aucune"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.instance.pk and cleaned.get("name"):
            self.instance.slug = _free_slug(cleaned["name"])
        return cleaned


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "organisation"
    slug, number = base, 2
    while Organisation.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


class ServiceForm(forms.ModelForm[Service]):
    class Meta:
        model = Service
        fields = ["name"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.instance.organisation.services.filter(name=name).exists():
            raise forms.ValidationError("Ce service existe déjà dans l’organisation.")
        return name


class ReasonForm(forms.Form):
    """Why: kept in the history."""

    reason = forms.CharField(label="Motif", max_length=300)
