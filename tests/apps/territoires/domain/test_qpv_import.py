import json
from datetime import date

import pytest
from tests.factories.acteurs import make_personne
from tests.factories.territoires import (
    make_arrondissement,
    make_commune,
    make_quartier,
    square,
)

from possibles.apps.journal.models import Acte, change
from possibles.apps.territoires.domain.qpv_import import (
    ImportRefusedError,
    apply_import,
    can_undo,
    undo_import,
)
from possibles.apps.territoires.interfaces.qpv_files import prepare_qpv_file
from possibles.apps.territoires.models import ImportTerritoire, Quartier

pytestmark = pytest.mark.django_db

LIST = (
    b"\xef\xbb\xbfcode_qp;nom_qp;code_commune;pop_mun\r\n"
    b'QN01341I;Air-Bel;="13055;13070";6100\r\n'
    b'QN01342I;Malpass\xc3\xa9;"13213";\r\n'
    b"QN00101M;Grande Reyssouze;1053;\r\n"
)


@pytest.fixture
def marseille():
    commune = make_commune(code_insee="13055", name="Marseille")
    make_commune(code_insee="13070", name="La Penne-sur-Huveaune", has_qpv=False)
    make_arrondissement(commune=commune, number=13)
    return commune


def prepare(content=LIST, **over):
    fields = {"source": "Liste officielle", "data_date": date(2024, 1, 1)} | over
    return prepare_qpv_file("liste.csv", content, **fields)


def outlines(code="QN01341I", west=5.43) -> bytes:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"code_qp": code, "insee_com": "13055"},
                    "geometry": square(west, 43.28),
                }
            ],
        }
    ).encode()


def test_a_dry_run_tells_all_and_moves_nothing(marseille):
    make_quartier(code="QN01341I", name="Air Bel", commune=marseille)
    absent = make_quartier(code="QN01399I", commune=marseille)

    prepared = prepare()

    assert prepared.report["counts"] == {"update": 1, "create": 1, "ignored": 1}
    assert prepared.report["lines"][0]["fields"] == ["nom", "population", "communes"]
    assert prepared.report["absent"] == [["QN01399I", absent.name]]
    assert sorted(Quartier.objects.values_list("name", flat=True)) == [
        "Air Bel",
        absent.name,
    ]


def test_apply_writes_names_places_and_sourced_population(marseille):
    make_quartier(code="QN01341I", name="Air Bel", commune=marseille)

    apply_import(prepare(), author=make_personne())

    air_bel = Quartier.objects.get(code="QN01341I")
    malpasse = Quartier.objects.get(code="QN01342I")
    assert (air_bel.name, air_bel.population, air_bel.population_source) == (
        "Air-Bel",
        6100,
        "Liste officielle",
    )
    assert air_bel.population_date == date(2024, 1, 1)
    assert [c.code_insee for c in air_bel.communes.all()] == ["13070", "13055"]
    assert malpasse.population is None
    assert [a.number for a in malpasse.arrondissements.all()] == [13]
    assert not Quartier.objects.filter(code="QN00101M").exists()


def test_applying_the_same_file_again_changes_nothing(marseille):
    apply_import(prepare(), author=None)

    again = prepare()

    assert again.report["counts"] == {"unchanged": 2, "ignored": 1}


def test_a_file_with_one_error_writes_nothing(marseille):
    prepared = prepare(LIST + b"QN01343I;Sans commune;Marseille;\r\n")

    with pytest.raises(ImportRefusedError, match="contient des erreurs"):
        apply_import(prepared, author=None)

    assert Quartier.objects.count() == 0


def test_outlines_leave_the_list_of_communes_alone(marseille):
    apply_import(prepare(), author=None)

    apply_import(prepare(outlines(), source="Contours officiels"), author=None)

    quartier = Quartier.objects.get(code="QN01341I")
    assert quartier.communes.count() == 2
    assert (quartier.west, quartier.north, quartier.outline_source) == (
        5.43,
        43.29,
        "Contours officiels",
    )


def test_undo_puts_everything_back(marseille):
    make_quartier(code="QN01341I", name="Air Bel", commune=marseille)
    applied = apply_import(prepare(), author=None)

    undo_import(applied, author=make_personne())

    quartier = Quartier.objects.get()
    assert (quartier.name, quartier.population, quartier.population_date) == (
        "Air Bel",
        None,
        None,
    )
    assert [c.code_insee for c in quartier.communes.all()] == ["13055"]
    assert Acte.objects.filter(reason__startswith="Annulation").exists()


def test_imports_are_undone_from_the_newest_back(marseille):
    first = apply_import(prepare(), author=None)
    second = apply_import(prepare(outlines()), author=None)

    assert [can_undo(first), can_undo(second)] == [False, True]
    with pytest.raises(ImportRefusedError, match="dernier import"):
        undo_import(first, author=None)
    undo_import(second, author=None)
    undo_import(ImportTerritoire.objects.get(pk=first.pk), author=None)
    assert Quartier.objects.count() == 0


def test_undo_never_overwrites_what_a_person_did_since(marseille):
    applied = apply_import(prepare(), author=None)
    quartier = Quartier.objects.get(code="QN01341I")
    quartier.name = "Air Bel rénové"
    with change(author=make_personne(), reason="nom d’usage"):
        quartier.save()

    with pytest.raises(ImportRefusedError, match="QN01341I a été modifié depuis"):
        undo_import(applied, author=make_personne())

    assert Quartier.objects.count() == 2
    applied.refresh_from_db()
    assert applied.state == "applique"


def test_imports_show_to_administrators_only(marseille):
    prepared = prepare()

    assert list(ImportTerritoire.objects.visible_to(make_personne())) == []
    administrateur = make_personne("administrateur")
    assert list(ImportTerritoire.objects.visible_to(administrateur)) == [prepared]
