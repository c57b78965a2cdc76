import json
from pathlib import Path

import pytest
from tests.factories.territoires import square

from possibles.apps.territoires.interfaces.qpv_geojson import read_qpv_geojson
from possibles.apps.territoires.interfaces.reading import UnreadableFileError

SHARED = Path(__file__).parents[5] / "shared" / "data" / "qpv" / "occitanie_2015"


def collection(*geometries, code="QN01341I") -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"code_qp": code, "lib_qp": "Air Bel", "insee_com": "13211"},
            "geometry": geometry,
        }
        for geometry in geometries
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_an_outline_comes_with_its_bounds_and_places():
    [row], _ = read_qpv_geojson(collection(square(5.43, 43.28)))

    assert (row.code, row.name, row.communes, row.arrondissements) == (
        "QN01341I",
        "Air Bel",
        ["13055"],
        ["13211"],
    )
    assert row.bounds == [5.43, 43.28, 5.44, 43.29]
    assert row.outline["type"] == "Polygon"


def test_a_bow_tie_is_repaired_and_told():
    bow_tie = {
        "type": "Polygon",
        "coordinates": [
            [[5.4, 43.2], [5.5, 43.3], [5.5, 43.2], [5.4, 43.3], [5.4, 43.2]]
        ],
    }

    [row], _ = read_qpv_geojson(collection(bow_tie))

    assert row.outline["type"] == "MultiPolygon"
    assert row.errors == []
    assert "contour invalide réparé (Self-intersection" in row.messages[-1]


@pytest.mark.parametrize(
    ("geometry", "error"),
    [
        (None, "Cet élément n’a pas de contour."),
        ({"type": "Point", "coordinates": [5.4, 43.3]}, "Un contour est attendu"),
        ({"type": "Polygon", "coordinates": [[[5.4, 43.3]]]}, "Contour illisible."),
        ({"type": "Polygon", "coordinates": "ici"}, "Contour illisible."),
        (
            {"type": "Polygon", "coordinates": [[[5.4, 43.3]] * 4]},
            "Ce contour n’entoure aucune surface.",
        ),
    ],
)
def test_what_is_no_surface_is_an_error_of_its_line(geometry, error):
    rows, _ = read_qpv_geojson(collection(square(5.43, 43.28), geometry))

    assert rows[1].outline is None
    assert any(error in message for message in rows[1].errors)


def test_lambert_93_is_refused_with_a_sentence():
    with pytest.raises(UnreadableFileError, match="Lambert-93"):
        read_qpv_geojson(collection(square(896_000.0, 6_245_000.0, 500)))


def test_swapped_coordinates_are_refused_with_a_sentence():
    with pytest.raises(UnreadableFileError, match="à l’envers"):
        read_qpv_geojson(collection(square(43.28, 5.43)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "GeoJSON lisible"),
        (b"[" * 100_000, "GeoJSON lisible"),
        (b'{"type": "FeatureCollection", "features": {}}', "collection GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [3]}', "pas un contour"),
        (b'{"features": [' + b'{"a":' * 50_000, "GeoJSON lisible"),
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(content, words):
    with pytest.raises(UnreadableFileError, match=words):
        read_qpv_geojson(content)


def test_a_deeply_nested_geometry_is_no_outline():
    deep = json.loads("[" * 300 + "]" * 300)

    rows, _ = read_qpv_geojson(
        collection(square(5.43, 43.28), {"type": "Polygon", "coordinates": deep})
    )

    assert rows[1].outline is None


@pytest.mark.skipif(not SHARED.exists(), reason="the real outlines are not here")
def test_invalid_outlines_of_2015_are_all_repaired_and_their_codes_refused():
    rows, _ = read_qpv_geojson((SHARED / "qp.geojson").read_bytes())

    repaired = [r for r in rows if any("réparé" in m for m in r.messages)]
    assert (len(rows), len(repaired)) == (105, 32)
    assert all(r.outline is not None for r in rows)
    assert {e for r in rows for e in r.errors} == {
        "Code de la géographie de 2015 : la liste 2024 est attendue."
    }
