"""Outlines and points, in WGS84: simplify, repair, measure.

Shapely is imported where it is used: it costs a third of a second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from possibles.common.french import format_number

Geometry = dict[str, Any]
Bounds = tuple[float, float, float, float]

METRES_PER_DEGREE = 111_320.0
# About thirty metres: invisible on a screen that shows the métropole.
SCREEN_TOLERANCE = 0.0003
_GRID = 1e-5


@dataclass(frozen=True, slots=True)
class Repaired:
    """An outline that can be used, and what had to be done to it."""

    geometry: Geometry
    bounds: Bounds
    is_repaired: bool
    reason: str = ""


class UnusableOutlineError(ValueError):
    """An outline that no repair can make into a surface."""


def simplify_together(wkb: Sequence[str]) -> list[Geometry]:
    """Return lighter GeoJSON outlines; neighbours keep a common border.

    Parameters
    ----------
    wkb
        Outlines that do not overlap, in hexadecimal WKB.
    """
    import shapely

    shapes = shapely.from_wkb(list(wkb))
    if shapely.coverage_is_valid(shapes):
        lighter = shapely.coverage_simplify(shapes, SCREEN_TOLERANCE)
    else:
        lighter = shapely.simplify(shapes, SCREEN_TOLERANCE)
    return [to_geojson(shapely.set_precision(shape, _GRID)) for shape in lighter]


def repair_outline(geometry: Mapping[str, Any]) -> Repaired:
    """Return a valid surface made from a GeoJSON Polygon or MultiPolygon.

    Raises
    ------
    UnusableOutlineError
        Nothing with a surface can be made of it.
    """
    import shapely
    from shapely.geometry import shape as read_shape

    try:
        shape = read_shape(dict(geometry))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise UnusableOutlineError("Contour illisible.") from error
    except shapely.errors.ShapelyError as error:
        raise UnusableOutlineError("Contour illisible.") from error
    reason = ""
    if not shape.is_valid:
        reason = shapely.is_valid_reason(shape)
        shape = _keep_surface(shapely.make_valid(shape))
    if shape.is_empty or shape.area == 0:
        raise UnusableOutlineError("Ce contour n’entoure aucune surface.")
    west, south, east, north = shape.bounds
    return Repaired(to_geojson(shape), (west, south, east, north), bool(reason), reason)


def contains(geometry: Mapping[str, Any], lon: float, lat: float) -> bool:
    """Tell whether the point is inside or on the edge of the outline."""
    import shapely
    from shapely.geometry import shape as read_shape

    return bool(read_shape(dict(geometry)).covers(shapely.Point(lon, lat)))


def distance_in_metres(geometry: Mapping[str, Any], lon: float, lat: float) -> float:
    """Return how far the point is from the outline; 0 inside.

    The plane tangent at the point is exact to a metre over a few kilometres.
    """
    import shapely
    from shapely.geometry import shape as read_shape

    scale = cos(radians(lat))
    flat = shapely.transform(
        read_shape(dict(geometry)), lambda xy: (xy - [lon, lat]) * [scale, 1.0]
    )
    return float(flat.distance(shapely.Point(0, 0))) * METRES_PER_DEGREE


def measure_hectares(geometry: Mapping[str, Any]) -> float:
    """Return the area; the plane tangent at the middle is exact enough for a site."""
    import shapely
    from shapely.geometry import shape as read_shape

    shape = read_shape(dict(geometry))
    scale = cos(radians(shape.centroid.y))
    flat = shapely.transform(shape, lambda xy: xy * [scale, 1.0])
    return float(flat.area) * METRES_PER_DEGREE**2 / 10_000


def tell_outline(geometry: Mapping[str, Any]) -> str:
    """Return « contour de 5 points, 1,2 ha »; the point that closes a ring is not counted."""
    parts = geometry["coordinates"]
    rings = parts if geometry["type"] == "Polygon" else [r for p in parts for r in p]
    corners = sum(len(ring) - 1 for ring in rings)
    hectares = format_number(round(measure_hectares(geometry), 2))
    return f"contour de {corners} points, {hectares}\u202fha"


def _keep_surface(shape: Any) -> Any:
    """Drop the lines and points that a repair leaves beside the surface."""
    import shapely

    parts = [p for p in shapely.get_parts(shape).tolist() if p.area > 0]
    nested = [q for p in parts for q in shapely.get_parts(p).tolist() if q.area > 0]
    return shapely.union_all(nested) if nested else shapely.Polygon()


def to_geojson(shape: Any) -> Geometry:
    import json

    import shapely

    geometry: Geometry = json.loads(shapely.to_geojson(shape))
    return _rounded(geometry)


def _rounded(geometry: Geometry) -> Geometry:
    def walk(value: Any) -> Any:
        if isinstance(value, float | int):
            return round(value, 6)
        return [walk(item) for item in value]

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}
