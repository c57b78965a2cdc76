"""Small parts that forms of several apps share."""

from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from possibles.common.french import format_number

_Form = TypeVar("_Form", bound=forms.BaseForm)


def given_to(form_class: type[_Form], user: Any) -> type[_Form]:
    """Return the form as this person is given it: it knows `self.user`.

    A class and not an argument: an edit is made again with what the database holds now.
    """
    return type(form_class.__name__, (form_class,), {"user": user})


class PartForm(forms.ModelForm[Any]):
    """A form of an object of which the page sets some fields itself.

    Django skips a constraint one field of which is not in the form; those named here are
    set beforehand, on the instance: the constraints that join them are checked too.
    """

    set_by_page: ClassVar[frozenset[str]] = frozenset()

    def _get_validation_exclusions(self) -> set[str]:
        skipped: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return skipped - self.set_by_page


class DayInput(forms.DateInput):
    """The browser's own calendar; it reads and writes ISO dates."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"


class MotifField(forms.CharField):
    """Why one changes something; kept in the history."""

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {
            "label": "Motif de la modification",
            "required": False,
            "max_length": 500,
            "help_text": "Lu dans l’historique. Nécessaire quand un agenda validé est touché.",
        } | kwargs
        super().__init__(**options)


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
