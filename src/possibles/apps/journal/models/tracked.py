"""Models whose every change is recorded, and that two people can edit at once safely."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.deletion import Collector
from django.db.models.signals import m2m_changed

from possibles.apps.journal.models.changes import Touch, current_change

UNRECORDED = frozenset({"id", "version"})


class StaleObjectError(Exception):
    """Someone saved this object since it was read; `instance` is what one tried to save."""

    def __init__(self, instance: "TrackedModel") -> None:
        super().__init__(f"{instance._meta.label} {instance.pk} has a newer version")
        self.instance = instance


class TrackedQuerySet(models.QuerySet[Any]):
    """A queryset that cannot change rows behind the journal's back."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("update() leaves no trace: save each object inside change(...)")

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        raise TypeError("bulk_update() leaves no trace: use save_all(...)")

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        objs = list(objs)
        for instance in objs:
            instance.settle_line_ends()
        created = super().bulk_create(objs, *args, **kwargs)
        opened = current_change()
        for instance in created:
            instance.remember()
            opened.add(instance.describe_creation())
        return created

    def delete(self) -> tuple[int, dict[str, int]]:
        total = 0
        by_model: dict[str, int] = {}
        for instance in self:
            count, detail = instance.delete()
            total += count
            for label, number in detail.items():
                by_model[label] = by_model.get(label, 0) + number
        return total, by_model

    def unrecorded_update(self, **kwargs: Any) -> int:
        """Update derived columns only (counters, search text): nothing a person decided."""
        return super().update(**kwargs)

    def unrecorded_save(self, instances: Sequence[Any], names: Sequence[str]) -> None:
        """Write derived columns of many objects, each its own values, in one go."""
        strangers = set(names) - self.model.untracked_fields
        if strangers:
            raise TypeError(f"{sorted(strangers)} are recorded: save each object")
        if not instances:
            return
        connection = connections[self.db]
        fields = [self.model._meta.get_field(name) for name in names]
        quote = connection.ops.quote_name
        held = ", ".join(f"{quote(field.column)} = %s" for field in fields)
        key = quote(self.model._meta.pk.column)
        table = quote(self.model._meta.db_table)
        rows = [
            [
                *(
                    field.get_db_prep_save(
                        getattr(instance, field.attname), connection=connection
                    )
                    for field in fields
                ),
                instance.pk,
            ]
            for instance in instances
        ]
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {held} WHERE {key} = %s", rows)  # noqa: S608  names come from the model


TrackedManager = models.Manager.from_queryset(TrackedQuerySet)


class TrackedModel(models.Model):
    """Base of what people write: each save is an act, each act has an author and a reason.

    `version` counts the saves. Saving a copy older than the stored one raises
    `StaleObjectError`: a page then shows what the other person changed.
    """

    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = TrackedManager()

    # Fields whose values stay out of the journal (it is never erased): only the fact
    # that they changed is kept.
    sensitive_fields: ClassVar[frozenset[str]] = frozenset()
    # Computed fields that are not worth a line of history.
    untracked_fields: ClassVar[frozenset[str]] = frozenset()
    # Some rows are for a few people: once deleted, nobody else is told of them.
    has_private_rows: ClassVar[bool] = False
    # The date field from which a row is no longer its author's alone.
    shared_since: ClassVar[str] = ""
    # What is told of its own parts is told by its parent as well.
    is_journal_relay: ClassVar[bool] = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        opened = current_change()
        self.settle_line_ends()
        if self._state.adding:
            super().save(*args, **kwargs)
            opened.add(self.describe_creation())
        else:
            fields = self._changed_fields()
            if fields:
                self._claim_next_version()
                super().save(force_update=True)
                opened.add(self.touch("update", fields))
            elif self._has_untold_changes():
                super().save(force_update=True)
        self.remember()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        opened = current_change()
        touches = [gone.describe_deletion() for gone in (*self._list_cascade(), self)]
        outcome = super().delete(*args, **kwargs)
        for touch in touches:
            opened.add(touch)
        return outcome

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        instance = super().from_db(*args, **kwargs)
        instance.remember()
        return instance

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.remember()

    def settle_line_ends(self) -> None:
        """Write lines as files do: a browser sends two characters where there is one.

        Otherwise what is typed, loaded and typed again would differ without being changed.
        """
        for field in self._meta.concrete_fields:
            if isinstance(field, models.TextField):
                text = self.__dict__.get(field.attname)
                if isinstance(text, str) and "\r" in text:
                    text = text.replace("\r\n", "\n").replace("\r", "\n")
                    setattr(self, field.attname, text)

    def journal_parent(self) -> models.Model | None:
        """Return the object on whose page this one's history is also told."""
        return None

    def describe_creation(self) -> Touch:
        fields = {}
        for field in self._recorded_fields():
            value = getattr(self, field.attname)
            if value not in (None, "", [], {}):
                fields[field.name] = self._pair(field, None, value)
        return self.touch("create", fields)

    def describe_deletion(self) -> Touch:
        return self.touch(
            "delete",
            {
                field.name: self._pair(field, getattr(self, field.attname), None)
                for field in self._recorded_fields()
            },
        )

    def _list_cascade(self) -> list["TrackedModel"]:
        """Return what the database deletes along, the newest first.

        They are told before what held them: taken back in reverse, each finds its holder.
        """
        collector = Collector(using=self._state.db or DEFAULT_DB_ALIAS, origin=self)
        collector.collect([self])
        groups = [*collector.data.values(), *collector.fast_deletes]
        rows = [row for rows in groups for row in rows if isinstance(row, TrackedModel)]
        return sorted(
            (row for row in rows if row != self), key=lambda row: row.pk, reverse=True
        )

    def _recorded_fields(self) -> list[models.Field[Any, Any]]:
        skipped = UNRECORDED | self.untracked_fields
        return [f for f in self._meta.concrete_fields if f.name not in skipped]

    def remember(self) -> None:
        # A plain copy: lists read thousands of rows that nobody changes.
        self.__dict__.pop("_loaded", None)
        self._loaded = self.__dict__.copy()

    def _changed_fields(self) -> dict[str, dict[str, Any]]:
        changed = {}
        for field in self._recorded_fields():
            if field.attname not in self._loaded:
                continue
            old, new = self._loaded[field.attname], getattr(self, field.attname)
            new = field.to_python(new) if not field.is_relation else new
            if old != new:
                changed[field.name] = self._pair(field, old, new)
        return changed

    def _has_untold_changes(self) -> bool:
        return any(
            getattr(self, field.attname) != self._loaded.get(field.attname)
            for field in self._meta.concrete_fields
            if field.name in self.untracked_fields
        )

    def _claim_next_version(self) -> None:
        stored = type(self)._base_manager.filter(pk=self.pk, version=self.version)
        if not models.QuerySet.update(stored, version=models.F("version") + 1):
            raise StaleObjectError(self)
        self.version += 1

    def _pair(
        self, field: models.Field[Any, Any], old: Any, new: Any
    ) -> dict[str, Any]:
        label = str(field.verbose_name)
        if field.name in self.sensitive_fields:
            return {"label": label, "hidden": True, "old": None, "new": None}
        pair: dict[str, Any] = {"label": label, "old": plain(old), "new": plain(new)}
        for side, value in (("old", old), ("new", new)):
            text = self._text(field, value)
            if text is not None:
                pair[f"{side}_text"] = text
        return pair

    def _text(self, field: models.Field[Any, Any], value: Any) -> str | None:
        """Return what a person reads where it is not the value itself."""
        if value is None:
            return None
        if field.flatchoices:
            return str(dict(field.flatchoices).get(value, value))
        if field.is_relation and field.related_model is not None:
            held = self.__dict__["_state"].fields_cache.get(field.name)
            if held is not None and held.pk == value:
                return str(held)
            model: Any = field.related_model
            target = model._base_manager.filter(pk=value).first()
            return None if target is None else str(target)
        return None

    def touch(self, verb: str, fields: dict[str, dict[str, Any]]) -> Touch:
        parent = self.journal_parent()
        return Touch(
            verb=verb,
            model=self._meta.label_lower,
            object_id=str(self.pk),
            label=str(self),
            fields=fields,
            parent=None
            if parent is None
            else (parent._meta.label_lower, str(parent.pk)),
        )


def plain(value: Any) -> Any:
    """Return the JSON form of a field's value."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)


def record_m2m(
    sender: Any,
    instance: Any,
    action: str,
    reverse: bool,
    model: Any,
    pk_set: set[Any] | None,
    **kwargs: Any,
) -> None:
    """Record links added to or removed from a tracked object.

    Clearing is refused: `set()` removes one by one, and says what it removed.
    """
    if reverse or not isinstance(instance, TrackedModel):
        return
    if action == "pre_clear":
        raise TypeError("clear() leaves no trace: use set([])")
    side = {"post_add": "added", "post_remove": "removed"}.get(action)
    if side is None or not pk_set:
        return
    field = next(
        f for f in instance._meta.many_to_many if f.remote_field.through is sender
    )
    targets = model._base_manager.in_bulk(pk_set)
    values = [[plain(pk), str(targets.get(pk, pk))] for pk in sorted(pk_set)]
    pair: dict[str, Any] = {
        "label": str(field.verbose_name),
        "added": [],
        "removed": [],
    }
    pair[side] = values
    current_change().add(instance.touch("update", {field.name: pair}))


def connect_m2m() -> None:
    m2m_changed.connect(record_m2m, dispatch_uid="journal.record_m2m")


def save_all(instances: Sequence[TrackedModel]) -> None:
    """Save each inside the open change; a list, so that a bulk edit is one act."""
    current_change()
    for instance in instances:
        instance.save()


def delete_all(instances: Sequence[TrackedModel]) -> None:
    """Delete objects of one kind inside the open change, in few queries.

    Raises
    ------
    django.db.models.ProtectedError
        When something relies on one of them: nothing is deleted.
    """
    opened = current_change()
    if not instances:
        return
    attach_related(instances)
    collector = Collector(
        using=instances[0]._state.db or DEFAULT_DB_ALIAS, origin=instances[0]
    )
    collector.collect(instances)
    mine = set(instances)
    groups = [*collector.data.values(), *collector.fast_deletes]
    along = [
        row
        for rows in groups
        for row in rows
        if isinstance(row, TrackedModel) and row not in mine
    ]
    along.sort(key=lambda row: row.pk, reverse=True)
    touches = [gone.describe_deletion() for gone in (*along, *instances)]
    collector.delete()
    for touch in touches:
        opened.add(touch)


def attach_related(instances: Sequence[models.Model]) -> None:
    """Read once the objects these point at, and hand each its own: they name them."""
    for field in instances[0]._meta.concrete_fields:
        target: Any = field.related_model
        if not field.is_relation or target is None:
            continue
        keys = {getattr(instance, field.attname) for instance in instances} - {None}
        found = target._base_manager.in_bulk(keys)
        for instance in instances:
            held = found.get(getattr(instance, field.attname))
            if held is not None:
                setattr(instance, field.name, held)
