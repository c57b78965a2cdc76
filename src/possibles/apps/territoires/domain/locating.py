"""Find in which priority quarter a point is."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from possibles.apps.territoires.models import Commune, Quartier
from possibles.apps.territoires.models.quartier import QuartierQuerySet

from .geometry import METRES_PER_DEGREE, contains, distance_in_metres

# Many public aids reach 500 m around a quarter; the ones farther than this are not told.
SEARCH_RADIUS_METRES = 5_000


@dataclass(frozen=True, slots=True)
class Location:
    """What is known of a point.

    `quartier` holds it; `nearest` is the closest other one, `distance` metres away.
    `without_outline` counts the quarters of its commune whose outline is unknown: while
    there are any, « outside » is not certain.
    """

    lon: float
    lat: float
    commune: Commune | None
    quartier: Quartier | None
    nearest: Quartier | None
    distance: int | None
    outlines: int
    without_outline: int

    @property
    def is_certain(self) -> bool:
        return self.quartier is not None or self.without_outline == 0


def find_quartier(lon: float, lat: float) -> Location:
    """Locate a point given by its longitude and latitude in WGS84."""
    known = Quartier.objects.exclude(outline__isnull=True).select_related("commune")
    commune = find_commune(lon, lat)
    quartier = nearest = distance = None
    around = _around(known, lon, lat, SEARCH_RADIUS_METRES)
    measured = sorted(
        ((distance_in_metres(q.outline, lon, lat), q) for q in around),
        key=lambda pair: pair[0],
    )
    if measured and measured[0][0] == 0:
        quartier = measured.pop(0)[1]
    if measured and measured[0][0] <= SEARCH_RADIUS_METRES:
        distance, nearest = round(measured[0][0]), measured[0][1]
    return Location(
        lon=lon,
        lat=lat,
        commune=commune,
        quartier=quartier,
        nearest=nearest,
        distance=distance,
        outlines=known.count(),
        without_outline=_count_without_outline(commune),
    )


class Localisateur:
    """The outlines of every quarter, read and prepared once: for many points."""

    def __init__(self) -> None:
        import shapely
        from shapely.geometry import shape as read_shape

        known = Quartier.objects.exclude(outline__isnull=True).select_related("commune")
        self.quartiers: list[Quartier] = list(known.defer("commune__outline"))
        outlines: list[Any] = [q.outline for q in self.quartiers]
        self._tree = shapely.STRtree([read_shape(outline) for outline in outlines])
        self._point = shapely.Point
        self._without: dict[int, int] = {}

    def find(self, lon: float, lat: float, commune: Commune) -> Quartier | None:
        """Return the quarter that holds a point.

        Raises
        ------
        UncertainError
            None does, but a quarter of this commune has no known outline.
        """
        found = self._tree.query(self._point(lon, lat), predicate="intersects")
        if len(found):
            return self.quartiers[int(min(found))]
        if commune.pk not in self._without:
            self._without[commune.pk] = _count_without_outline(commune)
        if self._without[commune.pk] or not self.quartiers:
            raise UncertainError
        return None


class UncertainError(Exception):
    """Outlines are missing: nothing tells that a point is outside every quarter."""


def find_commune(lon: float, lat: float) -> Commune | None:
    outlined: Iterable[Commune] = Commune.objects.exclude(outline__isnull=True)
    for commune in outlined:
        if commune.outline is not None and contains(commune.outline, lon, lat):
            return commune
    return None


def _count_without_outline(commune: Commune | None) -> int:
    unknown = Quartier.objects.filter(outline__isnull=True)
    if commune is not None:
        unknown = unknown.filter(communes=commune)
    return unknown.count()


def _around(
    known: QuartierQuerySet, lon: float, lat: float, metres: float
) -> QuartierQuerySet:
    dy = metres / METRES_PER_DEGREE
    dx = dy / max(cos(radians(lat)), 0.01)
    return known.filter(
        west__lte=lon + dx, east__gte=lon - dx, south__lte=lat + dy, north__gte=lat - dy
    )
