"""Take back what was done: one act, one field of it, or a whole change."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from possibles.apps.journal.models import Acte, TrackedModel, Verb, change


class CannotRestoreError(Exception):
    """Something changed since; `labels` names the fields or objects in the way."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__(", ".join(labels))
        self.labels = labels


def undo_change(key: UUID, *, author: Any, reason: str = "Annulation") -> list[Acte]:
    """Take back every act of a change, the last first, or none of them.

    Raises
    ------
    CannotRestoreError
        When a field has another value than the one the change left.
    """
    actes = list(Acte.objects.filter(change=key).order_by("-sequence"))
    with change(author=author, reason=reason):
        for acte in actes:
            _undo(acte, names=None)
    return actes


def restore_acte(
    acte: Acte, *, author: Any, reason: str, names: set[str] | None = None
) -> None:
    """Give an object back the values it had before this act; `names` keeps some fields.

    Unlike `undo_change`, later changes of the same fields are overwritten: the person
    chose this value in the history.
    """
    with change(author=author, reason=reason):
        _undo(acte, names=names, must_match=False)


def find_subject(acte: Acte) -> TrackedModel | None:
    """Return the object of an act, or nothing when it no longer exists."""
    model = _model(acte)
    found: TrackedModel | None = model._base_manager.filter(pk=acte.object_id).first()
    return found


def _undo(acte: Acte, *, names: set[str] | None, must_match: bool = True) -> None:
    if acte.verb == Verb.CREATE:
        subject = find_subject(acte)
        if subject is not None:
            subject.delete()
    elif acte.verb == Verb.DELETE:
        _recreate(acte)
    elif acte.verb == Verb.UPDATE:
        subject = find_subject(acte)
        if subject is None:
            raise CannotRestoreError([acte.label])
        _put_back(subject, acte, names, must_match=must_match)


def _recreate(acte: Acte) -> None:
    model = _model(acte)
    if model._base_manager.filter(pk=acte.object_id).exists():
        raise CannotRestoreError([acte.label])
    values = {
        _attname(model, name): _python(model, name, pair["old"])
        for name, pair in acte.fields.items()
        if not pair.get("hidden")
    }
    build: Any = model
    build(pk=acte.object_id, **values).save(force_insert=True)


def _put_back(
    subject: TrackedModel, acte: Acte, names: set[str] | None, *, must_match: bool
) -> None:
    model = type(subject)
    blocked = []
    for name, pair in acte.fields.items():
        if (names is not None and name not in names) or pair.get("hidden"):
            continue
        if "added" in pair:
            links = getattr(subject, name)
            links.remove(*[row[0] for row in pair["added"]])
            links.add(*[row[0] for row in pair["removed"]])
            continue
        attname = _attname(model, name)
        if must_match and getattr(subject, attname) != _python(
            model, name, pair["new"]
        ):
            blocked.append(pair["label"])
            continue
        setattr(subject, attname, _python(model, name, pair["old"]))
    if blocked:
        raise CannotRestoreError(blocked)
    subject.save()


def _model(acte: Acte) -> type[TrackedModel]:
    model = apps.get_model(acte.model)
    if not issubclass(model, TrackedModel):
        raise CannotRestoreError([acte.label])
    return model


def _attname(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).attname)  # type: ignore[union-attr]


def _python(model: type[models.Model], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name)
    if field.is_relation:
        return None if value is None else field.target_field.to_python(value)
    if value is None and not field.null:
        return field.get_default()
    return field.to_python(value)
