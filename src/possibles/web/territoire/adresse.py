"""« Dans quel QPV ? »: an address, a point typed, clicked or pasted, and its quarter."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from possibles.apps.territoires.domain.adresses import Reponse, find_adresse
from possibles.apps.territoires.domain.locating import find_quartier
from possibles.apps.territoires.models import Commune, Quartier
from possibles.web.access import PUBLIC, access

from .geojson import BACKGROUND, answer_geojson, feature, point

_WEST, _SOUTH, _EAST, _NORTH = 4.0, 42.8, 6.6, 44.2


class PointForm(forms.Form):
    """A place by its address, its longitude and latitude, or as a GeoJSON point."""

    adresse = forms.CharField(
        label="Adresse",
        required=False,
        max_length=200,
        help_text="Par exemple 12 bis rue de la République, 13002 Marseille",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lat = forms.CharField(
        label="Ou un point : latitude",
        required=False,
        max_length=24,
        help_text="En degrés : 43,2965",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    lon = forms.CharField(
        label="Longitude",
        required=False,
        max_length=24,
        help_text="En degrés : 5,3698",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    point = forms.CharField(
        label="Ou un point GeoJSON",
        required=False,
        max_length=500,
        help_text='Par exemple {"type": "Point", "coordinates": [5.3698, 43.2965]}',
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    reponse: Reponse | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("adresse"):
            self._find(data)
            return data
        if data.get("point"):
            data["lon"], data["lat"] = _read_point(data["point"])
        elif data.get("lon") or data.get("lat"):
            data["lon"] = self._read("lon", data.get("lon", ""))
            data["lat"] = self._read("lat", data.get("lat", ""))
        else:
            raise forms.ValidationError(
                "Donnez une adresse, une latitude et une longitude, un point GeoJSON, ou "
                "cliquez sur la carte."
            )
        if not self.errors:
            _refuse_elsewhere(data["lon"], data["lat"])
        return data

    def _find(self, data: dict[str, Any]) -> None:
        """Put the point of the address, or tell why it has none."""
        self.reponse = find_adresse(data["adresse"])
        lieu = self.reponse.lieu
        if lieu is None:
            self.add_error("adresse", str(self.reponse.reason))
        else:
            data["lon"], data["lat"] = lieu.lon, lieu.lat

    def _read(self, name: str, text: str) -> float:
        try:
            value = float(text.strip().replace(",", "."))
        except ValueError:
            value = float("nan")
        if not -180 <= value <= 180:
            self.add_error(name, "Tapez des degrés, par exemple 43,2965.")
        return value


@access(PUBLIC)
def quartier_locate(request: HttpRequest) -> HttpResponse:
    asked = any(request.GET.get(name) for name in PointForm.base_fields)
    form = PointForm(request.GET if asked else None)
    location = None
    query = ""
    if asked and form.is_valid():
        lon, lat = form.cleaned_data["lon"], form.cleaned_data["lat"]
        location = find_quartier(lon, lat)
        query = f"?lon={lon}&lat={lat}"
    context = {
        "form": form,
        "location": location,
        "reponse": form.reponse,
        "sources": _list_sources(),
        "outlined": Quartier.objects.filter(west__isnull=False).count(),
        "total": Quartier.objects.count(),
        "geojson": reverse("locate-geojson") + query,
    }
    return render(request, "territoire/adresse.html", context)


@access(PUBLIC)
def locate_geojson(request: HttpRequest) -> HttpResponse:
    """Draw the contract, and the asked point."""
    features = [
        feature(c.outline, key=f"c{c.pk}", name=c.name, tone=BACKGROUND)
        for c in Commune.objects.filter(in_contrat=True, outline__isnull=False)
    ]
    features += [
        feature(
            q.outline,
            key=f"q{q.pk}",
            layer="quartier",
            name=f"{q.name} ({q.code})",
            tone="3",
        )
        for q in Quartier.objects.filter(outline__isnull=False)
    ]
    form = PointForm(request.GET)
    if form.is_valid():
        asked = point(form.cleaned_data["lon"], form.cleaned_data["lat"])
        features.append(feature(asked, key="point", name="Votre point", tone="5"))
    return answer_geojson(request, features)


def _list_sources() -> list[str]:
    """Return where the known addresses come from."""
    known = Commune.objects.exclude(addresses_source="").order_by("addresses_source")
    return list(known.values_list("addresses_source", flat=True).distinct())


def _read_point(text: str) -> tuple[float, float]:
    try:
        data = json.loads(text)
        data = data.get("geometry", data)
        lon, lat = (float(v) for v in data["coordinates"][:2])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise forms.ValidationError(
            'Ce texte n’est pas un point GeoJSON : {"type": "Point", '
            '"coordinates": [longitude, latitude]}.'
        ) from None
    return lon, lat


def _refuse_elsewhere(lon: float, lat: float) -> None:
    if _WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH:
        return
    if _WEST <= lat <= _EAST and _SOUTH <= lon <= _NORTH:
        raise forms.ValidationError(
            "Latitude et longitude semblent inversées : ici, la latitude est proche de "
            "43 et la longitude proche de 5."
        )
    raise forms.ValidationError("Ce point est loin de la métropole.")
