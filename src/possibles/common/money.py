"""Money in the database: whole centimes, never a decimal (SQLite sums decimals wrongly).

A model field holds an `int` of centimes; forms and pages speak euros.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from possibles.common.french import format_euros

_SPACES = re.compile(r"[\s\u00a0\u202f]")
_SUFFIX = re.compile(r"(€|eur|euros?)$", re.IGNORECASE)
_AMOUNT = re.compile(r"[+-]?(?P<euros>\d*)(?:\.(?P<cents>\d*))?", re.ASCII)
_LARGEST = 10**15


def parse_euros(text: str) -> int:
    """Read an amount typed by a French hand and return centimes.

    `1 234,50 €`, `1234.5`, `1.234,50` and `-12` are all understood.

    Raises
    ------
    ValidationError
        With a sentence that says what to type, when the text is no amount of euros or
        goes below the centime.
    """
    bare = _SUFFIX.sub("", _SPACES.sub("", text)).replace("\u2212", "-")
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    read = _AMOUNT.fullmatch(bare)
    if read is None or not (read["euros"] or read["cents"]):
        raise ValidationError(
            "« %(text)s » n’est pas un montant. Tapez par exemple 1 234,50.",
            code="amount",
            params={"text": text[:40]},
        )
    euros, cents = read["euros"].lstrip("0"), (read["cents"] or "").rstrip("0")
    if len(cents) > 2:
        raise ValidationError(
            "Un montant s’arrête au centime : deux chiffres après la virgule au plus.",
            code="amount",
        )
    # Python refuses to read a number of thousands of digits.
    if len(euros) > 15 or int(f"{euros or 0}{cents:0<2}") > _LARGEST:
        raise ValidationError("Ce montant est trop grand.", code="amount")
    centimes = int(f"{euros or 0}{cents:0<2}")
    return -centimes if bare.startswith("-") else centimes


class EurosField(forms.CharField):
    """A form field that reads euros and gives centimes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("min_value", None)
        kwargs.pop("max_value", None)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        return value if isinstance(value, int) else parse_euros(str(value))

    def prepare_value(self, value: Any) -> Any:
        return format_euros(value, unit=False) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class MontantField(models.BigIntegerField):
    """Centimes of euro."""

    description = "Montant en centimes d’euro"

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": EurosField, **kwargs})
