"""Read the journal: each person is told what they may see, and no more."""

from typing import Any

from django.apps import apps
from django.db.models import BigIntegerField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from possibles.apps.journal.models import Acte, Instantane


def history_of(subject: Model, user: Any) -> QuerySet[Acte]:
    """Return what was done to an object and to its parts, latest first.

    The subject is one this person sees. Of its parts, those they do not see are left out:
    another's draft, a document kept for some.
    """
    model, key = subject._meta.label_lower, str(subject.pk)
    parts = Acte.objects.filter(parent_model=model, parent_id=key)
    told = Q(model=model, object_id=key)
    for label in parts.order_by().values_list("model", flat=True).distinct():
        told |= Q(parent_model=model, parent_id=key) & _told_to(user, label)
        if getattr(_find_model(label), "is_journal_relay", False):
            told |= _told_below(parts.filter(model=label), user, label)
    return Acte.objects.filter(told).select_related("author", "author__organisation")


def snapshots_of(subject: Model, kind: str = "") -> QuerySet[Instantane]:
    found = Instantane.objects.filter(
        model=subject._meta.label_lower, object_id=str(subject.pk)
    ).select_related("author")
    return found.filter(kind=kind) if kind else found


def _told_below(parts: QuerySet[Acte], user: Any, label: str) -> Q:
    """Return the condition on the acts of parts of these parts, gone ones too."""
    keys = parts.order_by().values("object_id")
    told = Q(pk__in=[])
    below = Acte.objects.filter(parent_model=label, parent_id__in=keys)
    for kind in below.order_by().values_list("model", flat=True).distinct():
        told |= Q(parent_model=label, parent_id__in=keys) & _told_to(user, kind)
    return told


def _told_to(user: Any, label: str) -> Q:
    """Return the condition on the acts of one kind of parts.

    What a person did is always told to them. A part that is no more cannot say who saw
    it: its acts are told, unless some of its kind are private.
    """
    mine = Q(author=user.pk) if user.is_authenticated else Q(pk__in=[])
    model: Any = _find_model(label)
    if not hasattr(model, "objects") or not hasattr(model.objects, "visible_to"):
        return Q(model=label) & mine
    same = Q(pk=Cast(OuterRef("object_id"), BigIntegerField()))
    seen = model.objects.visible_to(user).order_by().filter(same)
    if model.shared_since:
        seen = seen.filter(**{f"{model.shared_since}__lte": OuterRef("at")})
    told = Q(Exists(seen))
    if not model.has_private_rows:
        told |= Q(~Exists(model._base_manager.filter(same)))
    return Q(model=label) & (told | mine)


def _find_model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label)
    except LookupError:  # a kind of the past
        return None
