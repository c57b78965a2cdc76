"""Outlines read: what is accepted, and what is refused with what to do."""

import json

import pytest
from django.core.exceptions import ValidationError
from tests.factories.territoires import make_commune

from possibles.apps.operations.domain.lieu import find_middle, read_outline
from possibles.apps.territoires.domain.geometry import measure_hectares, tell_outline

pytestmark = pytest.mark.django_db
SQUARE = [[5.40, 43.30], [5.41, 43.30], [5.41, 43.31], [5.40, 43.31], [5.40, 43.30]]
AROUND = [[5.2, 43.2], [5.6, 43.2], [5.6, 43.5], [5.2, 43.5], [5.2, 43.2]]


def polygon(*rings) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


@pytest.fixture(autouse=True)
def commune():
    return make_commune(outline=polygon(AROUND))


@pytest.mark.parametrize(
    "held",
    [
        polygon(SQUARE),
        {"type": "Feature", "properties": {}, "geometry": polygon(SQUARE)},
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [5, 43]},
                },
                {"type": "Feature", "geometry": polygon(SQUARE)},
            ],
        },
    ],
)
def test_a_surface_is_read_wherever_it_is(held):
    found = read_outline(json.dumps(held))

    assert found["type"] == "Polygon"
    assert set(map(tuple, found["coordinates"][0])) == set(map(tuple, SQUARE))


def test_two_surfaces_make_one_place():
    far = [[x + 0.1, y] for x, y in SQUARE]
    both = {"type": "FeatureCollection", "features": [polygon(SQUARE), polygon(far)]}

    assert read_outline(json.dumps(both))["type"] == "MultiPolygon"


BOW_TIE = [[5.40, 43.30], [5.41, 43.31], [5.41, 43.30], [5.40, 43.31], [5.40, 43.30]]
LAMBERT = [[893000, 6247000], [893100, 6247000], [893100, 6247100], [893000, 6247000]]
SWAPPED = [[y, x] for x, y in SQUARE]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ici", "n’est pas du GeoJSON"),
        ("[" * 100_000, "n’est pas du GeoJSON"),
        ("3", "aucune surface"),
        ('{"type": "Point", "coordinates": [5.4, 43.3]}', "aucune surface"),
        ('{"type": "FeatureCollection", "features": 3}', "aucune surface"),
        ('{"type": "Polygon"}', "illisible"),
        ('{"type": "Polygon", "coordinates": [[["a", "b"]]]}', "illisible"),
        ('{"type": "Polygon", "coordinates": []}', "n’entoure aucune surface"),
        (json.dumps(polygon([[5.4, 43.3]] * 4)), "redessinez-le"),
        (json.dumps(polygon(BOW_TIE)), "se croise lui-même près de 5,405"),
        (json.dumps(polygon(LAMBERT)), "Lambert 93"),
        (json.dumps(polygon(SWAPPED)), "sort de la métropole"),
    ],
)
def test_what_cannot_be_is_refused_in_french(text, told):
    with pytest.raises(ValidationError) as refusal:
        read_outline(text)

    assert told in " ".join(refusal.value.messages)


def test_an_outline_is_measured_and_told():
    geometry = polygon(SQUARE)

    # 0,01° of longitude at 43,3° of latitude by 0,01° of latitude.
    assert measure_hectares(geometry) == pytest.approx(90.2, abs=0.3)
    assert (
        tell_outline(geometry)
        .replace("\u202f", " ")
        .startswith("contour de 4 points, 90,")
    )
    lon, lat = find_middle(geometry)
    assert 5.40 < lon < 5.41
    assert 43.30 < lat < 43.31
