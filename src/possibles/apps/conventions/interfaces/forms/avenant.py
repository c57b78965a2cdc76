"""Forms of an amendment and of the articles it rewrites."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from possibles.apps.conventions.domain.texte import Redaction, read_text
from possibles.apps.conventions.enums import AVENANT_MEANINGS, ModificationKind
from possibles.apps.conventions.models import Avenant, ModificationArticle
from possibles.common.forms import DayInput, MotifField, PartForm

from .convention import OfConventionForm


class AvenantForm(OfConventionForm):
    set_by_page: ClassVar[frozenset[str]] = frozenset({"convention"})

    class Meta:
        model = Avenant
        fields = ["kind", "objet", "motif", "effective_on", "new_end", "new_amount"]
        widgets = {
            "effective_on": DayInput(),
            "new_end": DayInput(),
            "objet": forms.Textarea(attrs={"rows": 2}),
            "motif": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "effective_on": "Vide : le jour de la signature.",
            "new_end": "Appliqué à la convention à la signature.",
            "new_amount": "En euros, toutes taxes comprises ; le montant total, une fois "
            "l’avenant signé.",
        }

    # « motif » is here a field of the amendment itself; the history reads its object.
    motif = forms.CharField(  # type: ignore[assignment]
        label="Ce qui le rend nécessaire",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].help_text = " ".join(
            f"{kind.label} : {meaning}" for kind, meaning in AVENANT_MEANINGS.items()
        )


class ModificationForm(PartForm):
    """What becomes of an article; its present wording is offered, never typed again."""

    set_by_page: ClassVar[frozenset[str]] = frozenset({"avenant"})
    motif = MotifField(help_text="Lu dans l’historique.")

    class Meta:
        model = ModificationArticle
        fields = ["kind", "number", "title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}
        help_texts = {
            "number": "Celui d’un article de la convention, ou le numéro d’un article "
            "nouveau.",
            "title": "Vide : le titre ne change pas.",
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        number, kind = data.get("number"), data.get("kind")
        if not number or not kind:
            return data
        avenant = self.instance.avenant
        held = {r.number: r for r in _present_text(avenant)}
        if kind == ModificationKind.AJOUTE and number in held:
            self.add_error(
                "number",
                "Cet article existe déjà : choisissez « Article modifié », ou un autre "
                "numéro.",
            )
        if kind != ModificationKind.AJOUTE and number not in held:
            known = ", ".join(held) or "aucun"
            self.add_error(
                "number", f"La convention n’a pas cet article. Elle a : {known}."
            )
        if kind == ModificationKind.SUPPRIME:
            data["text"] = self.instance.text = ""
        return data


def _present_text(avenant: Avenant) -> list[Redaction]:
    return read_text(avenant.convention, date.max, before=avenant)
