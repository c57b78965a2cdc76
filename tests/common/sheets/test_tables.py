import io
import time
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
from tests.factories.files import make_csv, make_xlsx

from possibles.common.sheets import Table, UnreadableFileError, read_table
from possibles.common.sheets.table import MAX_ROWS

KNOWN = {"Référence", "Objet"}


def zip_of(**entries: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return output.getvalue()


def test_a_workbook_becomes_text():
    moment = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001  a cell has no zone
    content = make_xlsx(
        [
            ["Référence", "Objet", "Montant", "Le", "À"],
            ["M-1", " Voirie ", 1250.5, date(2026, 3, 2), moment],
            [None, None, None, None, None],
            ["M-2", True, 12.0, None, None],
        ]
    )

    table = read_table("marches.xlsx", content, KNOWN)

    assert table == Table(
        ["Référence", "Objet", "Montant", "Le", "À"],
        [
            (2, ["M-1", "Voirie", "1250.5", "2026-03-02", "2026-03-02 09:30:00"]),
            (4, ["M-2", "oui", "12", "", ""]),
        ],
        [],
    )


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", []),
        ("utf-8-sig", ["Encodage : marque d’ordre des octets (BOM) ignorée."]),
        ("cp1252", ["Encodage : fichier en Windows-1252."]),
        ("utf-16", ["Encodage : fichier en UTF-16."]),
    ],
)
def test_text_is_read_in_the_encodings_people_use(encoding, note):
    content = make_csv([["Référence", "Objet"], ["M-1", "Été"]], encoding)

    table = read_table("marches.csv", content, KNOWN)

    assert table == Table(["Référence", "Objet"], [(2, ["M-1", "Été"])], note)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_guessed(separator):
    content = f"Référence{separator}Objet\nM-1{separator}Voirie\n".encode()

    assert read_table("a.csv", content, KNOWN).rows == [(2, ["M-1", "Voirie"])]


def test_titles_above_the_columns_are_left_out():
    content = make_xlsx(
        [
            ["Métropole"],
            ["Suivi des marchés", "2026"],
            ["Objet", "Référence"],
            ["a", "b"],
        ]
    )

    table = read_table("a.xlsx", content, KNOWN)

    assert (table.header, table.rows) == (["Objet", "Référence"], [(4, ["a", "b"])])
    assert "à la ligne 3" in table.notes[0]


def test_the_first_visible_sheet_that_holds_something_is_read_and_the_others_told():
    content = make_xlsx([], [["Objet"], ["a"]], [["x"]], names=["Vide", "Oui", "Non"])

    table = read_table("a.xlsx", content, KNOWN)

    assert table.rows == [(2, ["a"])]
    assert table.notes == ["Feuille lue : Oui.", "Feuilles laissées de côté : Non."]


def test_columns_without_a_name_get_one_and_short_lines_are_filled():
    table = read_table("a.csv", b"Objet;;Fin\na;b;c;d\ne\n", KNOWN)

    assert table.header == ["Objet", "Colonne 2", "Fin", "Colonne 4"]
    assert table.rows == [(2, ["a", "b", "c", "d"]), (3, ["e", "", "", ""])]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"  \n ", "vide"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "mot de passe"),
        (b"%PDF-1.7 ...", "n’est pas un tableau"),
        (b"\x89PNG\r\n", "n’est pas un tableau"),
        (b"a;b\x00c\n", "n’est pas un texte"),
        (b"\xff\xfea", "n’est pas un texte lisible"),
        (b"PK\x03\x04 cut", "est refusé"),
        (zip_of(readme=b"hello"), "est refusé"),
        (
            zip_of(xl__workbook=b"<not a book", **{"xl/workbook.xml": b"<x"}),
            "est refusé",
        ),
        (b"Objet;objet\n1;2\n", "Deux colonnes s"),
        (b"Objet\n" + b"a" * 6_000, "dépasse 5000 signes"),
        (b";".join(b"c" for _ in range(300)), "plus de 200 colonnes"),
        (b"Objet\n" + b"a\n" * (MAX_ROWS + 1), "lignes"),
        (b'Objet\n"' + b"a\n" * 80_000, "CSV lisible"),
    ],
)
def test_hostile_or_broken_files_are_refused_with_a_sentence(content, words):
    with pytest.raises(UnreadableFileError, match=words):
        read_table("fichier", content, KNOWN)


def test_a_zip_bomb_is_refused_before_it_unfolds():
    bomb = zip_of(
        **{
            "xl/workbook.xml": b"<workbook/>",
            "xl/worksheets/sheet1.xml": b"0" * 151_000_000,
        }
    )
    assert len(bomb) < 500_000
    tracemalloc.start()
    started = time.perf_counter()

    with pytest.raises(UnreadableFileError):
        read_table("a.xlsx", bomb)

    assert time.perf_counter() - started < 2
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]>',
    ],
)
def test_entities_in_a_workbook_are_refused(doctype):
    plain = make_xlsx([["Objet"], ["a"]])
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain)) as source,
        zipfile.ZipFile(output, "w") as copy,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = doctype + content.replace(b">a<", b">&x;<")
            copy.writestr(entry, content)

    with pytest.raises(UnreadableFileError):
        read_table("a.xlsx", output.getvalue())


def test_a_cell_at_the_end_of_the_world_costs_nothing():
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = "Objet"
    book.active["A1048576"] = "loin"
    output = io.BytesIO()
    book.save(output)
    started = time.perf_counter()

    assert read_table("a.xlsx", output.getvalue(), KNOWN).rows == []
    assert time.perf_counter() - started < 2
