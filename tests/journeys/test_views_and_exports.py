"""A view is filtered, kept, shared, opened by somebody else; what leaves is what is shown."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.writes
@pytest.mark.parametrize(
    ("author", "reader"), [("chargee", "partenaire"), ("directrice", "elu")]
)
def test_a_view_kept_and_shared(
    author: str,
    reader: str,
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    page = visit(author)
    page.goto("/contrat/projets/")
    page.locator("select[name=meteo]").select_option(label="Objectifs atteignables")
    page.wait_for_url("**meteo=atteignables**")
    page.get_by_text("Colonnes", exact=True).click()
    page.get_by_label("Lieux").check()
    page.get_by_label("Registre").last.uncheck()
    page.get_by_role("button", name="Montrer ces colonnes").click()
    page.wait_for_url(re.compile("colonne"))
    page.get_by_role("link", name="Projet", exact=True).last.click()
    page.wait_for_url("**tri=**")
    shown = read_screen(page)

    page.get_by_text("Vues", exact=True).click()
    page.get_by_role("link", name="Garder cette vue…").click()
    page.get_by_label(re.compile("^Nom")).fill("Ce qui reste atteignable")
    page.get_by_label(re.compile("artag")).check()
    assert_accessible(page)
    page.get_by_role("button", name="Garder la vue").click()
    page.wait_for_url("**/contrat/projets/?**")
    assert read_screen(page) == shown

    other = visit(reader, width=1100)
    other.goto("/contrat/projets/")
    other.get_by_text("Vues", exact=True).click()
    other.get_by_role("link", name=re.compile("^Ce qui reste atteignable")).click()
    other.wait_for_url("**meteo=atteignables**")
    assert read_screen(other) == shown
    screenshot(other, f"parcours/08-vue-{author}-{reader}")
    # The address alone is enough: nobody needs the menu.
    visitor = visit()
    visitor.goto(other.url)
    assert read_screen(visitor) == shown


@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("", "/contrat/projets/?meteo=atteignables"),
        (
            "chargee",
            "/contrat/projets/?tri=-titre&colonnes=titre,statut,lieux,indicateurs,debut",
        ),
        ("partenaire", "/territoire/quartiers/?tri=nom"),
        ("", "/contrat/chantiers/"),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_leaves_is_what_is_shown(
    account: str, path: str, kind: str, visit: Callable[..., Any], tmp_path: Path
) -> None:
    page = visit(account)
    page.goto(path)
    heads, rows = read_all_pages(page)
    page.goto(path)
    page.get_by_text("Exporter", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(kind)).click()
    file = tmp_path / f"liste.{kind}"
    download.value.save_as(file)

    exported = read_xlsx(file) if kind == "xlsx" else read_csv(file)
    assert exported[0] == heads
    assert [[same(cell) for cell in row] for row in exported[1:]] == [
        [same(cell) for cell in row] for row in rows
    ]


def read_screen(page: Any) -> list[list[str]]:
    rows: list[list[str]] = page.evaluate(
        """[...document.querySelectorAll('main table.table :is(thead, tbody) tr')]
             .map(tr => [...tr.cells].filter(td => !td.classList.contains('col-check'))
               .map(td => { const copy = td.cloneNode(true);
                            copy.querySelectorAll('.badge:not([class*=meteo]), .visually-hidden').forEach(e => e.remove());
                            return copy.textContent.replace(/\\s+/g, ' ').trim(); }))"""
    )
    return rows


def read_all_pages(page: Any) -> tuple[list[str], list[list[str]]]:
    heads, *rows = read_screen(page)
    while page.locator("main a[rel=next]").count():
        page.locator("main a[rel=next]").first.click()
        page.wait_for_load_state()
        rows += read_screen(page)[1:]
    return heads, rows


def read_xlsx(file: Path) -> list[list[str]]:
    """Read it with two libraries: the same cells, and not one formula."""
    import openpyxl
    from python_calamine import CalamineWorkbook

    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    cells = [[shown(cell.value) for cell in row] for row in sheet.iter_rows()]
    again = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert [[same(shown(value)) for value in row] for row in again] == [
        [same(value) for value in row] for row in cells
    ]
    return [row for row in cells if row[0] != "Total"]


def read_csv(file: Path) -> list[list[str]]:
    text = file.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert not [c for row in rows for c in row if c[:1] in {"=", "+", "@"}]
    return [row for row in rows if row[0] != "Total"]


def shown(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return str(value.strftime("%d/%m/%Y"))
    if isinstance(value, float):
        return str(int(value) if value.is_integer() else value).replace(".", ",")
    return str(value)


# The screen says a météo in one word beside its icon.
METEOS = {
    "Sécurisé": "Objectifs sécurisés",
    "Atteignable": "Objectifs atteignables",
    "Appui nécessaire": "Appuis nécessaires",
    "Compromis": "Objectifs compromis",
}
MONTHS = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."


def same(text: str) -> str:
    """Bring a cell of the screen and one of a file to one form."""
    bare = re.sub(r"[\s\u202f\u00a0]+", " ", text).strip()
    if bare in {"—", "Non renseigné"}:
        return ""
    bare = METEOS.get(bare, bare)
    day = re.fullmatch(r"(\d+)(?:er)? ([\w.]+) (\d{4})", bare)
    if day and day[2] in MONTHS.split():
        month = MONTHS.split().index(day[2]) + 1
        return f"{int(day[1]):02}/{month:02}/{day[3]}"
    if re.fullmatch(r"[\d ]+(,\d+)?", bare):
        return bare.replace(" ", "")
    return bare
