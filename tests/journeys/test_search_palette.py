"""Ctrl+K: accents, one typo, Enter goes there, Escape gives the focus back; no secret told."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
CANARY = "Chardonneret élégant"


@pytest.mark.parametrize("account", ["", "association"])
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("malpasse", "Malpassé"),
        ("Malpassé", "Malpassé"),
        ("malpase", "Malpassé"),
        ("vitroles", "Vitrolles"),
    ],
)
def test_found_whatever_the_accents(
    account: str, typed: str, title: str, visit: Callable[..., Any]
) -> None:
    from playwright.sync_api import expect

    page = visit(account)
    page.goto("/contrat/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    field.type(typed)
    option = page.get_by_role("option", name=title)
    expect(option.first).to_be_visible()
    while (
        page.locator("[role=option][aria-selected=true]").inner_text().split("\n")[0]
        != option.first.inner_text().split("\n")[0]
    ):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoire/**")

    assert title in page.locator("h1").inner_text()


def test_escape_gives_the_focus_back(
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    from playwright.sync_api import expect

    page = visit("habitante")
    page.goto("/contrat/projets/")
    link = page.locator("main tbody th a").first
    link.focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("agenda 2026")
    expect(
        page.locator("#palette-resultats a[href*='/agenda/2026/']").first
    ).to_be_visible()
    assert_accessible(page)
    screenshot(page, "parcours/11-palette")
    page.keyboard.press("Escape")

    expect(page.locator("#palette")).not_to_be_visible()
    expect(link).to_be_focused()


@pytest.mark.writes
def test_a_visitor_never_finds_what_is_kept_from_him(
    visit: Callable[..., Any], tmp_path: Any
) -> None:
    """A canary in a document of the steering team, and one in a draft, stay in their cage."""
    from playwright.sync_api import expect

    file = tmp_path / "canari.txt"
    file.write_text(CANARY, encoding="utf-8")
    author = visit("directrice")
    author.goto("/documents/deposer/")
    author.get_by_label("Fichier").set_input_files(str(file))
    author.get_by_label("Titre").fill(f"Note de {CANARY}")
    author.locator("select[name=visibility]").select_option("pilotage")
    author.get_by_role("button", name="Déposer le document").click()
    author.wait_for_url("**/documents/**")
    address = author.url
    author.goto("/contrat/projets/?q=sports")
    author.locator("main tbody th a").first.click()
    author.get_by_role("link", name="Écrire la synthèse").click()
    author.locator("textarea[name=ambition]").fill(CANARY)
    author.get_by_role("button", name="Garder en brouillon").click()
    author.wait_for_load_state()

    author.keyboard.press("Control+k")
    author.keyboard.type("chardonneret")
    expect(author.get_by_role("option", name=CANARY).first).to_be_visible()
    for account in ("", "association", "partenaire"):
        page = visit(account)
        page.goto("/")
        with page.expect_response("**/recherche/?q=chardonneret") as answer:
            page.keyboard.press("Control+k")
            page.keyboard.type("chardonneret")
        assert CANARY.lower() not in answer.value.text().lower()
        for path in (
            "/recherche/?q=chardonneret",
            "/documents/",
            "/documents/?q=chardonneret",
            "/contrat/projets/",
        ):
            page.goto(path)
            assert CANARY not in page.content()
        assert page.goto(address).status == 404
