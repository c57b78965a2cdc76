"""Where an operation is: an outline read, checked, measured.

What cannot be is refused with what to do about it, never mended in silence. Shapely is
imported where it is used: it costs a third of a second.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError

from possibles.apps.territoires.domain.geometry import Geometry, to_geojson
from possibles.apps.territoires.models import Commune
from possibles.common.french import format_number

MOST_CORNERS = 2_000
NEAR = 0.01
"""About a kilometre: the edge of the communes is drawn to thirty metres."""
_SURFACES = {"Polygon", "MultiPolygon"}
_HELP = "Dessinez-le sur la carte, ou exportez-le en GeoJSON (WGS 84)."


def read_outline(text: str) -> Geometry:
    """Return the surface a GeoJSON text holds: a geometry, a feature or a collection.

    Raises
    ------
    ValidationError
        In French, with what to do.
    """
    import shapely
    from shapely.geometry import shape as read_shape

    surfaces = list(_list_surfaces(_load(text)))
    if not surfaces:
        raise ValidationError(f"Ce contour ne contient aucune surface. {_HELP}")
    try:
        shapes = [read_shape(one) for one in surfaces]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise ValidationError(f"Ce contour est illisible. {_HELP}") from error
    except shapely.errors.ShapelyError as error:
        raise ValidationError(f"Ce contour est illisible. {_HELP}") from error
    for shape in shapes:
        _refuse_invalid(shape)
    whole = shapely.set_precision(shapely.union_all(shapes), 1e-6)
    if whole.is_empty or whole.area == 0 or whole.geom_type not in _SURFACES:
        raise ValidationError(
            "Ce contour n’entoure aucune surface\u202f: placez au moins trois points."
        )
    if shapely.get_num_coordinates(whole) > MOST_CORNERS:
        raise ValidationError(
            f"Ce contour a plus de {format_number(MOST_CORNERS)} points\u202f: "
            "simplifiez-le avant de le déposer."
        )
    refuse_outside(whole)
    return to_geojson(whole)


def refuse_outside(shape: Any) -> None:
    """Refuse what is not near the communes whose outline is known.

    Raises
    ------
    ValidationError
        Nothing to compare with is not a refusal.
    """
    import shapely
    from shapely.geometry import shape as read_shape

    outlines = Commune.objects.exclude(outline=None).order_by()
    known = [read_shape(held) for held in outlines.values_list("outline", flat=True)]
    if not known:
        return
    place = shapely.union_all(known, grid_size=1e-6).buffer(NEAR)
    if not place.covers(shape):
        raise ValidationError(
            "Cet emplacement sort de la métropole\u202f: vérifiez que la longitude vient "
            "avant la latitude, et que les coordonnées sont en degrés (WGS 84)."
        )


def refuse_point_outside(lon: float, lat: float) -> None:
    import shapely

    refuse_outside(shapely.Point(lon, lat))


def find_middle(geometry: Geometry) -> tuple[float, float]:
    """Return a point that is surely inside, to stand for the outline on a small map."""
    from shapely.geometry import shape as read_shape

    point = read_shape(geometry).representative_point()
    return round(point.x, 6), round(point.y, 6)


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(f"Ce texte n’est pas du GeoJSON. {_HELP}") from error


def _list_surfaces(held: Any) -> Iterator[Geometry]:
    if not isinstance(held, dict):
        return
    if held.get("type") == "FeatureCollection":
        features = held.get("features")
        for one in features if isinstance(features, list) else []:
            yield from _list_surfaces(one)
    elif held.get("type") == "Feature":
        yield from _list_surfaces(held.get("geometry"))
    elif held.get("type") in _SURFACES:
        yield held


def _refuse_invalid(shape: Any) -> None:
    import shapely

    west, south, east, north = shape.bounds if not shape.is_empty else (0, 0, 0, 0)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValidationError(
            "Ces coordonnées ne sont pas des degrés\u202f: exportez le contour en WGS 84 "
            "(EPSG:4326) plutôt qu’en Lambert 93."
        )
    if shape.is_valid:
        return
    reason = shapely.is_valid_reason(shape)
    if reason.startswith("Self-intersection"):
        place = reason.partition("[")[2].rstrip("]").split()
        near = "\u202f; ".join(part[:8].replace(".", ",") for part in place)
        raise ValidationError(
            f"Le contour se croise lui-même près de {near}\u202f: déplacez l’un des points "
            "voisins."
        )
    raise ValidationError(
        f"Ce contour ne se referme pas proprement\u202f: redessinez-le. {_HELP}"
    )
