import pytest

from possibles.apps.journal.models import Acte
from possibles.apps.territoires.domain.loading import UnknownPlaceError, load_territoire
from possibles.apps.territoires.models import Commune, ProjetRenouvellement, Quartier

pytestmark = pytest.mark.django_db

DATA = {
    "communes": [
        {
            "code_insee": "13055",
            "name": "Marseille",
            "in_contrat": True,
            "has_qpv": True,
        },
        {"code_insee": "13070", "name": "La Penne-sur-Huveaune"},
    ],
    "arrondissements": [{"code_insee": "13214", "number": 14, "commune": "13055"}],
    "quartiers": [
        {
            "code": "QN01341I",
            "name": "Air Bel",
            "commune": "13055",
            "communes": ["13055", "13070"],
            "arrondissements": ["13214"],
        }
    ],
    "projets_renouvellement": [
        {"kind": "PRIN", "number": 1, "name": "Air Bel", "quartiers": ["QN01341I"]},
        {"kind": "PRIN", "number": 2, "name": ""},
    ],
}


def test_load_territoire_writes_places_and_links():
    report = load_territoire(DATA)

    quartier = Quartier.objects.get()
    assert report.created == {
        "commune": 2,
        "arrondissement": 1,
        "quartier prioritaire": 1,
        "projet de renouvellement urbain": 2,
    }
    assert [c.name for c in quartier.communes.all()] == [
        "La Penne-sur-Huveaune",
        "Marseille",
    ]
    assert [str(a) for a in quartier.arrondissements.all()] == ["Marseille 14e"]
    assert [str(p) for p in ProjetRenouvellement.objects.all()] == [
        "Air Bel",
        "PRIN n° 2, non nommé",
    ]


def test_load_territoire_twice_changes_nothing_the_second_time():
    load_territoire(DATA)
    actes = Acte.objects.count()

    report = load_territoire(DATA)

    assert (report.created, report.updated, report.has_changes) == ({}, {}, False)
    assert Acte.objects.count() == actes


def test_load_territoire_says_what_changed():
    load_territoire(DATA)

    report = load_territoire(
        {"quartiers": [{"code": "QN01341I", "name": "Air-Bel", "communes": ["13055"]}]}
    )

    assert report.lines == ["quartier prioritaire : Air-Bel modifié"]
    assert Quartier.objects.get().communes.count() == 1
    assert Commune.objects.count() == 2


def test_load_territoire_refuses_an_unknown_place_and_writes_nothing():
    data = {**DATA, "quartiers": [{**DATA["quartiers"][0], "communes": ["99999"]}]}

    with pytest.raises(UnknownPlaceError) as caught:
        load_territoire(data)

    assert caught.value.codes == ["99999"]
    assert Commune.objects.count() == 0
