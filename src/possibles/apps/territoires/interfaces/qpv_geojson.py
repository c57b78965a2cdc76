"""The official outlines of priority quarters, as a GeoJSON file in WGS84."""

import json
from collections.abc import Iterator
from typing import Any

from possibles.apps.territoires.domain.geometry import (
    UnusableOutlineError,
    repair_outline,
)

from .qpv_csv import check_code
from .reading import (
    MAX_BYTES,
    MAX_ROWS,
    QpvRow,
    UnreadableFileError,
    check_size,
    decode,
    read_places,
)

MAX_POINTS = 2_000_000
_CODES = ("code_qp", "code_qpv", "code_quartier", "codgeo")
_NAMES = ("lib_qp", "nom_qp", "nom_qpv", "nom_quartier", "libgeo")
_COMMUNES = ("codes_communes", "insee_com", "code_commune", "code_insee")
# Where France is, overseas included: west, south, east, north.
_FRANCE = (
    (-5.6, 41.2, 9.8, 51.3),
    (-63.3, 14.2, -60.7, 18.3),
    (-54.8, 2.0, -51.5, 5.9),
    (55.1, -21.5, 55.9, -20.8),
    (44.9, -13.1, 45.4, -12.5),
    (-155.0, -28.0, -134.0, -7.0),
)


def read_qpv_geojson(content: bytes) -> tuple[list[QpvRow], list[str]]:
    """Return one row for each feature and what was noticed about the whole.

    Raises
    ------
    UnreadableFileError
        The file is too big, is no GeoJSON collection, or its coordinates are not
        longitudes then latitudes in WGS84.
    """
    check_size(content, MAX_BYTES)
    text, encoding = decode(content)
    notes = [f"Encodage : {encoding}."] if encoding else []
    features = _features(text)
    _check_coordinates(features)
    rows = [_read_feature(n, f) for n, f in enumerate(features, start=1)]
    _flag_duplicates(rows)
    return rows, notes


def _features(text: str) -> list[dict[str, Any]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableFileError("Ce fichier n’est pas un GeoJSON lisible.") from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise UnreadableFileError(
            "Ce fichier n’est pas une collection GeoJSON (« FeatureCollection »)."
        )
    if len(features) > MAX_ROWS:
        raise UnreadableFileError(f"Ce fichier dépasse {MAX_ROWS} contours.")
    if not all(isinstance(feature, dict) for feature in features):
        raise UnreadableFileError("Un élément de la collection n’est pas un contour.")
    return features


def _check_coordinates(features: list[dict[str, Any]]) -> None:
    """Refuse another projection and swapped coordinates, before any repair."""
    swapped = straight = 0
    for count, (x, y) in enumerate(_points(features), start=1):
        if count > MAX_POINTS:
            raise UnreadableFileError("Ce fichier a trop de points : simplifiez-le.")
        if abs(x) > 180 or abs(y) > 90:
            _refuse_projection(x, y)
        if count % 50 == 1:
            straight += _is_in_france(x, y)
            swapped += _is_in_france(y, x)
    if swapped and not straight:
        raise UnreadableFileError(
            "Les coordonnées sont à l’envers (latitude, longitude) : un GeoJSON les veut "
            "dans l’ordre longitude, latitude."
        )
    if not straight:
        raise UnreadableFileError("Aucun de ces contours n’est en France.")


def _refuse_projection(x: float, y: float) -> None:
    if 0 < x < 1_300_000 and 6_000_000 < y < 7_200_000:
        raise UnreadableFileError(
            "Les coordonnées sont en Lambert-93 : exportez le fichier en WGS84 "
            "(EPSG:4326), puis recommencez."
        )
    raise UnreadableFileError(
        "Les coordonnées ne sont pas des degrés : exportez le fichier en WGS84 "
        "(EPSG:4326), puis recommencez."
    )


def _points(features: list[dict[str, Any]]) -> Iterator[tuple[float, float]]:
    for feature in features:
        geometry = feature.get("geometry")
        if isinstance(geometry, dict):
            yield from _walk(geometry.get("coordinates"), 0)


def _walk(value: Any, depth: int) -> Iterator[tuple[float, float]]:
    # Four levels hold the rings of a MultiPolygon; deeper is no outline.
    if not isinstance(value, list) or depth > 4:
        return
    if len(value) >= 2 and all(_is_number(v) for v in value[:2]):
        yield value[0], value[1]
        return
    for item in value:
        yield from _walk(item, depth + 1)


def _is_number(value: Any) -> bool:
    # NaN and the infinities, which JSON readers accept, are no coordinates.
    return isinstance(value, int | float) and abs(value) < 1e9


def _is_in_france(lon: float, lat: float) -> bool:
    return any(w <= lon <= e and s <= lat <= n for w, s, e, n in _FRANCE)


def _read_feature(number: int, feature: dict[str, Any]) -> QpvRow:
    properties = feature.get("properties")
    words = {
        str(k).casefold(): str(v)
        for k, v in (properties if isinstance(properties, dict) else {}).items()
        if v is not None
    }
    row = QpvRow(line=number, code=_first(words, _CODES).strip().upper())
    check_code(row)
    row.name = _first(words, _NAMES).strip()[:200] or None
    read_places(_first(words, _COMMUNES)[:500], row)
    row.arrondissements = list(dict.fromkeys(row.arrondissements))
    _read_outline(feature.get("geometry"), row)
    return row


def _read_outline(geometry: Any, row: QpvRow) -> None:
    if not isinstance(geometry, dict):
        row.errors.append("Cet élément n’a pas de contour.")
        return
    if geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        row.errors.append("Un contour est attendu (Polygon ou MultiPolygon).")
        return
    try:
        repaired = repair_outline(geometry)
    except UnusableOutlineError as error:
        row.errors.append(str(error))
        return
    row.outline = repaired.geometry
    row.bounds = list(repaired.bounds)
    if repaired.is_repaired:
        row.messages.append(f"contour invalide réparé ({repaired.reason})")


def _first(words: dict[str, str], names: tuple[str, ...]) -> str:
    return next((words[name] for name in names if name in words), "")


def _flag_duplicates(rows: list[QpvRow]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        if row.code and row.code in first:
            row.errors.append(f"Même code que l’élément {first[row.code]}.")
        first.setdefault(row.code, row.line)
