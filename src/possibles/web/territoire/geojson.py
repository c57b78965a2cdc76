"""Light GeoJSON answers, sent again only when they changed."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

CLASSES = ((0, "1"), (1, "2"), (4, "3"), (10, "4"))
LEGEND = (
    ("1", "aucun"),
    ("2", "1"),
    ("3", "2 à 4"),
    ("4", "5 à 10"),
    ("5", "11 et plus"),
)
BACKGROUND = "fond"
# The words of the contract for a météo, and the map's.
METEO_TONES = {
    "securises": "securise",
    "atteignables": "atteignable",
    "appuis": "appui",
    "compromis": "compromis",
}


def tone_of_count(count: int) -> str:
    return next((tone for most, tone in CLASSES if count <= most), "5")


def feature(geometry: Any, *, key: str, name: str, **properties: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"key": key, "name": name, **properties},
        "geometry": geometry,
    }


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def answer_geojson(
    request: HttpRequest, features: Iterable[dict[str, Any]]
) -> HttpResponse:
    """Answer the features, or 304 when the reader already has them."""
    body = json.dumps(
        {"type": "FeatureCollection", "features": list(features)},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="application/geo+json")
    response.headers["ETag"] = etag
    response.headers["Vary"] = "Cookie"
    if not request.user.is_authenticated:
        # Signed-in answers are never stored, as everywhere (`RequestGuard`).
        response.headers["Cache-Control"] = "private, no-cache"
    known = get_conditional_response(request, etag=etag, response=response)
    return known if isinstance(known, HttpResponse) else response
