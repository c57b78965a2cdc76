"""Forms of a commitment, of what is stated of it, of what carries it out."""

from typing import Any, ClassVar

from django import forms

from possibles.apps.conventions.domain.chaine import (
    find_target,
    list_choices,
    list_mesure_choices,
)
from possibles.apps.conventions.models import Article, Constat, Engagement
from possibles.apps.documents.models import Document
from possibles.common.forms import DayInput, PartForm

from .convention import OfConventionForm

NOTHING = ("", "Aucune : par constats datés")


WHERE = "Parmi les documents déposés sur l’engagement ou sur sa convention."


class EngagementForm(OfConventionForm):
    mesuree_par = forms.ChoiceField(
        label="Mesure automatique",
        required=False,
        help_text="Ce que la plateforme lit elle-même ; sinon, chacun constate et date.",
    )

    class Meta:
        model = Engagement
        fields = [
            "article",
            "kind",
            "text",
            "organisation",
            "responsible",
            "due",
            "target",
            "unit",
            "is_ceiling",
            "proof",
            "proof_document",
        ]
        widgets = {
            "due": DayInput(),
            "text": forms.Textarea(attrs={"rows": 3}),
            "proof": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "proof": "Ce qui montre que l’engagement est tenu : document, compte rendu, "
            "indicateur.",
            "target": "Le nombre à atteindre, s’il y en a un.",
            "unit": "Heures, logements, réunions…",
        }

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        convention = self.instance.convention
        article: Any = self.fields["article"]
        article.queryset = Article.objects.filter(convention=convention)
        document: Any = self.fields["proof_document"]
        held = _documents_of(self.instance)
        if user is not None:
            held = held.visible_to(user)
        document.queryset = (
            held | Document.objects.filter(pk=self.instance.proof_document_id)
        ).distinct()
        document.help_text = WHERE
        self._limit_to_parties("organisation")
        self._offer_mesures(user)

    def _offer_mesures(self, user: Any) -> None:
        field: Any = self.fields["mesuree_par"]
        groups: list[Any] = [] if user is None else list_mesure_choices(user)
        held = f"{self.instance.mesure}:{self.instance.mesure_objet}"
        known = {value for _, choices in groups for value, _ in choices}
        if self.instance.mesure and held not in known:
            groups.append(("En place", [(held, "La mesure déjà choisie")]))
        field.choices = [NOTHING, *groups]
        if self.instance.mesure:
            self.initial["mesuree_par"] = held

    def _post_clean(self) -> None:
        code, _, key = self.cleaned_data.get("mesuree_par", "").partition(":")
        self.instance.mesure, self.instance.mesure_objet = code, key
        super()._post_clean()  # type: ignore[misc]


def _documents_of(engagement: Engagement) -> Any:
    """Return the documents deposited on an engagement, or on its convention."""
    found = Document.objects.attached_to(engagement.convention)
    if engagement.pk is not None:
        found |= Document.objects.attached_to(engagement)
    return found


class ConstatForm(PartForm):
    set_by_page: ClassVar[frozenset[str]] = frozenset({"engagement"})

    class Meta:
        model = Constat
        fields = ["date", "verdict", "value", "text", "document"]
        widgets = {
            "date": DayInput(),
            "text": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "value": "Si l’engagement porte un nombre.",
            "document": WHERE,
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["document"]
        field.queryset = _documents_of(self.instance.engagement).visible_to(user)


class RattachementForm(forms.Form):
    objet = forms.ChoiceField(
        label="Ce qui porte l’engagement",
        help_text="Projet, indicateur, marché, opération : ce qui le réalise.",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        field: Any = self.fields["objet"]
        field.choices = [("", "Choisissez"), *list_choices(user)]

    def clean_objet(self) -> Any:
        target = find_target(self.cleaned_data["objet"], self._user)
        if target is None:
            raise forms.ValidationError(
                "Cet objet n’existe plus : choisissez-en un autre dans la liste."
            )
        return target
