"""The stored form of each kind of value."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date

from possibles.apps.referentiel.enums import ValueKind


def validate_value(kind: str, value: Any) -> None:
    """Refuse a stored value whose form is not the one of its kind.

    Stored: a decimal text for a number (« 0.05 » for 5 %), whole centimes for euros, an
    ISO text for a date, a text, or a list of texts and numbers.
    """
    if not _FORMS[ValueKind(kind)](value):
        raise ValidationError(_MESSAGES[ValueKind(kind)], code="value")


def _is_decimal_text(value: Any) -> bool:
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_iso_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and parse_date(value) is not None
    except ValueError:
        return False


_FORMS: dict[ValueKind, Callable[[Any], bool]] = {
    ValueKind.NUMBER: _is_decimal_text,
    ValueKind.PERCENT: _is_decimal_text,
    ValueKind.EUROS: lambda v: isinstance(v, int) and not isinstance(v, bool),
    ValueKind.DATE: _is_iso_date,
    ValueKind.TEXT: lambda v: isinstance(v, str) and bool(v.strip()),
    ValueKind.LIST: lambda v: (
        isinstance(v, list)
        and bool(v)
        and all(isinstance(item, str | int | float) for item in v)
    ),
}
_MESSAGES = {
    ValueKind.NUMBER: "Tapez un nombre, par exemple 12 ou 1,5.",
    ValueKind.PERCENT: "Tapez un pourcentage, par exemple 5 ou 16,404.",
    ValueKind.EUROS: "Tapez un montant, par exemple 23 000 ou 1 234,50.",
    ValueKind.DATE: "Tapez une date, par exemple 31/12/2027.",
    ValueKind.TEXT: "Tapez un texte.",
    ValueKind.LIST: "Tapez les éléments de la liste, séparés par des points-virgules.",
}
