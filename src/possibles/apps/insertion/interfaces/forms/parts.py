"""A form of a part of something: the whole is not asked, its rules still hold."""

from typing import Any, ClassVar

from django import forms


class PartForm(forms.ModelForm[Any]):
    """Check the constraints that name the whole, which is given and not typed."""

    whole: ClassVar[str]

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {self.whole}
