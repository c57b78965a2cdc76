"""Paramètres › Référentiel: the numbers we reckon with, and how sure they are."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from possibles.apps.referentiel.domain.parametres import (
    add_version,
    effective_end,
    find_parametres,
)
from possibles.apps.referentiel.enums import (
    CERTAINTY_MEANINGS,
    Certainty,
    ValueKind,
)
from possibles.apps.referentiel.models import Parametre, validate_value
from possibles.common.french import fold
from possibles.common.money import parse_euros
from possibles.web.access import access, is_allowed
from possibles.web.idempotence import idempotent

CHANGE = "referentiel.change_parametre"
TONES = {"S": "success", "K": "info", "P": "warning", "U": "danger"}
_EXAMPLES = {
    ValueKind.NUMBER: "Un nombre, par exemple 12 ou 1,5.",
    ValueKind.PERCENT: "Un pourcentage, par exemple 5 ou 16,404.",
    ValueKind.EUROS: "Un montant en euros, par exemple 23 000.",
    ValueKind.DATE: "Une date, par exemple 31/12/2027.",
    ValueKind.TEXT: "Un texte.",
    ValueKind.LIST: "Des éléments séparés par des points-virgules.",
}


class VersionForm(forms.ModelForm):
    """A new version of a parameter; the earlier ones are not edited."""

    value = forms.CharField(label="Valeur", max_length=400)
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Pourquoi cette valeur change : délibération, texte nouveau, vérification…",
    )
    source_url = forms.URLField(
        label="Adresse de la source",
        max_length=400,
        required=False,
        assume_scheme="https",
    )
    changes_past = forms.BooleanField(
        label="Cette version commence dans le passé, je le sais",
        required=False,
        help_text="Ce qui a été calculé depuis cette date peut changer de résultat.",
    )

    class Meta:
        model = Parametre
        fields = ("valid_from", "valid_to", "certainty", "source", "source_url", "note")
        widgets = {
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "valid_to": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    field_order = ("value", "valid_from", "valid_to", "certainty", "source")

    def __init__(self, *args: Any, latest: Parametre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = latest
        for name in ("code", "label", "kind", "unit"):
            setattr(self.instance, name, getattr(latest, name))
        self.fields["valid_from"].required = True
        self.fields["value"].help_text = _EXAMPLES[ValueKind(latest.kind)] + (
            f" Unité : {latest.unit}." if latest.unit else ""
        )

    def clean_value(self) -> Any:
        stored = read_value(self.latest.kind, self.cleaned_data["value"])
        validate_value(self.latest.kind, stored)
        self.instance.value = stored
        return stored

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start = data.get("valid_from")
        if start and start < timezone.localdate() and not data.get("changes_past"):
            self.add_error(
                "changes_past",
                "Cette version commence dans le passé : cochez la case pour le confirmer, "
                "ou choisissez une date à venir.",
            )
        return data


def read_value(kind: str, text: str) -> Any:
    """Return the stored form of a value typed by a person."""
    if kind in {ValueKind.NUMBER, ValueKind.PERCENT}:
        bare = "".join(text.replace("%", "").split()).replace(",", ".")
        try:
            number = Decimal(bare)
        except InvalidOperation:
            return text
        return str(number / 100) if kind == ValueKind.PERCENT else str(number)
    if kind == ValueKind.EUROS:
        return parse_euros(text)
    if kind == ValueKind.DATE:
        return _read_date(text.strip())
    if kind == ValueKind.LIST:
        return [_read_item(item.strip()) for item in text.split(";") if item.strip()]
    return text.strip()


@access("referentiel.view_parametre")
def parametre_list(request: HttpRequest) -> HttpResponse:
    valeurs = find_parametres()
    wanted = fold(request.GET.get("q", ""))
    certainty = request.GET.get("certitude", "")
    kept = [
        v
        for v in valeurs.values()
        if wanted in fold(f"{v.code} {v.label} {v.source}")
        and (certainty not in Certainty.values or v.certainty == certainty)
    ]
    counts = [
        (c.value, c.label, sum(v.certainty == c for v in valeurs.values()))
        for c in Certainty
    ]
    context = {
        "valeurs": sorted(kept, key=lambda v: fold(v.label)),
        "count": len(kept),
        "counts": counts,
        "certainty": certainty,
        "typed": request.GET.get("q", ""),
        "meanings": [(c.label, CERTAINTY_MEANINGS[c]) for c in Certainty],
    }
    return render(request, "referentiel/list.html", context)


@access("referentiel.view_parametre")
def parametre_detail(request: HttpRequest, code: str) -> HttpResponse:
    versions = list(Parametre.objects.history_of(code))
    if not versions:
        raise Http404
    followers = [None, *versions]
    in_force = find_parametres([code]).get(code)
    rows = [
        (version, effective_end(version, following))
        for version, following in zip(versions, followers, strict=False)
    ]
    context = {
        "latest": versions[0],
        "in_force": in_force,
        "rows": rows,
        "today": timezone.localdate(),
        "can_change": is_allowed(request.user, CHANGE),
    }
    return render(request, "referentiel/detail.html", context)


@access(CHANGE)
@idempotent
def parametre_create(request: HttpRequest, code: str) -> HttpResponse:
    latest = Parametre.objects.history_of(code).first()
    if latest is None:
        raise Http404
    initial = {"certainty": latest.certainty, "source": latest.source}
    form = VersionForm(request.POST or None, latest=latest, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = form.save(commit=False)
        try:
            add_version(
                version, author=request.user, reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Version ajoutée. Les précédentes sont gardées.")
            return redirect("parametre-detail", code)
    context = {"form": form, "latest": latest}
    return render(request, "referentiel/create.html", context)


def _read_date(text: str) -> str:
    parts = text.split("/")
    if len(parts) == 3 and all(p.isdigit() for p in parts):
        day, month, year = (int(p) for p in parts)
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return text
    try:
        found = parse_date(text)
    except ValueError:
        return text
    return found.isoformat() if found else text


def _read_item(text: str) -> Any:
    return int(text) if text.isascii() and text.isdigit() else text
