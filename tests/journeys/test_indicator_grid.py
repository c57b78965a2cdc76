"""A partner enters values as in a spreadsheet; an error shows in its cell; it is corrected."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.browsing import follow

pytestmark = [pytest.mark.browser, pytest.mark.writes]
# A State delegate may enter it: the State is a partner of the project.
INDICATEUR = "Nombre de ménages accompagnés"


@pytest.mark.parametrize("account", ["partenaire", "directrice"])
def test_pasted_refused_corrected_saved(
    account: str,
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    from playwright.sync_api import expect

    page = visit(account)
    page.goto("/contrat/indicateurs/")
    open_indicateur(page, INDICATEUR)
    address = page.url
    before = read_table(page)
    page.get_by_role("link", name="Saisir les valeurs").click()

    paste(
        page, page.locator("td input:not([type=hidden])").first, "150\t1 9O\t250,5\r\n"
    )
    state = page.locator("[data-grid-state]")
    expect(state).to_contain_text("1 à corriger")
    wrong = page.locator("td input[aria-invalid=true]")
    assert wrong.input_value() == "1 9O"
    assert page.locator(
        f"#{wrong.get_attribute('aria-describedby')}".replace(":", "\\:")
    ).count()
    assert_accessible(page)
    screenshot(page, f"parcours/07-{account}-erreur-de-cellule")

    # The server says the same, and writes nothing of the block.
    page.get_by_role("button", name="Enregistrer les valeurs").click()
    expect(page.get_by_text("1 case à corriger")).to_be_visible()
    assert page.locator("td input[aria-invalid=true]").input_value() == "1 9O"
    other = visit()
    other.goto(address)
    assert read_table(other) == before

    page.locator("td input[aria-invalid=true]").fill("190")
    page.get_by_role("button", name="Enregistrer les valeurs").click()
    page.wait_for_url(address)
    table = read_table(page)
    assert table["2024"] == "150"
    assert table["2025"] == "190"
    assert table["2026"] == "250,5"

    # The chart, its data and the twin table say the same thing.
    chart = json.loads(page.locator("#serie").text_content())
    values = dict(zip(chart["labels"], chart["series"][0]["values"], strict=True))
    assert (values["2024"], values["2025"], values["2026"]) == (150, 190, 250.5)
    expect(
        page.locator("c-chart, .chart, [data-chart]").first.locator("svg").first
    ).to_be_visible()
    assert_accessible(page)
    screenshot(page, f"parcours/07-{account}-courbe")


def test_an_empty_cell_is_unknown_and_not_zero(visit: Callable[..., Any]) -> None:
    page = visit("directrice")
    page.goto("/contrat/indicateurs/")
    open_indicateur(page, INDICATEUR)
    page.get_by_role("link", name="Saisir les valeurs").click()
    page.locator("td input:not([type=hidden])").nth(1).fill("")
    page.get_by_role("button", name="Enregistrer les valeurs").click()
    page.wait_for_url(re.compile(r"/indicateurs/\d+/$"))

    assert read_table(page).get("2025", "—").startswith("—")


def test_entry_without_javascript(visit: Callable[..., Any]) -> None:
    page = visit("partenaire", javascript=False)
    page.goto("/contrat/indicateurs/")
    open_indicateur(page, INDICATEUR)
    page.get_by_role("link", name="Saisir les valeurs").click()
    cell = page.locator("td input:not([type=hidden])").nth(2)
    cell.fill("beaucoup")
    follow(page.get_by_role("button", name="Enregistrer les valeurs"))
    assert page.locator("td input[aria-invalid=true]").input_value() == "beaucoup"
    page.locator("td input[aria-invalid=true]").fill("1 250")
    page.get_by_role("button", name="Enregistrer les valeurs").click()
    page.wait_for_url(re.compile(r"/indicateurs/\d+/$"))

    assert re.sub(r"\s", "", read_table(page)["2026"]) == "1250"


def open_indicateur(page: Any, label: str) -> None:
    """Find it in the list, on whichever page it stands."""
    link = page.get_by_role("link", name=label, exact=True)
    while link.count() == 0:
        page.locator("main a[rel=next]").first.click()
        page.wait_for_load_state()
    link.first.click()
    page.wait_for_url(re.compile(r"/indicateurs/\d+/$"))


def read_table(page: Any) -> dict[str, str]:
    heads = page.locator("#tableau-serie thead th").all_inner_texts()[1:]
    cells = (
        page.locator("#tableau-serie tbody tr").first.locator("td").all_inner_texts()
    )
    return dict(zip(heads, (cell.strip() for cell in cells), strict=True))


def paste(page: Any, cell: Any, text: str) -> None:
    cell.focus()
    cell.evaluate(
        """(e, text) => { const data = new DataTransfer(); data.setData('text/plain', text);
             e.dispatchEvent(new ClipboardEvent('paste',
               { clipboardData: data, bubbles: true, cancelable: true })); }""",
        text,
    )
