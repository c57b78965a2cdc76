"""Write records: create what is missing, change what the files changed, keep the rest.

For each object the writer remembers what it last loaded. A field that no longer holds that
value was edited by a person: it is kept, and told when the file would have said otherwise.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from possibles.apps.contrat.models import ElementCharge
from possibles.common.french import format_number, plural

from .errors import ContentError, Problem
from .kinds import KINDS, Kind
from .records import Every, Links, Record, Ref, RelativeDay


@dataclass(slots=True)
class LoadReport:
    """What a load did, by kind of object."""

    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        return bool(self.created or self.changed)

    def add(self, other: "LoadReport") -> None:
        """Count what a second load did along with this one."""
        self.created += other.created
        self.changed += other.changed
        self.same += other.same
        self.kept += other.kept

    def lines(self) -> list[str]:
        """Say in French what was created, changed, found the same, kept."""
        said = []
        for kind, held in KINDS.items():
            counts = (self.created[kind], self.changed[kind], self.same[kind])
            if any(counts):
                name = str(held.model._meta.verbose_name_plural)
                name += "" if held.creates else " (suivi)"
                created, changed, same = counts
                told = [plural(created, "création")] if created else []
                told += [plural(changed, "modification")] if changed else []
                told += [f"{format_number(same)} déjà à jour"] if same else []
                said.append(f"{name} : {', '.join(told)}")
        return said


class Writer:
    """Writes the records of one load. Use inside a change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.today = timezone.localdate()
        self.report = LoadReport()
        self.problems: list[Problem] = []
        self._loaded = {(e.kind, e.key): e for e in ElementCharge.objects.all()}
        self._touched: dict[tuple[str, str], ElementCharge] = {}
        self._objects: dict[type[models.Model], dict[int, Any]] = {}
        self._by_key: dict[str, dict[str, Any]] = {}
        self._links: dict[tuple[type[models.Model], str], dict[int, set[int]]] = {}

    def write(self, records: Iterable[Record]) -> None:
        """Write them all.

        Raises
        ------
        ContentError
            A record names what does not exist, or breaks a rule; nothing stays written.
        """
        for record in records:
            try:
                self._write(record)
            except _UnknownRefError as error:
                self._complain(record, error.sentence)
            except _GoneError as error:
                self.report.kept.append(f"{record.place} : {error.sentence}")
            except (ValidationError, IntegrityError) as error:
                self._complain(record, _explain(error))
            if len(self.problems) >= 50:
                break
        if self.problems:
            raise ContentError(self.problems)
        self._remember()

    # --- One record ----------------------------------------------------------------------
    def _write(self, record: Record) -> None:
        kind = KINDS[record.kind]
        instance = self._find(record.kind, record.key)
        if instance is None and (record.kind, record.key) in self._loaded:
            self.report.kept.append(
                f"{record.place} : supprimé depuis, laissé tel quel"
            )
            return
        if instance is None:
            if not kind.creates:
                raise _UnknownRefError(record.kind, record.key)
            instance = self._create(kind, record)
            outcome = self.report.created
        else:
            is_changed = self._update(record, instance)
            outcome = self.report.changed if is_changed else self.report.same
        outcome[record.kind] += 1

    def _create(self, kind: Kind, record: Record) -> Any:
        values = {**record.once, **record.values}
        if record.kind == "document":
            instance = self._deposit(record)
        else:
            instance = kind.model()
            for name, value in values.items():
                setattr(instance, name, self._python(kind.model, name, value))
            for name, ref in record.refs.items():
                setattr(instance, name, self._resolve(ref))
            _save(instance)
        self._objects_of(kind.model)[instance.pk] = instance
        self._index(record.kind)[record.key] = instance
        stored = {n: self._plain(instance, n) for n in self._compared(record)}
        for name, links in record.links.items():
            targets = self._targets(links)
            if targets:
                getattr(instance, name).set(targets)
            self._links_of(kind.model, name)[instance.pk] = set(targets)
            stored[name] = sorted(targets)
        self._keep(record, instance, stored)
        return instance

    def _update(self, record: Record, instance: Any) -> bool:
        element = self._loaded.get((record.kind, record.key))
        last = {} if element is None else element.values
        stored: dict[str, Any] = {}
        is_changed = False
        for name in self._compared(record):
            wanted = self._wanted(record, instance, name)
            held = self._plain(instance, name)
            if held != _plain(wanted) and self._was_edited(record, last, name, held):
                self._keep_theirs(record, name, last, wanted)
                stored |= {n: v for n, v in last.items() if n == name}
                continue
            stored[name] = _plain(wanted)
            if held == stored[name]:
                continue
            setattr(instance, name, wanted)
            is_changed = True
        if is_changed:
            _save(instance)
        for name, links in record.links.items():
            is_changed |= self._update_links(
                record, instance, name, links, last, stored
            )
        self._keep(record, instance, stored)
        return is_changed

    def _update_links(
        self,
        record: Record,
        instance: Any,
        name: str,
        links: Links,
        last: dict[str, Any],
        stored: dict[str, Any],
    ) -> bool:
        wanted = set(self._targets(links))
        held = self._links_of(type(instance), name).setdefault(instance.pk, set())
        if held != wanted and self._was_edited(record, last, name, sorted(held)):
            self._keep_theirs(record, name, last, sorted(wanted))
            stored |= {n: v for n, v in last.items() if n == name}
            return False
        stored[name] = sorted(wanted)
        if held == wanted:
            return False
        getattr(instance, name).set(wanted)
        held.clear()
        held.update(wanted)
        return True

    @staticmethod
    def _was_edited(record: Record, last: dict[str, Any], name: str, held: Any) -> bool:
        """Tell whether a person wrote this field since it was last loaded.

        Never loaded: a field still at its default is free to fill, another is somebody's.
        """
        if name in last:
            return bool(last[name] != held)
        model: Any = KINDS[record.kind].model
        field_ = model._meta.get_field(name)
        default = None if field_.many_to_many else _plain(field_.get_default())
        return held not in (None, "", [], default)

    def _keep_theirs(
        self, record: Record, name: str, last: dict[str, Any], wanted: Any
    ) -> None:
        if last.get(name) == _plain(wanted):
            return  # The file says nothing new.
        model: Any = KINDS[record.kind].model
        label = model._meta.get_field(name).verbose_name
        self.report.kept.append(
            f"{record.place} : « {label} » a été modifié depuis, laissé tel quel"
        )

    def _deposit(self, record: Record) -> Any:
        from possibles.apps.documents.domain.deposit import deposit

        path = (self.folder / record.once["path"]).resolve()
        if not path.is_relative_to(self.folder.resolve()) or not path.is_file():
            raise ValidationError(
                f"le fichier « {record.once['path']} » est introuvable dans le dossier."
            )
        with path.open("rb") as stream:
            return deposit(
                File(stream, name=path.name),
                author=None,
                origin="load",
                subject=self._resolve(record.refs["subject"]),
                **record.values,
            )

    # --- Looking up ----------------------------------------------------------------------
    def _find(self, kind: str, key: str) -> Any:
        return self._index(kind).get(key)

    def _index(self, name: str) -> dict[str, Any]:
        if name not in self._by_key:
            kind = KINDS[name]
            objects = self._objects_of(kind.model)
            found: dict[str, Any] = {}
            if kind.key_of is not None:
                found = {kind.key_of(o): o for o in objects.values()}
            for (held, key), element in self._loaded.items():
                if held == name:
                    instance = objects.get(int(element.object_id))
                    if instance is not None:
                        found[key] = instance
            self._by_key[name] = found
        return self._by_key[name]

    def _objects_of(self, model: type[models.Model]) -> dict[int, Any]:
        if model not in self._objects:
            related = {
                name for k in KINDS.values() if k.model is model for name in k.related
            }
            queryset = model._default_manager.order_by()
            if related:
                queryset = queryset.select_related(*related)
            self._objects[model] = {instance.pk: instance for instance in queryset}
        return self._objects[model]

    def _resolve(self, ref: Ref | None) -> Any:
        if ref is None:
            return None
        instance = self._find(ref.kind, ref.key)
        if instance is not None:
            return instance
        error = _GoneError if self._is_gone(ref) else _UnknownRefError
        raise error(ref.kind, ref.key)

    def _is_gone(self, ref: Ref) -> bool:
        """Tell whether it was loaded once, and removed by a person since."""
        return (ref.kind, ref.key) in self._loaded and not self._find(ref.kind, ref.key)

    def _targets(self, links: Links) -> list[int]:
        if isinstance(links, Every):
            objects = self._objects_of(KINDS[links.kind].model).values()
            return sorted(o.pk for o in objects if links.keep(o))
        return sorted(self._resolve(r).pk for r in links if not self._is_gone(r))

    def _links_of(self, model: type[models.Model], name: str) -> dict[int, set[int]]:
        if (model, name) not in self._links:
            link: Any = model._meta.get_field(name)
            through = link.remote_field.through
            near, far = link.m2m_field_name(), link.m2m_reverse_field_name()
            found: dict[int, set[int]] = {}
            for source, target in through._base_manager.values_list(
                f"{near}_id", f"{far}_id"
            ):
                found.setdefault(source, set()).add(target)
            self._links[model, name] = found
        return self._links[model, name]

    # --- Values --------------------------------------------------------------------------
    def _compared(self, record: Record) -> list[str]:
        if record.kind == "document":
            return list(record.values)
        return [*record.values, *record.refs]

    def _wanted(self, record: Record, instance: Any, name: str) -> Any:
        if name in record.refs:
            return self._resolve(record.refs[name])
        return self._python(type(instance), name, record.values[name])

    def _python(self, model: Any, name: str, value: Any) -> Any:
        field_ = model._meta.get_field(name)
        if isinstance(value, RelativeDay):
            value = value.resolve(self.today)
        if isinstance(field_, models.DateTimeField):
            return _at_noon(value)
        if isinstance(field_, models.DecimalField) and value is not None:
            quantum = Decimal(1).scaleb(-(field_.decimal_places or 0))
            return Decimal(value).quantize(quantum)
        if isinstance(field_, models.JSONField):
            return value
        return field_.to_python(value)

    @staticmethod
    def _plain(instance: Any, name: str) -> Any:
        field_ = instance._meta.get_field(name)
        return _plain(getattr(instance, field_.attname))

    # --- Memory --------------------------------------------------------------------------
    def _keep(self, record: Record, instance: Any, values: dict[str, Any]) -> None:
        key = (record.kind, record.key)
        known = self._loaded.get(key)
        if known is not None and known.values == values:
            return
        element = known or ElementCharge(kind=record.kind, key=record.key)
        element.object_id = str(instance.pk)
        element.values = values
        element.source = record.file
        element.loaded_at = timezone.now()
        self._touched[key] = element

    def _remember(self) -> None:
        new = [e for key, e in self._touched.items() if key not in self._loaded]
        old = [e for key, e in self._touched.items() if key in self._loaded]
        ElementCharge.objects.bulk_create(new, batch_size=200)
        ElementCharge.objects.bulk_update(
            old, ["values", "source", "object_id", "loaded_at"], batch_size=200
        )

    def _complain(self, record: Record, sentence: str) -> None:
        self.problems.append(Problem(record.file, record.place, sentence))


class _UnknownRefError(Exception):
    """A record names an object that does not exist."""

    def __init__(self, kind: str, key: str) -> None:
        name = KINDS[kind].model._meta.verbose_name
        self.sentence = (
            f"{name} « {key} » inconnu. Corrigez cet identifiant, ou chargez d’abord "
            "le fichier qui le définit."
        )
        super().__init__(self.sentence)


class _GoneError(Exception):
    """A record is about an object that a person removed."""

    def __init__(self, kind: str, key: str) -> None:
        name = KINDS[kind].model._meta.verbose_name
        self.sentence = f"{name} « {key} » supprimé depuis, laissé tel quel"
        super().__init__(self.sentence)


def _plain(value: Any) -> Any:
    """Return the JSON form under which two equal values are equal."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.astimezone(timezone.get_current_timezone()).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)  # A choice is told by its value.
    return value


def _save(instance: models.Model) -> None:
    """Save; when the database refuses, let the model say why in French."""
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError:
        instance.validate_constraints()
        raise


def _at_noon(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return timezone.make_aware(datetime.combine(value, time(12)))
    return value


def _explain(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return f"la base refuse cet objet ({error})."
