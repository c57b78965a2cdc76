from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from possibles.apps.acteurs.models import Organisation, Personne
from possibles.apps.gouvernance.domain.liens import encode, find_subject, propose
from possibles.apps.gouvernance.enums import DecisionKind
from possibles.apps.gouvernance.missions import (
    FREQUENCIES,
    MISSIONS,
    RESERVED_KINDS,
    SOURCE_OPC,
)
from possibles.apps.gouvernance.models import (
    Action,
    Decision,
    Instance,
    Mandat,
    PointOrdreDuJour,
    Rectification,
    Seance,
)
from possibles.common.forms import DayInput, MotifField, PartForm, TimeInput


class InstanceForm(forms.ModelForm[Instance]):
    motif = MotifField()

    class Meta:
        model = Instance
        fields = [
            "name",
            "missions",
            "frequency",
            "chair",
            "quorum_rule",
            "quorum_count",
            "notice_days",
            "is_reserved",
        ]
        widgets = {"missions": forms.Textarea(attrs={"rows": 5})}


class InstanceCreateForm(forms.ModelForm[Instance]):
    """A new body; what the texts say of its kind fills what is left empty."""

    class Meta:
        model = Instance
        fields = ["name", "kind", "level", "commune", "renouvellement", "missions"]
        widgets = {"missions": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "missions"
        ].help_text = (
            "Laissez vide pour reprendre celles que les textes donnent à cette nature."
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind", "")
        if kind and not data.get("missions"):
            data["missions"] = MISSIONS.get(kind, "")
            self.instance.source = SOURCE_OPC if data["missions"] else ""
        self.instance.frequency = FREQUENCIES.get(kind, "")
        self.instance.is_reserved = kind in RESERVED_KINDS
        return data


class MandatForm(PartForm):
    set_by_page = frozenset({"instance"})

    class Meta:
        model = Mandat
        fields = [
            "organisation",
            "personne",
            "name",
            "email",
            "quality",
            "kind",
            "titulaire",
            "votes",
            "start",
            "end",
        ]
        widgets = {"start": DayInput(), "end": DayInput()}

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["personne"]
        held = self.instance.personne_id
        seen = Personne.objects.filter(is_active=True)
        if user is not None:
            seen = Personne.objects.visible_to(user).filter(is_active=True)
        people.queryset = seen | Personne.objects.filter(pk=held)
        places: Any = self.fields["organisation"]
        places.queryset = Organisation.objects.order_by("sort_name")
        seats: Any = self.fields["titulaire"]
        seats.queryset = (
            Mandat.objects.filter(instance=self.instance.instance_id, kind="titulaire")
            .exclude(pk=self.instance.pk)
            .select_related("organisation", "personne")
            .order_by("pk")
        )


class SeanceForm(PartForm):
    set_by_page = frozenset({"instance"})

    class Meta:
        model = Seance
        fields = ["date", "time", "place", "ordre_du_jour"]
        widgets = {
            "date": DayInput(),
            "time": TimeInput(),
            "ordre_du_jour": forms.Textarea(attrs={"rows": 4}),
        }


class CompteRenduForm(forms.ModelForm[Seance]):
    class Meta:
        model = Seance
        fields = ["compte_rendu"]
        widgets = {"compte_rendu": forms.Textarea(attrs={"rows": 26})}


class ReasonForm(forms.Form):
    motif = MotifField(
        label="Motif", required=True, help_text="Lu dans l’historique et le message."
    )


class ObjetMixin(forms.Form):
    """The object concerned: an address of its page, or words, then a choice.

    Without a choice and with one candidate only, that one is taken.
    """

    objet = forms.CharField(
        label="Objet concerné",
        required=False,
        max_length=300,
        help_text="Collez l’adresse de sa page, ou quelques mots de son nom.",
    )
    objet_choix = forms.ChoiceField(
        label="Lequel ?", required=False, widget=forms.RadioSelect
    )

    user: Any = None

    def prepare_objet(self, user: Any) -> None:
        self.user = user
        choice: Any = self.fields["objet_choix"]
        words = self.data.get(self.add_prefix("objet"), "") if self.is_bound else ""
        found = propose(words, user) if words else []
        choice.choices = [*found, ("aucun", "Aucun de ceux-là")]
        if len(found) < 2:
            choice.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        words = data.get("objet", "").strip()
        chosen = data.get("objet_choix", "")
        data["subject"] = None
        if ":" in words and (held := find_subject(words, self.user)) is not None:
            data["subject"] = held
        elif chosen and chosen != "aucun":
            data["subject"] = find_subject(chosen, self.user)
        elif words and not chosen:
            self._choose(words, data)
        return data

    def _choose(self, words: str, data: dict[str, Any]) -> None:
        found = propose(words, self.user)
        if len(found) == 1:
            data["subject"] = find_subject(found[0][0], self.user)
        elif found:
            self.add_error("objet_choix", "Plusieurs répondent : choisissez le bon.")
        else:
            self.add_error(
                "objet", "Rien ne répond à ces mots. Essayez l’adresse de sa page."
            )


class LieForm(ObjetMixin, PartForm):
    """A part of a sitting that may concern an object."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject = self.instance.subject
        if subject is not None:
            self.initial.setdefault("objet", encode(subject))
        self.prepare_objet(user)

    def _post_clean(self) -> None:
        subject = self.cleaned_data.get("subject")
        self.instance.subject_type = (
            None if subject is None else ContentType.objects.get_for_model(subject)
        )
        self.instance.subject_id = None if subject is None else subject.pk
        super()._post_clean()  # type: ignore[misc]


class PointForm(LieForm):
    class Meta:
        model = PointOrdreDuJour
        fields = ["title", "kind", "presenter", "minutes"]


class DecisionForm(LieForm):
    class Meta:
        model = Decision
        fields = ["kind", "text", "point"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points: Any = self.fields["point"]
        points.queryset = PointOrdreDuJour.objects.filter(
            seance=self.instance.seance_id
        ).order_by("position")


class ActionForm(LieForm):
    class Meta:
        model = Action
        fields = ["title", "responsable", "organisation", "due"]
        widgets = {"due": DayInput()}

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        people: Any = self.fields["responsable"]
        seen = Personne.objects.visible_to(user).filter(is_active=True)
        people.queryset = seen | Personne.objects.filter(
            pk=self.instance.responsable_id
        )


class CloseActionForm(forms.Form):
    proof = forms.CharField(
        label="Ce qui prouve que c’est fait",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Une phrase, une référence, une adresse. Un document joint suffit aussi.",
    )
    on = forms.DateField(label="Faite le", widget=DayInput())

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Une action ne se clôt pas dans l’avenir.")
        return day


class ApproveForm(forms.Form):
    on = forms.DateField(label="Approuvé le", widget=DayInput())
    seance = forms.ModelChoiceField(
        label="En séance du",
        queryset=Seance.objects.none(),
        required=False,
        empty_label="Hors séance (approbation écrite)",
    )

    def __init__(self, *args: Any, seance: Seance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held: Any = self.fields["seance"]
        held.queryset = Seance.objects.filter(
            instance=seance.instance_id, date__gt=seance.date
        ).select_related("instance")


class RectificationForm(forms.ModelForm[Rectification]):
    class Meta:
        model = Rectification
        fields = ["date", "motif", "text"]
        widgets = {"date": DayInput(), "text": forms.Textarea(attrs={"rows": 5})}


class ConvokeForm(forms.Form):
    message = forms.CharField(
        label="Mot d’accompagnement",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LiveForm(forms.Form):
    """What is typed during the sitting: notes of a point, a decision, what follows."""

    notes = forms.CharField(
        label="Ce qui se dit",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    lu = forms.CharField(required=False, widget=forms.HiddenInput())
    kind = forms.ChoiceField(label="Nature", choices=DecisionKind.choices)
    text = forms.CharField(
        label="Décision", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    action = forms.CharField(label="À faire", required=False, max_length=300)
    responsable = forms.ModelChoiceField(
        label="Par qui",
        queryset=Personne.objects.none(),
        required=False,
        empty_label="Personne choisie plus tard",
    )
    organisation = forms.ModelChoiceField(
        label="ou quelle organisation",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Aucune",
    )
    due = forms.DateField(label="Pour le", required=False, widget=DayInput())

    def __init__(self, *args: Any, seance: Seance, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = Mandat.objects.filter(instance=seance.instance_id).order_by()
        people: Any = self.fields["responsable"]
        people.queryset = Personne.objects.visible_to(user).filter(
            is_active=True, pk__in=seats.values("personne")
        )
        places: Any = self.fields["organisation"]
        places.queryset = Organisation.objects.filter(
            pk__in=seats.exclude(organisation=None).values("organisation")
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("action", "").strip():
            if not data.get("text", "").strip():
                self.add_error("text", "Écrivez la décision dont cette action découle.")
            if not (data.get("responsable") or data.get("organisation")):
                self.add_error("responsable", "Dites qui s’en charge.")
        return data
