"""Two people on one sheet: nobody's change is lost.

An edit form carries the version it was drawn from and the values it showed. On reception,
what I did not touch takes what the other person saved; what both touched is shown side by
side, and I choose.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from possibles.apps.journal.domain.queries import history_of
from possibles.apps.journal.models import (
    Acte,
    StaleObjectError,
    TrackedModel,
    change,
)

VERSION, BASE, CHOICE = "_version", "_base", "_choix_"
MINE, THEIRS = "moi", "autre"
Within = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field both changed: what it was, what the other put, what I put."""

    name: str
    label: str
    base: str
    theirs: str
    mine: str
    acte: Acte | None


def base_fields(form: forms.ModelForm[Any]) -> dict[str, str]:
    """Return the hidden inputs an edit form must carry."""
    values = {
        name: _shown(form, name, form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
    }
    return {
        VERSION: str(form.instance.version or ""),
        BASE: signing.dumps(json.dumps(values), salt="editing"),
    }


def save_edit(
    request: HttpRequest,
    form: forms.ModelForm[Any],
    *,
    reason: str,
    within: Within | None = None,
) -> HttpResponse | None:
    """Save a valid form; return the page of choices when both changed a field.

    `form` is bound to `request.POST` and to the object as stored now. `within` opens the
    change when an action of the domain has more to say than `change(...)`.
    """
    opening = within or (lambda: change(author=request.user, reason=reason))
    conflicts = _merge(request, form)
    if conflicts:
        return _ask(request, form, conflicts)
    try:
        with opening(), transaction.atomic():
            form.save()
    except StaleObjectError:
        # Someone saved between our reading and our writing: read again, merge again.
        fresh = type(form.instance)._base_manager.get(pk=form.instance.pk)
        again = type(form)(request.POST, request.FILES, instance=fresh)
        if again.is_valid():
            return save_edit(request, again, reason=reason, within=within)
        return _ask(request, again, [])
    return None


def _merge(request: HttpRequest, form: forms.ModelForm[Any]) -> list[Conflict]:
    """Give untouched fields the stored values; return the fields both changed."""
    instance: TrackedModel = form.instance
    if request.POST.get(VERSION) in {str(instance.version), None, ""}:
        return []
    base = _read_base(request)
    stored = type(instance)._base_manager.get(pk=instance.pk)
    stored_form = type(form)(instance=stored)
    conflicts = []
    for name, field in form.fields.items():
        if name not in base:
            continue
        theirs_value = stored_form.get_initial_for_field(stored_form.fields[name], name)
        theirs = _shown(stored_form, name, theirs_value)
        mine = _shown(form, name, form.cleaned_data.get(name))
        if theirs == base[name] or theirs == mine:
            continue
        if mine == base[name] or request.POST.get(CHOICE + name) == THEIRS:
            _take_theirs(form, stored, name, theirs_value)
        elif request.POST.get(CHOICE + name) != MINE:
            label = str(field.label or name)
            conflicts.append(
                Conflict(
                    name,
                    label,
                    _text(form, name, base[name]),
                    _text(form, name, theirs),
                    _text(form, name, mine),
                    _last_acte(instance, name),
                )
            )
    return conflicts


def _take_theirs(
    form: forms.ModelForm[Any], stored: TrackedModel, name: str, value: Any
) -> None:
    form.cleaned_data[name] = value
    model_field: Any = form.instance._meta.get_field(name)
    if not model_field.many_to_many:
        setattr(
            form.instance, model_field.attname, getattr(stored, model_field.attname)
        )


def _shown(form: forms.ModelForm[Any], name: str, value: Any) -> str:
    """Return one comparable text for an initial or a cleaned value."""
    field = form.fields[name]
    if callable(value):
        value = value()
    if hasattr(value, "pk"):
        value = value.pk
    elif isinstance(value, list | tuple | set) or hasattr(value, "all"):
        items = value.all() if hasattr(value, "all") else value
        keys = (getattr(item, "pk", item) for item in items)
        return json.dumps(sorted(str(key) for key in keys))
    prepared = field.prepare_value(value)
    return "" if prepared is None else str(prepared).strip().replace("\r\n", "\n")


def _text(form: forms.ModelForm[Any], name: str, shown: str) -> str:
    """Return what a person reads for a compared text."""
    field = form.fields[name]
    choices: Any = getattr(field, "queryset", None)
    if isinstance(field, forms.ModelMultipleChoiceField):
        keys = json.loads(shown or "[]")
        return ", ".join(str(found) for found in choices.filter(pk__in=keys))
    if isinstance(field, forms.ModelChoiceField):
        found = choices.filter(pk=shown).first() if shown else None
        return str(found or "")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(shown, shown))  # type: ignore[arg-type]
    return shown


def _read_base(request: HttpRequest) -> dict[str, str]:
    try:
        text = signing.loads(request.POST.get(BASE, ""), salt="editing")
    except signing.BadSignature:
        return {}
    values: dict[str, str] = json.loads(text)
    return values


def _last_acte(instance: TrackedModel, name: str) -> Acte | None:
    recent = history_of(instance).filter(model=instance._meta.label_lower)[:20]
    return next((acte for acte in recent if name in acte.fields), None)


def _ask(
    request: HttpRequest, form: forms.ModelForm[Any], conflicts: list[Conflict]
) -> HttpResponse:
    stored = type(form.instance)._base_manager.get(pk=form.instance.pk)
    chosen = {CHOICE + conflict.name for conflict in conflicts}
    kept = [
        (key, value)
        for key, values in request.POST.lists()
        for value in values
        if key not in {VERSION, "csrfmiddlewaretoken"} | chosen
    ]
    return render(
        request,
        "editing/merge.html",
        {
            "subject": stored,
            "conflicts": conflicts,
            "kept": kept,
            "version_field": VERSION,
            "version": _asked_version(request),
            "choice": CHOICE,
        },
        status=409,
    )


def _asked_version(request: HttpRequest) -> str:
    return request.POST.get(VERSION, "")
