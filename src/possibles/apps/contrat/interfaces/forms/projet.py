from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet

from possibles.apps.acteurs.enums import Role
from possibles.apps.acteurs.models import Habilitation, Personne
from possibles.apps.contrat.enums import Meteo
from possibles.apps.contrat.models import (
    Commentaire,
    Jalon,
    Partenaire,
    Projet,
    Synthese,
)
from possibles.apps.territoires.models import Commune, Quartier
from possibles.common.forms import DayInput, MotifField, PartForm

PILOTES = (
    Role.DIRECTEUR_DE_PROJET,
    Role.CHARGE_DE_CONTRAT,
    Role.CHEF_DE_FILE,
    Role.PARTENAIRE,
    Role.MAITRE_OUVRAGE,
)
"""Who can pilot a project in person: agents, never residents nor closed accounts."""


def list_pilotes(user: Any, projet: Projet | None = None) -> QuerySet[Personne]:
    """Return the people this person can name: agents they see, and the one in place."""
    held = Habilitation.objects.active().filter(role__in=PILOTES)
    seen = Personne.objects.all() if user is None else Personne.objects.visible_to(user)
    found: QuerySet[Personne] = Personne.objects.filter(
        Q(pk=projet and projet.pilote_id)
        | Q(
            is_active=True,
            pk__in=seen.order_by().filter(pk__in=held.order_by().values("personne")),
        )
    )
    return found


class ProjetForm(forms.ModelForm[Projet]):
    """The sheet itself; places, partners and milestones have their own forms."""

    user: Any = None  # `possibles.common.forms.given_to`
    motif = MotifField()

    class Meta:
        model = Projet
        fields = [
            "title",
            "registre",
            "statut",
            "presentation",
            "public_vise",
            "chef_de_file",
            "pilote",
            "orientations",
            "outils",
            "communes",
            "quartiers",
            "start",
            "end",
        ]
        widgets = {
            "start": DayInput(),
            "end": DayInput(),
            "presentation": forms.Textarea(attrs={"rows": 8}),
            "orientations": forms.CheckboxSelectMultiple(),
            "outils": forms.CheckboxSelectMultiple(),
            "communes": forms.CheckboxSelectMultiple(),
            "quartiers": forms.CheckboxSelectMultiple(),
        }
        help_texts = {
            "public_vise": "Par exemple : jeunes de 11 à 25 ans des quartiers nord.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices_of("communes").queryset = Commune.objects.filter(in_contrat=True)
        self._choices_of("quartiers").queryset = Quartier.objects.select_related(
            "commune"
        )
        self._choices_of("pilote").queryset = list_pilotes(self.user, self.instance)

    def save(self, commit: bool = True) -> Projet:
        """Save; places or measures a person chose are no longer examples."""
        links = {field.name for field in Projet._meta.many_to_many}
        self.instance.forget_exemples(links & set(self.changed_data))
        return super().save(commit)

    def _choices_of(self, name: str) -> forms.ModelChoiceField:
        found = self.fields[name]
        assert isinstance(found, forms.ModelChoiceField)  # noqa: S101  the Meta above says so
        return found


class PartenaireForm(PartForm):
    motif = MotifField()
    set_by_page = frozenset({"projet"})

    class Meta:
        model = Partenaire
        fields = ["organisation", "service", "engagement"]
        widgets = {"engagement": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "engagement": "Par exemple : un agent à mi-temps et le prêt d’une salle.",
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        organisation, service = data.get("organisation"), data.get("service")
        if service is not None and service.organisation_id != getattr(
            organisation, "pk", None
        ):
            self.add_error(
                "service",
                f"Ce service n’appartient pas à {organisation} : choisissez-en un autre "
                "ou laissez le champ vide.",
            )
        return data


class JalonForm(PartForm):
    motif = MotifField()
    set_by_page = frozenset({"projet"})

    class Meta:
        model = Jalon
        fields = ["label", "due", "done_on"]
        widgets = {"due": DayInput(), "done_on": DayInput()}


class SyntheseForm(forms.ModelForm[Synthese]):
    """The météo and the five texts of its report."""

    class Meta:
        model = Synthese
        fields = [
            "date",
            "meteo",
            "ambition",
            "deja_fait",
            "a_faire",
            "risques",
            "solutions",
        ]
        widgets = {
            "date": DayInput(),
            "meteo": forms.RadioSelect(),
            **{
                name: forms.Textarea(attrs={"rows": 4})
                for name in ("ambition", "deja_fait", "a_faire", "risques", "solutions")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meteo"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  the model says so
        field.choices = Meteo.choices


class CommentaireForm(forms.ModelForm[Commentaire]):
    """A word on a project, an answer to another word of the same project."""

    class Meta:
        model = Commentaire
        fields = ["text", "reply_to"]
        labels = {"text": "Votre message"}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "reply_to": forms.HiddenInput,
        }

    def __init__(self, *args: Any, projet: Projet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Commentaire]", self.fields["reply_to"])
        field.queryset = projet.commentaires.all()


class CorrectionForm(forms.ModelForm[Commentaire]):
    class Meta:
        model = Commentaire
        fields = ["text"]
        labels = {"text": "Votre message"}
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
