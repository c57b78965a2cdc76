"""Take back what was done: one act, one field of it, or a whole change."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models

from possibles.apps.journal.models import (
    Acte,
    TrackedModel,
    Verb,
    change,
    delete_all,
)

_MOST_TOGETHER = 400


class CannotRestoreError(Exception):
    """Something changed since; `labels` names the fields or objects in the way."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__(", ".join(labels))
        self.labels = labels


def undo_change(
    key: UUID,
    *,
    author: Any,
    reason: str = "Annulation",
    skipped: Collection[str] = (),
    through_forms: bool = False,
) -> list[Acte]:
    """Take back every act of a change, the last first, or none of them.

    Parameters
    ----------
    skipped
        Kinds of objects left as they are.
    through_forms
        Also take back what the history alone may not: the caller puts in order what
        follows from it.

    Raises
    ------
    CannotRestoreError
        When a field has another value than the one the change left.
    """
    rows = Acte.objects.filter(change=key).exclude(model__in=skipped)
    actes = list(rows.order_by("-sequence"))
    labels = [acte.label for acte in actes]
    with _explained(labels), change(author=author, reason=reason):
        for together in _batches(actes):
            if len(together) > 1:
                _remove_all(together, through_forms=through_forms)
            else:
                _undo(together[0], names=None, through_forms=through_forms)
    return actes


def _batches(actes: Sequence[Acte]) -> Iterator[list[Acte]]:
    """Give the acts one by one, save creations of one kind in a row: those go together."""
    together: list[Acte] = []
    for acte in actes:
        is_alike = together and (acte.verb, acte.model) == (
            Verb.CREATE,
            together[0].model,
        )
        if together and (not is_alike or len(together) == _MOST_TOGETHER):
            yield together
            together = []
        if acte.verb == Verb.CREATE:
            together.append(acte)
        else:
            yield [acte]
    if together:
        yield together


def _remove_all(actes: Sequence[Acte], *, through_forms: bool) -> None:
    """Take away what these acts created, unless something relies on it by now."""
    if not through_forms and not is_known(actes[0]):
        raise CannotRestoreError([acte.label for acte in actes])
    found = _model(actes[0])._base_manager.in_bulk([acte.object_id for acte in actes])
    try:
        delete_all([found[key] for key in sorted(found, reverse=True)])
    except models.ProtectedError as error:
        raise CannotRestoreError([acte.label for acte in actes]) from error


def restore_acte(
    acte: Acte, *, author: Any, reason: str, names: set[str] | None = None
) -> None:
    """Give an object back the values it had before this act; `names` keeps some fields.

    Unlike `undo_change`, later changes of the same fields are overwritten: the person
    chose this value in the history.
    """
    with _explained([acte.label]), change(author=author, reason=reason):
        _undo(acte, names=names, must_match=False)


def find_subject(acte: Acte) -> TrackedModel | None:
    """Return the object of an act, or nothing when it no longer exists."""
    return find_subjects([acte])[acte.sequence]


def find_subjects(actes: Iterable[Acte]) -> dict[int, TrackedModel | None]:
    """Return the object of each act, by its number, in one query for each kind."""
    by_model: dict[str, list[Acte]] = {}
    for acte in actes:
        by_model.setdefault(acte.model, []).append(acte)
    found: dict[int, TrackedModel | None] = {}
    for same in by_model.values():
        held: dict[str, TrackedModel] = {}
        if is_known(same[0]):
            rows = _model(same[0])._base_manager.in_bulk([a.object_id for a in same])
            held = {str(key): instance for key, instance in rows.items()}
        found |= {acte.sequence: held.get(acte.object_id) for acte in same}
    return found


def is_known(acte: Acte) -> bool:
    """Tell whether what this act is about is still a kind of object that can be restored."""
    try:
        return getattr(_model(acte), "is_restorable", True)
    except CannotRestoreError:
        return False


def rebuild(acte: Acte) -> TrackedModel:
    """Return the object as it was when this act deleted it; not saved."""
    model = _model(acte)
    values = {
        _attname(model, name): _python(model, name, pair["old"])
        for name, pair in acte.fields.items()
        if not pair.get("hidden")
    }
    again = model(**values)
    again.pk = _python(model, "pk", acte.object_id)
    return again


@contextmanager
def _explained(labels: list[str]) -> Iterator[None]:
    """Say what stands in the way when the database refuses."""
    try:
        yield
    except (IntegrityError, models.ProtectedError) as error:
        raise CannotRestoreError(labels) from error


def _undo(
    acte: Acte,
    *,
    names: set[str] | None,
    must_match: bool = True,
    through_forms: bool = False,
) -> None:
    # Rights are given and taken back by their own actions, which check who may.
    is_restorable = getattr(_model(acte), "is_restorable", True)
    if not is_restorable and not through_forms:
        raise CannotRestoreError([acte.label])
    subject = (
        _model(acte)._base_manager.filter(pk=acte.object_id).first()
        if through_forms
        else find_subject(acte)
    )
    if acte.verb == Verb.CREATE:
        if subject is not None:
            _remove(subject, acte)
    elif acte.verb == Verb.DELETE:
        _recreate(acte)
    elif acte.verb == Verb.UPDATE:
        if subject is None:
            raise CannotRestoreError([acte.label])
        _put_back(subject, acte, names, must_match=must_match)


def _remove(subject: TrackedModel, acte: Acte) -> None:
    """Take away what was created, unless something relies on it by now."""
    try:
        subject.delete()
    except models.ProtectedError as error:
        raise CannotRestoreError([acte.label]) from error


def _recreate(acte: Acte) -> None:
    again = rebuild(acte)
    if type(again)._base_manager.filter(pk=again.pk).exists():
        raise CannotRestoreError([acte.label])
    dates = {
        field.name: getattr(again, field.attname)
        for field in again._meta.concrete_fields
        if getattr(field, "auto_now_add", False)
    }
    again.save(force_insert=True)
    if dates:  # Django dates what it inserts: give back the day it was first made
        rows = type(again)._base_manager.filter(pk=again.pk)
        models.QuerySet.update(rows, **dates)


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
    try:
        model = apps.get_model(acte.model)
    except LookupError:
        raise CannotRestoreError([acte.label]) from None
    if not issubclass(model, TrackedModel):
        raise CannotRestoreError([acte.label])
    return model


def _attname(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).attname)  # type: ignore[union-attr]


def _python(model: type[models.Model], name: str, value: Any) -> Any:
    field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if field.is_relation:
        return None if value is None else field.target_field.to_python(value)
    if value is None and not field.null:
        return field.get_default()
    return field.to_python(value)
