"""What a line would change in an object, as people read it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from possibles.common.french import format_date, format_euros, format_number
from possibles.common.money import MontantField


def apply_values(
    instance: models.Model, values: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """Set the fields that differ; return (label, before, after) for each of them.

    A value of `None` is an empty cell: what is there stays.
    """
    changes = []
    for name, value in values.items():
        if value is None:
            continue
        field: Any = instance._meta.get_field(name)
        held = _held(instance, field)
        if _key(held) == _key(value):
            continue
        before, after = show_value(field, held), show_value(field, value)
        changes.append((str(field.verbose_name), before, after))
        setattr(instance, name, value)
    return changes


def show_value(field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, MontantField):
        return format_euros(value, short=True)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int | float | Decimal):
        return format_number(value)
    return str(value)


def _held(instance: models.Model, field: Any) -> Any:
    if field.is_relation and getattr(instance, field.attname) is None:
        return None
    return getattr(instance, field.name)


def _key(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk if value.pk is not None else id(value)
    return value
