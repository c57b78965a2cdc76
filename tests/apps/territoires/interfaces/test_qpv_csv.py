import csv
from pathlib import Path

import pytest

from possibles.apps.territoires.interfaces.qpv_csv import read_qpv_csv
from possibles.apps.territoires.interfaces.reading import (
    MAX_BYTES,
    MAX_ROWS,
    UnreadableFileError,
)

HEADER = "code_qp;nom_qp;code_commune;pop_mun\r\n"
SHARED = Path(__file__).parents[5] / "shared" / "data" / "qpv"


def read(text: str, encoding: str = "utf-8"):
    rows, _ = read_qpv_csv((HEADER + text).encode(encoding))
    return rows


def test_semicolons_and_byte_order_mark_are_understood():
    rows, notes = read_qpv_csv(
        b"\xef\xbb\xbf" + (HEADER + "QN01341I;Air Bel;13055;\r\n").encode()
    )

    assert (rows[0].code, rows[0].name, rows[0].communes) == (
        "QN01341I",
        "Air Bel",
        ["13055"],
    )
    assert notes[0] == "Encodage : marque d’ordre des octets (BOM) ignorée."


def test_spreadsheet_wrapping_is_removed():
    [row] = read('="QN01341I";Air Bel;="13055";="1 200"\n')

    assert (row.code, row.communes, row.population) == ("QN01341I", ["13055"], 1200)


@pytest.mark.parametrize("cell", ['"13055;13070"', '="13055;13070"', "13055|13070"])
def test_two_codes_in_a_cell_are_two_communes(cell):
    [row] = read(f"QN01341I;Air Bel;{cell};\n")

    assert (row.communes, row.main_commune) == (["13055", "13070"], "13055")


def test_a_lost_zero_is_given_back_and_told():
    [row] = read("QN00101M;Grande Reyssouze;1053;\n")

    assert row.communes == ["01053"]
    assert row.messages == ["zéro initial rendu au code Insee 1053 → 01053"]


def test_marseille_told_by_arrondissements_becomes_one_commune():
    [row] = read('QN01342I;Malpassé;"13213;13214";\n')

    assert (row.communes, row.arrondissements) == (["13055"], ["13213", "13214"])


def test_windows_encoding_is_read():
    [row] = read("QN01342I;Malpassé;13055;\n", encoding="cp1252")

    assert row.name == "Malpassé"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("QP013042;Malpassé;13055;", "géographie de 2015"),
        ("QN1;Malpassé;13055;", "n’est pas un code de QPV 2024"),
        ("QN01342I;Malpassé;Marseille;", "n’est pas un code Insee"),
        ("QN01342I;Malpassé;13055;beaucoup", "n’est pas une population"),
        ("QN01342I;Malpassé;13055;-3", "n’est pas une population"),
    ],
)
def test_a_wrong_cell_is_told_on_its_line(line, error):
    [row] = read(line + "\n")

    assert [error in message for message in row.errors] == [True]


def test_a_code_given_twice_is_an_error():
    rows = read("QN01342I;A;13055;\nQN01342I;B;13055;\n")

    assert [r.errors for r in rows] == [[], ["Même code que la ligne 2."]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"nom;commune\nA;13055\n", "Aucune colonne de codes"),
        (b"code_qp\n\x00\x00\n", "n’est pas un texte"),
        (b"x" * (MAX_BYTES + 1), "dépasse 40 Mo"),
        (b"code_qp\n" + b"QN01342I\n" * (MAX_ROWS + 1), "dépasse 20000 lignes"),
        (b"code_qp\n" + b"Q" * 20_000 + b"\n", "Une cellule de la ligne 2"),
        (b"code_qp\n" + b"Q" * 200_000 + b"\n", "pas un CSV lisible"),
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(content, words):
    with pytest.raises(UnreadableFileError, match=words):
        read_qpv_csv(content)


@pytest.mark.skipif(not SHARED.exists(), reason="the real list is not on this machine")
def test_the_list_of_france_is_read_whole():
    path = SHARED / "qpv_2024_france.csv"

    rows, _ = read_qpv_csv(path.read_bytes())

    with path.open(encoding="utf-8") as file:
        expected = {
            r["code_qp"]: r["codes_communes"].split() for r in csv.DictReader(file)
        }
    assert len(rows) == 1493
    assert [r.errors for r in rows if r.errors] == []
    assert {r.code: r.communes for r in rows} == expected
