"""Who may take an act back: whoever may still do its contrary."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from rules import perm_exists

from possibles.apps.journal.domain.restoring import find_subjects, is_known, rebuild
from possibles.apps.journal.models import Acte, TrackedModel, Verb


def list_restorable(user: Any, actes: Iterable[Acte]) -> set[int]:
    """Return the numbers of the acts this person may take back.

    The parts of one object share its places: a right is asked once for each kind of part
    and each author, however many acts.
    """
    asked: dict[tuple[Any, ...], bool] = {}
    allowed = set()
    actes = list(actes)
    subjects = find_subjects(actes)
    for acte in actes:
        subject = _subject(acte, subjects[acte.sequence])
        if subject is None:
            continue
        key = (acte.model, acte.verb, getattr(subject, "author_id", None))
        if key not in asked:
            asked[key] = _may(user, acte, subject)
        if asked[key]:
            allowed.add(acte.sequence)
    return allowed


def may_take_back(user: Any, acte: Acte) -> bool:
    """Tell whether this person sees the object of an act and may take the act back."""
    stored = find_subjects([acte])[acte.sequence]
    subject = _subject(acte, stored)
    if subject is None:
        return False
    if stored is not None and not _sees(user, stored):
        return False
    return _may(user, acte, subject)


def _subject(acte: Acte, stored: TrackedModel | None) -> TrackedModel | None:
    if stored is not None or acte.verb != Verb.DELETE or not is_known(acte):
        return stored
    again = rebuild(acte)
    try:
        again.journal_parent()
    except ObjectDoesNotExist:  # what held it is gone too
        return None
    return again


def _sees(user: Any, subject: TrackedModel) -> bool:
    rows: Any = type(subject)._default_manager
    return (
        hasattr(rows, "visible_to")
        and rows.visible_to(user).filter(pk=subject.pk).exists()
    )


def _may(user: Any, acte: Acte, subject: TrackedModel) -> bool:
    """Ask the right to delete what was made or deleted, to change what was changed.

    A kind that declares neither is in the hands of those who may change what holds it.
    """
    parent = subject.journal_parent()
    if acte.verb != Verb.UPDATE:
        if perm_exists(permission_to("delete", subject)):
            return bool(user.has_perm(permission_to("delete", subject), subject))
        if parent is None:
            return False
    if perm_exists(permission_to("change", subject)):
        return bool(user.has_perm(permission_to("change", subject), subject))
    if parent is None:
        return False
    return bool(user.has_perm(permission_to("change", parent), parent))


def permission_to(verb: str, subject: models.Model) -> str:
    """Return the name of the right to do this to an object of that kind."""
    return f"{subject._meta.app_label}.{verb}_{subject._meta.model_name}"
