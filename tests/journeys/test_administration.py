"""The administrator brings an official file in, takes it out, and changes a parameter."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.writes]
# The traps of the official file: mark, semicolons, ="…", lost zero, arrondissement, A;B.
GOOD = (
    "\ufeffcode_qp;nom_qp;code_commune;pop_mun\r\n"
    '="QN01301M";Florida Parc;="13054";="3 120"\r\n'
    "QN01341I;Air Bel;13211;4 250\r\n"
    'QN99999I;Ailleurs;"1001";10\r\n'
)
BAD = "code_qp;nom_qp;code_commune;pop_mun\r\nQN01301M;Florida Parc;13054;beaucoup\r\n"


@pytest.mark.parametrize("account", ["administratrice", "administrateur"])
def test_tried_read_applied_undone(
    account: str,
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
    tmp_path: Path,
) -> None:
    page = visit(account)
    visitor = visit()
    visitor.goto("/territoire/quartiers/?q=florida")
    visitor.locator("main tbody th a").first.click()
    visitor.wait_for_load_state("networkidle")  # the map is drawn
    before = timeless(visitor)

    send(page, tmp_path / "faux.csv", BAD)
    assert page.get_by_text("Ce fichier contient des erreurs").is_visible()
    assert page.get_by_role("button", name="Appliquer l’import").count() == 0
    assert_accessible(page)

    send(page, tmp_path / "qpv-2024.csv", GOOD)
    assert page.get_by_text("Rien n’a été écrit. Lisez le rapport").is_visible()
    report = page.locator("main tbody").inner_text()
    assert "Florida Parc" in report
    assert "Modifié" in report
    assert_accessible(page)
    screenshot(page, f"parcours/12-{account}-import-essai")
    visitor.reload()
    assert "3 120" not in plain(visitor)

    page.get_by_role("button", name="Appliquer l’import").click()
    page.wait_for_load_state()
    visitor.reload()
    assert "3 120" in plain(visitor)
    assert_accessible(page)
    page.locator("main .page-actions").get_by_role(
        "button", name="Annuler l’import"
    ).click()
    page.wait_for_load_state()
    visitor.reload()
    visitor.wait_for_load_state("networkidle")
    assert timeless(visitor) == before


@pytest.mark.parametrize("javascript", [True, False])
def test_a_parameter_has_a_new_version(
    javascript: bool, visit: Callable[..., Any], screenshot: Callable[..., Any]
) -> None:
    page = visit("administratrice", javascript=javascript)
    page.goto("/parametres/referentiel/?q=seuil+critique")
    page.locator("main tbody th a").first.click()
    page.get_by_role("link", name="Ajouter une version").click()
    page.get_by_label("Valeur", exact=True).fill("14")
    page.locator("input[name=valid_from]").fill("2027-03-01")
    page.get_by_label("Motif").fill("Nouvelle délibération")
    page.get_by_role("button", name="Ajouter la version").click()
    page.wait_for_url(re.compile(r"/referentiel/[^/]+/$"))

    rows = page.locator("main tbody tr")
    assert rows.count() == 2
    assert "14" in rows.first.inner_text()
    assert "1er mars 2027" in rows.first.inner_text().replace("1ᵉʳ", "1er")
    assert "À venir" in rows.first.inner_text()
    assert "28 février 2027" in rows.nth(1).inner_text()
    assert "15" in page.locator(".page-status").inner_text()
    screenshot(
        page, f"parcours/12-parametre-{'avec' if javascript else 'sans'}-javascript"
    )
    # Anyone signed in reads it, with how sure it is; nobody else changes it.
    reader = visit("association")
    reader.goto(page.url)
    assert reader.locator("main tbody tr").count() == 2
    assert reader.get_by_role("link", name="Ajouter une version").count() == 0
    assert reader.goto(f"{page.url}ajouter/").status == 404


def send(page: Any, file: Path, text: str) -> None:
    file.write_bytes(text.encode())
    page.goto("/territoire/imports/")
    page.get_by_label("Fichier").set_input_files(str(file))
    page.get_by_label("Source").fill("Liste officielle (essai)")
    page.get_by_role("button", name="Essayer ce fichier").click()
    page.wait_for_url(re.compile(r"/imports/\d+/$"))


def plain(page: Any) -> str:
    return re.sub(r"[\s\u202f\u00a0]+", " ", page.locator("main").inner_text())


def timeless(page: Any) -> str:
    """Return what a page says, the minute it was drawn apart."""
    text: str = page.locator("main").inner_text()
    return re.sub(r"\d\d:\d\d", "", text)
