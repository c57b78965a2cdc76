"""Read the journal."""

from collections.abc import Iterable

from django.db.models import Model, Q, QuerySet

from possibles.apps.journal.models import Acte, Instantane


def history_of(subject: Model) -> QuerySet[Acte]:
    """Return what was done to an object and to its parts, latest first."""
    model, key = subject._meta.label_lower, str(subject.pk)
    return Acte.objects.filter(
        Q(model=model, object_id=key) | Q(parent_model=model, parent_id=key)
    ).select_related("author", "author__organisation")


def recent_actes(models: Iterable[type[Model]]) -> QuerySet[Acte]:
    """Return the latest acts on these kinds of objects."""
    labels = [model._meta.label_lower for model in models]
    return Acte.objects.filter(model__in=labels).select_related("author")


def snapshots_of(subject: Model, kind: str = "") -> QuerySet[Instantane]:
    found = Instantane.objects.filter(
        model=subject._meta.label_lower, object_id=str(subject.pk)
    ).select_related("author")
    return found.filter(kind=kind) if kind else found
