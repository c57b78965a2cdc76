import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from possibles.reports.tables import Table, TableColumn, inert, to_csv, to_xlsx

COLUMNS = [
    TableColumn("Titre"),
    TableColumn("Lieux", "list"),
    TableColumn("Nombre", "number"),
    TableColumn("Montant", "euros"),
    TableColumn("Part", "percent"),
    TableColumn("Date", "date"),
    TableColumn("Vrai", "text"),
]
ROW = ["=1+1", ["Aix", "Fos"], 1234.5, 123_450, 0.5, date(2027, 3, 1), True]
EMPTY = [None, [], None, None, None, None, ""]


def table(*rows, **over) -> Table:
    return Table("Liste", COLUMNS, rows, **over)


def read_csv(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def read_xlsx(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_csv_is_what_french_tools_open():
    content = to_csv(table(ROW, EMPTY))

    assert content.startswith(b"\xef\xbb\xbfTitre;Lieux;")
    assert read_csv(content)[1:] == [
        ["'=1+1", "Aix, Fos", "1234,5", "1234,50", "0,5", "01/03/2027", "oui"],
        ["", "", "", "", "", "", ""],
    ]


@pytest.mark.parametrize(
    ("centimes", "text"), [(5, "0,05"), (-5, "-0,05"), (10**15, "10000000000000,00")]
)
def test_csv_amounts_are_euros_with_a_comma(centimes, text):
    content = to_csv(Table("T", [TableColumn("M", "euros")], [[centimes]]))

    assert read_csv(content)[1] == [text]


def test_xlsx_holds_the_same_rows_and_no_formula():
    book = read_xlsx(to_xlsx(table(ROW, EMPTY)))

    sheet = book["Liste"]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0].pop(5).date() == date(2027, 3, 1)
    assert rows == [["=1+1", "Aix, Fos", 1234.5, 1234.5, 0.5, "oui"], [None] * 7]
    assert "f" not in kinds
    assert sheet["A2"].data_type == "s"


def test_xlsx_says_where_it_comes_from():
    filters = ["État : en cours"]
    at = datetime(2027, 2, 28, 23, 30, tzinfo=UTC)

    about = read_xlsx(to_xlsx(table(ROW, filters=filters, at=at)))["À propos"]

    assert [[cell.value for cell in row] for row in about.iter_rows()] == [
        ["Liste", "Liste"],
        ["Données au", "1er mars 2027"],
        ["Lignes", "1"],
        ["Filtre", "État : en cours"],
    ]


def test_csv_ends_with_the_totals():
    totals = [None, None, None, 123_450, None, None, None]

    lines = read_csv(to_csv(table(ROW, totals=totals)))

    assert lines[-1] == ["Total", "", "", "1234,50", "", "", ""]
    assert len(lines) == 3


def test_xlsx_ends_with_the_totals():
    totals = [None, None, None, 123_450, None, None, None]

    sheet = read_xlsx(to_xlsx(table(ROW, totals=totals)))["Liste"]

    assert [c.value for c in sheet[3]] == ["Total", None, None, 1234.5] + [None] * 3


def test_an_empty_table_is_still_a_file():
    assert read_xlsx(to_xlsx(table()))["Liste"].max_row == 1
    assert len(read_csv(to_csv(table()))) == 1


def test_a_moment_falls_on_our_day():
    late = datetime(2027, 2, 28, 23, 30, tzinfo=UTC)
    one = Table("T", [TableColumn("Date", "date")], [[late]])

    assert read_csv(to_csv(one))[1] == ["01/03/2027"]
    assert read_xlsx(to_xlsx(one))["T"]["A2"].value.date() == date(2027, 3, 1)


@pytest.mark.parametrize("title", ["a/b?[c]:*", "x" * 40, "'", ""])
def test_any_title_names_a_sheet(title):
    book = read_xlsx(to_xlsx(Table(title, COLUMNS, [ROW])))

    assert len(book.sheetnames) == 2


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("=1+1", "'=1+1"),
        ("+33 4", "'+33 4"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tbonjour", "'\tbonjour"),
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\u202f\u2009=1", "'\u202f\u2009=1"),
        ("\u200b=1", "'\u200b=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("une ligne\n=1+1", "une ligne\n'=1+1"),
        ("une ligne\r\n =1+1", "une ligne\r\n' =1+1"),
        ("a\u2028=1", "a\u2028'=1"),
        ("1 = 1", "1 = 1"),
        ("Projet - suite", "Projet - suite"),
        ("", ""),
    ],
)
def test_inert(text, left):
    assert inert(text) == left


@given(st.text(alphabet="=+-@ \t\r\n\u00a0\u202fa1", max_size=12))
def test_no_line_of_an_inert_text_opens_a_formula(text):
    for line in inert(text).splitlines():
        assert not line.strip().startswith(("=", "+", "-", "@"))


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_what_people_type_never_breaks_the_columns(texts):
    clean = ["".join(c for c in text if c not in "\r\n\x00") for text in texts]
    columns = [TableColumn(f"C{n}") for n in range(len(clean))]

    rows = read_csv(to_csv(Table("T", columns, [clean])))

    assert rows[1:] == ([[inert(text) for text in clean]] if len(rows) > 1 else [])
