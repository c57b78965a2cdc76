"""Fields read the way people type them."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from possibles.common.french import format_number


class PercentField(forms.CharField):
    """A field that reads « 5 », « 5 % » or « 16,4 » and gives a share of one."""

    def __init__(self, **kwargs: Any) -> None:
        for name in ("min_value", "max_value", "max_digits", "decimal_places"):
            kwargs.pop(name, None)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        bare = "".join(str(value).split()).removesuffix("%").replace(",", ".")
        try:
            share = Decimal(bare) / 100
        except InvalidOperation:
            raise ValidationError(
                "« %(text)s » n’est pas un pourcentage. Tapez par exemple 5 ou 16,4.",
                code="percent",
                params={"text": str(value)[:30]},
            ) from None
        if not share.is_finite() or not 0 <= share <= 1:
            raise ValidationError("Un pourcentage va de 0 à 100.", code="percent_range")
        if share != share.quantize(Decimal("0.0001")):
            raise ValidationError(
                "Deux chiffres après la virgule au plus.", code="percent_digits"
            )
        return share.quantize(Decimal("0.0001"))

    def prepare_value(self, value: Any) -> Any:
        return format_number(value * 100) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True
