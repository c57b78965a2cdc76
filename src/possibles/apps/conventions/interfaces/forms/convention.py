"""Forms of a convention and of its parts."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify

from possibles.apps.acteurs.models import Organisation
from possibles.apps.conventions.models import (
    Article,
    Convention,
    Courrier,
    Echeance,
    Partie,
    Versement,
)
from possibles.apps.territoires.models import Commune
from possibles.common.forms import DayInput, MotifField, PartForm

LONG = forms.Textarea(attrs={"rows": 4})


class ConventionForm(forms.ModelForm[Convention]):
    """Everything a convention says of itself; its parts have their own forms."""

    motif = MotifField(help_text="Lu dans l’historique.")

    class Meta:
        model = Convention
        fields = [
            "kind",
            "title",
            "short_title",
            "reference",
            "parent",
            "communes",
            "quartiers",
            "renouvellements",
            "objet",
            "first_year",
            "last_year",
            "start",
            "end",
            "amount",
            "amount_note",
            "dispute_days",
            "termination_months",
            "renewal_days",
            "source",
        ]
        widgets = {
            "start": DayInput(),
            "end": DayInput(),
            "objet": LONG,
        }
        help_texts = {
            "start": "Vide : le jour de la signature.",
            "end": "Les échéances s’en déduisent. Une fois signée, préférez un avenant.",
            "amount": "En euros, toutes taxes comprises.",
            "dispute_days": "Vide : le délai courant des paramètres, 30 jours.",
            "termination_months": "Vide : le délai courant des paramètres, 6 mois.",
            "renewal_days": "Vide : le délai courant des paramètres, 90 jours.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes: Any = self.fields["communes"]
        communes.queryset = Commune.objects.filter(in_contrat=True)
        parent: Any = self.fields["parent"]
        parent.queryset = Convention.objects.exclude(pk=self.instance.pk)

    def save(self, commit: bool = True) -> Convention:
        if not self.instance.slug:
            self.instance.slug = free_slug(self.instance)
        return super().save(commit)


def free_slug(convention: Convention) -> str:
    """Return an identifier nobody has, made from the title."""
    base = slugify(convention.short_title or convention.title)[:70] or "convention"
    taken = set(
        Convention.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, 10_000) if f"{base}-{n}" not in taken)


class OfConventionForm(PartForm):
    """A part of a convention, which the page sets."""

    set_by_page: ClassVar[frozenset[str]] = frozenset({"convention", "number"})
    motif = MotifField(help_text="Lu dans l’historique.")

    def _limit_to_parties(self, name: str) -> None:
        """Offer the parties of the convention first among organisations."""
        field: Any = self.fields[name]
        parties = Organisation.objects.filter(
            parties__convention=self.instance.convention_id
        )
        if parties.exists():
            held = getattr(self.instance, f"{name}_id")
            field.queryset = (parties | Organisation.objects.filter(pk=held)).distinct()


class PartieForm(OfConventionForm):
    class Meta:
        model = Partie
        fields = ["organisation", "role", "representative", "signed_on"]
        widgets = {"signed_on": DayInput()}


class ArticleForm(OfConventionForm):
    set_by_page: ClassVar[frozenset[str]] = frozenset({"convention"})

    class Meta:
        model = Article
        fields = ["number", "title", "text", "position"]
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}
        help_texts = {
            "position": "L’ordre de lecture dans le texte.",
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        convention = self.instance.convention
        touched = {"number", "title", "text"} & set(self.changed_data)
        if touched and not convention.is_draft and not data.get("motif"):
            self.add_error(
                "motif",
                "Le texte signé ne change que par avenant. S’il s’agit de corriger une "
                "erreur de saisie, dites laquelle.",
            )
        return data


class VersementForm(OfConventionForm):
    class Meta:
        model = Versement
        fields = [
            "label",
            "amount",
            "condition",
            "requested_on",
            "due",
            "paid_on",
            "paid_amount",
        ]
        widgets = {name: DayInput() for name in ("requested_on", "due", "paid_on")}
        help_texts = {
            "amount": "En euros, toutes taxes comprises.",
            "due": "Vide : trente jours après la demande (paramètre).",
            "paid_amount": "Vide : le montant prévu.",
        }


class CourrierForm(OfConventionForm):
    class Meta:
        model = Courrier
        fields = [
            "kind",
            "sender",
            "sent_on",
            "received_on",
            "objet",
            "closed_on",
            "outcome",
        ]
        widgets = {
            "sent_on": DayInput(),
            "received_on": DayInput(),
            "closed_on": DayInput(),
            "objet": LONG,
        }
        help_texts = {
            "received_on": "La date de l’avis de réception : le délai amiable en court.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limit_to_parties("sender")


class EcheanceForm(OfConventionForm):
    class Meta:
        model = Echeance
        fields = ["kind", "label", "due", "done_on", "rule"]
        widgets = {"due": DayInput(), "done_on": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.code:  # computed: only whether it was kept is for people
            for name in ("kind", "label", "due", "rule"):
                del self.fields[name]
            self.fields[
                "done_on"
            ].help_text = (
                "Cette date est calculée : elle suit les faits de la convention."
            )


class TransitionForm(forms.Form):
    """What a transition asks for; fields it does not ask for are removed."""

    on = forms.DateField(label="Date", widget=DayInput())
    sender = forms.ModelChoiceField(
        Organisation.objects.none(), label="Envoyée par", required=False
    )
    motif = forms.CharField(label="Motif", max_length=500, required=False)

    def __init__(
        self,
        *args: Any,
        asks: tuple[str, ...],
        convention: Convention | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if convention is not None:
            field: Any = self.fields["sender"]
            field.queryset = Organisation.objects.filter(parties__convention=convention)
        for name in ("on", "sender"):
            if name not in asks:
                del self.fields[name]
