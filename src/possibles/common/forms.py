"""Small parts that forms of several apps share."""

from typing import Any, ClassVar, TypeVar

from django import forms

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
