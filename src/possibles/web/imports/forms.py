from typing import Any

from django import forms

from possibles.apps.imports.models import Importation
from possibles.common.sheets.table import MAX_BYTES


class FileForm(forms.Form):
    """The file alone; the options of a kind of import come beside it."""

    file = forms.FileField(
        label="Fichier",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def __init__(self, *args: Any, accept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if accept:
            self.fields["file"].widget.attrs["accept"] += f",{accept}"

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"Ce fichier dépasse {MAX_BYTES // 1_000_000} Mo : coupez-le en plusieurs."
            )
        return file


class ColumnsForm(forms.Form):
    """For each column we know, that of the file."""

    def __init__(self, *args: Any, importation: Importation, **kwargs: Any) -> None:
        kwargs["initial"] = {
            name: str(rank) for name, rank in importation.mapping.items()
        }
        super().__init__(*args, **kwargs)
        names = [(str(rank), name) for rank, name in enumerate(importation.header)]
        for column in importation.spec.columns:
            self.fields[column.key] = forms.ChoiceField(
                label=column.label,
                choices=[("", "Ne pas importer"), *names],
                required=column.is_required,
                help_text=column.help,
                error_messages={
                    "required": "Choisissez la colonne : sans elle, rien ne s’importe."
                },
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        seen: dict[str, str] = {}
        for key, rank in list(data.items()):
            if rank and rank in seen:
                self.add_error(
                    key,
                    f"Cette colonne sert déjà pour « {seen[rank]} » : choisissez-en une autre.",
                )
            elif rank:
                seen[rank] = str(self.fields[key].label)
        return data

    @property
    def matched(self) -> list[Any]:
        """The columns the file gives, those it must give, those to look at again."""
        return [bound for bound in self if self._is_matched(bound)]

    @property
    def unmatched(self) -> list[Any]:
        return [bound for bound in self if not self._is_matched(bound)]

    def _is_matched(self, bound: Any) -> bool:
        given = bound.value() or bound.name in self.initial or bound.errors
        return bool(given or bound.field.required)

    @property
    def mapping(self) -> dict[str, int]:
        return {key: int(rank) for key, rank in self.cleaned_data.items() if rank}
