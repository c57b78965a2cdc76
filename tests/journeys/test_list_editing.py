"""A chargé changes the list where it stands: a cell by the keyboard, rows at once, undo."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.browsing import follow

pytestmark = [pytest.mark.browser, pytest.mark.writes]


@pytest.mark.parametrize("account", ["chargee", "charge-metropole"])
def test_a_cell_by_the_keyboard(
    account: str, visit: Callable[..., Any], assert_accessible: Callable[..., None]
) -> None:
    from playwright.sync_api import expect

    page = visit(account)
    page.goto("/contrat/projets/?statut=en_preparation")
    rows = page.locator("main tbody tr")
    title = rows.filter(has=page.locator("[data-cell-edit]")).first.locator("th a")
    title = title.inner_text()
    row = rows.filter(has=page.get_by_role("link", name=title, exact=True))
    cell = row.locator("[data-label=Statut]")

    # Escape gives up and gives the focus back.
    cell.locator("[data-cell-edit]").focus()
    page.keyboard.press("Enter")
    expect(cell.locator("select")).to_be_focused()
    assert_accessible(page, context="main")
    page.keyboard.press("Escape")
    expect(cell.locator("[data-cell-edit]")).to_be_focused()
    assert "En préparation" in cell.inner_text()

    # Enter opens, the keyboard chooses, Tab saves and opens the next cell.
    page.keyboard.press("F2")
    expect(cell.locator("select")).to_be_focused()
    cell.locator("select").select_option(label="En cours")
    page.keyboard.press("Tab")
    expect(cell.locator("[data-cell-edit]")).to_contain_text("En cours")
    page.goto(f"/contrat/projets/?statut=en_cours&q={title.split()[0]}")

    assert page.get_by_role("link", name=title, exact=True).is_visible()


def test_several_rows_at_once_then_undo(
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    page = visit("charge-metropole")
    page.goto("/contrat/projets/?statut=en_preparation")
    before = statuses(page)
    boxes = page.locator("[data-bulk-row]")
    boxes.nth(0).check()
    boxes.nth(2).click(modifiers=["Shift"])
    assert (
        page.locator("[data-bulk-count]").inner_text().startswith("3 projets choisis")
    )
    page.get_by_role("button", name="Modifier les projets choisis").click()

    page.get_by_label("Ce qui change").select_option(label="Le statut")
    page.get_by_label("Statut", exact=False).last.select_option(label="Suspendu")
    page.get_by_label(re.compile("^Motif")).fill("Faute de lieu.")
    follow(page.get_by_role("button", name="Voir ce qui changerait"))
    lines = page.locator("main tbody tr").all_inner_texts()
    assert len(lines) == 3
    assert all("En préparation" in line and "Suspendu" in line for line in lines)
    assert_accessible(page)
    screenshot(page, "parcours/06-lot-apercu")
    page.get_by_role("button", name=re.compile("^Modifier 3 projets")).click()
    page.wait_for_url("**/contrat/projets/?*")

    toast = page.locator("[data-toast]", has_text="3 projets modifiés")
    assert len(statuses(page)) == len(before) - 3
    assert_accessible(page)
    screenshot(page, "parcours/06-lot-fait")
    toast.get_by_role("button", name="Annuler").click()
    page.wait_for_load_state()
    page.goto("/contrat/projets/?statut=en_preparation")
    assert statuses(page) == before


def test_a_cell_without_javascript(visit: Callable[..., Any]) -> None:
    page = visit("chargee", javascript=False)
    page.goto("/contrat/projets/?statut=en_preparation")
    link = page.locator("[data-cell-edit][aria-label^='Modifier le statut']").first
    title = str(link.get_attribute("aria-label")).removeprefix("Modifier le statut de ")
    link.click()
    page.locator("main select").select_option(label="En cours")
    page.get_by_role("button", name="Enregistrer").click()

    page.goto("/contrat/projets/?statut=en_cours")
    assert page.get_by_role("link", name=title, exact=True).is_visible()


def statuses(page: Any) -> dict[str, str]:
    rows = page.locator("main tbody tr").all()
    return {
        row.locator("th").inner_text(): row.locator("[data-label=Statut]")
        .inner_text()
        .split("\n")[0]
        for row in rows
    }
