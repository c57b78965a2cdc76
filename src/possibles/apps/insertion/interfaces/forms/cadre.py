"""Forms of the frame: who steers, what is owed, what owners commit to."""

from typing import Any

from django import forms

from possibles.apps.conventions.enums import EngagementState
from possibles.apps.conventions.models import Article, Avenant, Engagement
from possibles.apps.documents.models import Document
from possibles.apps.insertion.models import (
    CharteLocale,
    EngagementInsertion,
    NiveauDInsertion,
    ObligationAnru,
    Seminaire,
    StructurePilote,
)
from possibles.common.forms import DayInput, MotifField


class CadreForm(forms.ModelForm[Any]):
    """A form that offers only the documents and texts this person may read."""

    motif = MotifField()

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motif"].help_text = "Lu dans l’historique."
        for name, model, order in (
            ("document", Document, ("-created_at",)),
            ("article", Article, ("convention__title", "position")),
            ("avenant", Avenant, ("convention__title", "number")),
            ("engagement", Engagement, ("convention__title", "number")),
        ):
            field: Any = self.fields.get(name)
            if field is None:
                continue
            # Without anybody, the form only reads what is stored (see `web.editing`).
            rows = (
                model.objects.all() if user is None else model.objects.visible_to(user)
            )
            field.queryset = rows.order_by(*order)
            if model is not Document:
                field.queryset = field.queryset.select_related("convention")
                field.label_from_instance = _with_convention


def _with_convention(part: Any) -> str:
    return f"{part.convention} — {part}"


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NiveauForm(CadreForm):
    class Meta:
        model = NiveauDInsertion
        fields = ["form", "members_text", "missions", "instances"]
        widgets = {"missions": _area()}


class StructureForm(CadreForm):
    class Meta:
        model = StructurePilote
        fields = [
            "organisation",
            "designated_on",
            "designated_by",
            "missions",
            "document",
            "ended_on",
        ]
        widgets = {
            "designated_on": DayInput(),
            "ended_on": DayInput(),
            "missions": _area(),
        }
        help_texts = {"ended_on": "Vide tant qu’elle pilote."}

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"perimeter"}


class ObligationForm(CadreForm):
    class Meta:
        model = ObligationAnru
        fields = ["state", "done_on", "proof", "document", "article", "avenant"]
        widgets = {"done_on": DayInput(), "proof": _area(3)}
        help_texts = {
            "proof": "Délibération, compte rendu, courrier : ce qui montre que c’est fait.",
            "article": "L’article 8.2 de la convention, le plus souvent.",
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        is_met = data.get("state") == EngagementState.TENU
        if is_met and not data.get("proof") and not data.get("document"):
            self.add_error(
                "proof", "Une obligation tenue montre sa preuve : décrivez-la."
            )
        return data


class EngagementForm(CadreForm):
    class Meta:
        model = EngagementInsertion
        fields = [
            "kind",
            "title",
            "organisation",
            "target",
            "unit",
            "reached_direct",
            "reached_indirect",
            "due",
            "state",
            "engagement",
            "proof",
            "document",
        ]
        widgets = {"due": DayInput(), "proof": _area(3)}
        help_texts = {
            "reached_direct": "Embauches par l’organisation elle-même.",
            "reached_indirect": "Embauches par ses prestataires ou ses partenaires.",
        }


class SeminaireForm(CadreForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["hypotheses"]
        offered.queryset = offered.queryset.select_related("famille")

    class Meta:
        model = Seminaire
        fields = [
            "title",
            "date",
            "place",
            "familles",
            "organisations",
            "conclusions",
            "hypotheses",
            "document",
        ]
        widgets = {"date": DayInput(), "conclusions": _area()}


class CharteForm(CadreForm):
    class Meta:
        model = CharteLocale
        fields = ["title", "text", "signed_on", "signataires", "article", "document"]
        widgets = {"signed_on": DayInput(), "text": _area(6)}
