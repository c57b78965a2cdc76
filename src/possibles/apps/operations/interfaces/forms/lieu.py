"""Where an operation is: a point, an outline, and why it changes."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from possibles.apps.operations.domain.lieu import (
    find_middle,
    read_outline,
    refuse_point_outside,
)
from possibles.apps.operations.models import Operation
from possibles.common.forms import MotifField

LARGEST = 1_000_000
"""Characters of a GeoJSON text; a site of two thousand corners has fifty thousand."""


class ContourField(forms.CharField):
    """A GeoJSON text that gives a surface; the drawing on the map writes it too."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {
            "required": False,
            "label": "Contour (GeoJSON)",
        } | kwargs
        super().__init__(max_length=LARGEST, **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, dict) or not value:
            return value or None
        text = super().to_python(value)
        return read_outline(text) if text else None

    def run_validators(self, value: Any) -> None:
        """Check the length of the text, not that of the surface it gave."""

    def clean(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > LARGEST:
            raise ValidationError(
                "Ce contour est trop lourd\u202f: simplifiez-le avant de le déposer."
            )
        return super().clean(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return json.dumps(value, separators=(",", ":"))
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip()


class LieuForm(forms.ModelForm[Operation]):
    """A point, an outline, or both; an outline alone gives its own point."""

    outline = ContourField(
        help_text="Collez ici le contenu d’un fichier .geojson, ou dessinez sur la carte. "
        "Vide\u202f: pas de contour."
    )
    motif = MotifField(
        label="Motif",
        required=True,
        help_text="Par exemple\u202f: périmètre du permis de construire. Lu dans l’historique.",
        error_messages={"required": "Dites pourquoi l’emplacement change."},
    )

    class Meta:
        model = Operation
        fields = ["lon", "lat", "outline"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        lon, lat, outline = (cleaned.get(n) for n in ("lon", "lat", "outline"))
        if "outline" in self.errors or (lon is None) != (lat is None):
            return cleaned  # the constraint of the model says the second
        if lon is not None and lat is not None:
            try:
                refuse_point_outside(lon, lat)
            except ValidationError as error:
                self.add_error("lon", error)
        elif outline:
            cleaned["lon"], cleaned["lat"] = find_middle(outline)
        return cleaned
