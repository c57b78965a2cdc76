"""Every component in every state: the page engineers copy from, and the looks of each person."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from possibles.common.money import EurosField
from possibles.web.access import PUBLIC, access
from possibles.web.context import DENSITIES, THEMES

YEAR = 365 * 24 * 3600
CHOICES = {
    "theme": THEMES,
    "densite": DENSITIES,
    "raccourcis": {"oui": "Activés", "non": "Désactivés"},
}


class SampleForm(forms.Form):
    """A form of every kind of field. The page shows it wrong without moving the focus."""

    is_sample = True

    title = forms.CharField(
        label="Intitulé", help_text="Ce que liront les partenaires."
    )
    amount = EurosField(
        label="Montant demandé", help_text="En euros, par exemple 1 234,50."
    )
    start = forms.DateField(
        label="Début", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    orientation = forms.ChoiceField(
        label="Orientation", choices=[("", "Choisir…"), ("1", "Petite enfance")]
    )
    place = forms.MultipleChoiceField(
        label="Lieux",
        choices=[("1", "Quartier A"), ("2", "Quartier B")],
        widget=forms.CheckboxSelectMultiple,
    )
    synthesis = forms.CharField(label="Synthèse", widget=forms.Textarea, required=False)
    shared = forms.BooleanField(
        label="Visible du public",
        required=False,
        help_text="Tout visiteur pourra le lire.",
    )


@access(PUBLIC)
def gallery(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    wrong = SampleForm(
        {"w-title": "Maison des possibles", "w-amount": "douze"}, prefix="w"
    )
    context: dict[str, Any] = {
        "form": SampleForm(prefix="s"),
        "wrong_form": wrong,
        "page": Paginator(range(128), 25).get_page(request.GET.get("page")),
        "now": now,
        "yesterday": now - timedelta(days=1),
        "long_ago": now - timedelta(days=64),
        "meteos": ["securise", "atteignable", "appui", "compromis", ""],
        "tones": ["neutral", "info", "success", "warning", "danger", "accent"],
        "rows": SAMPLE_ROWS,
        "series": SAMPLE_SERIES,
        "bars": SAMPLE_BARS,
    }
    return render(request, "gallery/index.html", context)


@access(PUBLIC)
def gallery_geojson(request: HttpRequest) -> JsonResponse:
    """Three invented squares, so that the map component has something to show."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "key": key,
                "name": name,
                "tone": tone,
                "text": text,
                "href": f"#{key}",
            },
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[x, y], [x + 0.04, y], [x + 0.04, y + 0.03], [x, y + 0.03], [x, y]]
                ],
            },
        }
        for key, name, tone, text, x, y in (
            ("lieu-a", "Quartier A", "2", "4 projets", 5.36, 43.29),
            ("lieu-b", "Quartier B", "4", "11 projets", 5.41, 43.31),
            ("lieu-c", "Quartier C", "", "aucune saisie", 5.38, 43.34),
        )
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@access(PUBLIC)
def gallery_page(request: HttpRequest) -> HttpResponse:
    """Show the frame with nothing inside: the bare page that benches compare with."""
    return render(request, "gallery/page.html")


@access(PUBLIC)
def apparence_update(request: HttpRequest) -> HttpResponse:
    """Choose colours, density and shortcuts. Kept in cookies: they say nothing of anyone."""
    if request.method != "POST":
        return render(
            request, "gallery/apparence.html", {"choices": _list_choices(request)}
        )
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = request.path
    response = HttpResponseRedirect(target)
    for name, values in CHOICES.items():
        value = request.POST.get(name)
        if value in values:
            response.set_cookie(
                name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure()
            )
    return response


def _list_choices(request: HttpRequest) -> list[dict[str, Any]]:
    legends = {
        "theme": "Couleurs",
        "densite": "Lignes",
        "raccourcis": "Raccourcis du clavier",
    }
    defaults = {"theme": "auto", "densite": "normal", "raccourcis": "oui"}
    return [
        {
            "name": name,
            "legend": legends[name],
            "values": values,
            "current": request.COOKIES.get(name, defaults[name]),
        }
        for name, values in CHOICES.items()
    ]


SAMPLE_ROWS: list[dict[str, Any]] = [
    {"name": "Maison des possibles", "commune": "Commune A", "meteo": "securise", "amount": 12345050, "values": [12, 14, None]},
    {"name": "Cours ouverte à tous", "commune": "Commune B", "meteo": "appui", "amount": 4000000, "values": [3, None, 7]},
    {"name": "Marche exploratoire", "commune": "Commune A", "meteo": "", "amount": None, "values": [None, None, None]},
]  # fmt: skip
SAMPLE_SERIES = {
    "labels": ["2024", "2025", "2026", "2027", "2028"],
    "series": [
        {"name": "Quartier A", "values": [12, 18, 22, None, None]},
        {"name": "Quartier B", "values": [20, None, 24, 31, None]},
    ],
    "target": {"name": "Cible", "values": [15, 20, 25, 30, 35]},
}
SAMPLE_BARS = {
    "labels": ["Éducation", "Emploi", "Santé", "Cadre de vie", "Tranquillité"],
    "series": [
        {"name": "2025", "values": [8, 12, 5, 9, None]},
        {"name": "2026", "values": [10, 15, 7, 9, 4]},
    ],
}
