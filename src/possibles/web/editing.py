"""Two people on one sheet: nobody's change is lost.

An edit form carries the version it was drawn from and the values it showed. On reception,
what I did not touch takes what the other person saved; what both touched is shown side by
side, and I choose.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from possibles.apps.journal.models import (
    Acte,
    StaleObjectError,
    TrackedModel,
    change,
)

VERSION, BASE, CHOICE, SEEN = "_version", "_base", "_choix_", "_vu"
MINE, THEIRS = "moi", "autre"
Within = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field both changed: what it was, what the other put, what I put.

    `value` is what the other put as compared, the rest as read.
    """

    name: str
    label: str
    base: str
    theirs: str
    mine: str
    value: str
    acte: Acte | None


def base_fields(form: forms.ModelForm[Any]) -> dict[str, str]:
    """Return the hidden inputs an edit form must carry."""
    values = {
        name: _shown(form, name, form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
    }
    return {
        VERSION: str(form.instance.version or ""),
        BASE: _sign(values),
    }


def edit_state(request: HttpRequest, form: forms.ModelForm[Any]) -> dict[str, str]:
    """Return what an edit page carries: drawn afresh, or as posted when it has errors.

    A page that comes back with errors still shows what I read then: with a newer version
    it would undo, unseen, what another saved in between.
    """
    if not form.is_bound:
        return base_fields(form)
    return {name: request.POST.get(name, "") for name in (VERSION, BASE)}


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
    try:
        with transaction.atomic():
            conflicts = _merge(request, form, _lock(form.instance))
            if conflicts:
                return _ask(request, form, conflicts)
            with opening():
                form.save()
    except StaleObjectError:
        # Someone saved between our reading and our writing: read again, merge again.
        fresh = type(form.instance)._base_manager.get(pk=form.instance.pk)
        again = type(form)(request.POST, request.FILES, instance=fresh)
        if again.is_valid():
            return save_edit(request, again, reason=reason, within=within)
        return _ask(request, again, [])
    return None


def refuse_if_outdated(request: HttpRequest, form: forms.ModelForm[Any]) -> None:
    """Raise when another changed what this valid form is about to overwrite.

    For the smallest forms (a cell), which have no room for a page of choices.
    """
    if _merge(request, form, _lock(form.instance)):
        raise StaleObjectError(form.instance)


def _lock(instance: TrackedModel) -> TrackedModel:
    """Return the stored object; until the commit, another edit of it waits."""
    stored: TrackedModel = (
        type(instance)._base_manager.select_for_update(of=("self",)).get(pk=instance.pk)
    )
    return stored


def _merge(
    request: HttpRequest, form: forms.ModelForm[Any], stored: TrackedModel
) -> list[Conflict]:
    """Give untouched fields the stored values; return the fields both changed.

    The values are compared rather than the versions: links (many-to-many) have none.
    Without the values the person read, every difference is asked.
    """
    base, seen = _read_signed(request, BASE), _read_signed(request, SEEN)
    stored_form = type(form)(instance=stored)
    conflicts = []
    for name, field in form.fields.items():
        if not _is_stored(form, name):
            continue
        theirs_value = stored_form.get_initial_for_field(stored_form.fields[name], name)
        theirs = _shown(stored_form, name, theirs_value)
        mine = _shown(form, name, form.cleaned_data.get(name))
        if theirs == mine and isinstance(theirs_value, str):
            # A browser rewrites the ends of lines: what reads the same is no change.
            _take_theirs(form, stored, name, theirs_value)
        if theirs in {base.get(name), mine}:
            continue
        # A choice counts against the value it was made against, and no other.
        choice = request.POST.get(CHOICE + name) if seen.get(name) == theirs else ""
        if mine == base.get(name) or choice == THEIRS:
            _take_theirs(form, stored, name, theirs_value)
        elif choice != MINE:
            conflicts.append(
                Conflict(
                    name,
                    str(field.label or name),
                    _text(form, name, base.get(name, "")),
                    _text(form, name, theirs),
                    _text(form, name, mine),
                    theirs,
                    _last_acte(stored, name),
                )
            )
    return conflicts


def _is_stored(form: forms.ModelForm[Any], name: str) -> bool:
    """Tell a field of the object from what the form alone asks (a reason)."""
    meta = form.instance._meta
    return name in {field.name for field in (*meta.fields, *meta.many_to_many)}


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
    if isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    elif hasattr(value, "pk"):
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


def _sign(values: dict[str, str]) -> str:
    return signing.dumps(json.dumps(values), salt="editing")


def _read_signed(request: HttpRequest, name: str) -> dict[str, str]:
    try:
        text = signing.loads(request.POST.get(name, ""), salt="editing")
    except signing.BadSignature:
        return {}
    values: dict[str, str] = json.loads(text)
    return values


def _last_acte(instance: TrackedModel, name: str) -> Acte | None:
    told = Acte.objects.filter(
        model=instance._meta.label_lower, object_id=str(instance.pk)
    )
    recent = told.select_related("author")[:20]
    return next((acte for acte in recent if name in acte.fields), None)


def _ask(
    request: HttpRequest, form: forms.ModelForm[Any], conflicts: list[Conflict]
) -> HttpResponse:
    stored = type(form.instance)._base_manager.get(pk=form.instance.pk)
    shown = {conflict.name: conflict.value for conflict in conflicts}
    chosen = {CHOICE + conflict.name for conflict in conflicts}
    kept = [
        (key, value)
        for key, values in request.POST.lists()
        for value in values
        if key not in {VERSION, SEEN, "csrfmiddlewaretoken"} | chosen
    ]
    return render(
        request,
        "editing/merge.html",
        {
            "subject": stored,
            "conflicts": conflicts,
            "kept": kept,
            "version_field": VERSION,
            "version": request.POST.get(VERSION, ""),
            "choice": CHOICE,
            "seen_field": SEEN,
            "seen": _sign(_read_signed(request, SEEN) | shown),
        },
        status=409,
    )
