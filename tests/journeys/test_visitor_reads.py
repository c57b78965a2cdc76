"""A visitor reads the contract at a glance, and every figure keeps its word."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.browsing import follow

pytestmark = pytest.mark.browser


def count_lines(page: Any, anchor: str) -> int:
    """Count what a list shows, on all its pages."""
    if anchor == "defis":
        # What is announced and not named has a line that says how many are described.
        return int(page.locator('#defis [data-label="Décrit"]').inner_text())
    if anchor:
        return int(page.locator(f"#{anchor} li").count())
    rows = page.locator("main table.table > tbody > tr")
    total = int(rows.count())
    while page.locator("main a[rel=next]").count():
        page.locator("main a[rel=next]").first.click()
        page.wait_for_load_state()
        total += int(rows.count())
    return total


def read_figures(page: Any) -> list[tuple[str, int, str]]:
    found: list[tuple[str, int, str]] = []
    for figure in page.locator("main .figure:has(a)").all():
        link = figure.locator("a").first
        value = re.sub(r"\D", "", link.inner_text())
        label = figure.locator(".figure-label").inner_text()
        found.append((label, int(value), str(link.get_attribute("href"))))
    return found


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("/", 15),
        ("/territoire/", 3),
        ("/contrat/agenda/2024/", 5),
        ("/contrat/agenda/2026/", 5),
        ("/contrat/evaluation/2025/", 5),
    ],
)
def test_every_figure_opens_the_list_of_that_count(
    path: str, least: int, visit: Callable[..., Any]
) -> None:
    page = visit()
    page.goto(path)
    figures = read_figures(page)

    counted = {}
    for label, value, href in figures:
        page.goto(href)
        counted[label] = (value, count_lines(page, href.partition("#")[2]))

    assert len(figures) >= least
    assert {label: pair for label, pair in counted.items() if pair[0] != pair[1]} == {}


def test_what_is_missing_is_counted_as_its_list_does(visit: Callable[..., Any]) -> None:
    page = visit()
    page.goto("/")
    links = page.locator("a[href*='?manque=']:has(strong)").all()
    told = {
        str(link.get_attribute("href")): int(link.inner_text().split()[0])
        for link in links
    }

    found = {}
    for href in told:
        page.goto(href)
        found[href] = count_lines(page, "")

    assert len(told) >= 6
    assert found == told


def test_the_numbers_of_the_founding_documents(
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    page = visit()
    page.goto("/")
    figures = {label: value for label, value, _ in read_figures(page)}

    assert figures["Communes du contrat"] == 14
    assert page.get_by_text("16 annoncés, 2 non nommés").is_visible()
    assert figures["Quartiers prioritaires"] == 66
    assert figures["Orientations"] == 5
    assert figures["Mesures de la boîte à outils"] == 20
    assert figures["Travaux à engager"] == 15
    assert figures["Projets de coopération"] == 34
    assert figures["Projets avec une fiche"] == 31
    assert figures["Projets sans fiche"] == 3
    assert_accessible(page)
    screenshot(page, "parcours/01-visiteur-accueil")


def test_thirty_two_sheets_stand_behind_thirty_one_projects(
    visit: Callable[..., Any],
) -> None:
    page = visit()
    page.goto("/contrat/projets/?manque=avec-fiche")
    addresses = [
        str(link.get_attribute("href"))
        for link in page.locator("main tbody th[scope=row] a").all()
    ]
    sheets = []
    for address in addresses:
        page.goto(address)
        quotes = page.locator(".card", has_text="Ce que disent les documents")
        sheets.append(quotes.locator("details").count())

    assert len(addresses) == 31
    assert sum(sheets) == 32
    assert max(sheets) == 2  # the PAEJ stands under two orientations


def test_sources_that_disagree_are_both_quoted(visit: Callable[..., Any]) -> None:
    page = visit()
    page.goto("/contrat/")

    row = page.locator("#ecarts tr", has_text="Communes du contrat")

    assert row.locator('[data-label="Attendu"]').inner_text() == "16"
    assert row.locator('[data-label="Décrit"]').inner_text() == "14"
    assert "non nommés" in row.inner_text()
    assert "14 communes" in page.locator("main").inner_text()


def test_reading_without_javascript(
    visit: Callable[..., Any], screenshot: Callable[..., Any]
) -> None:
    page = visit(javascript=False)
    page.goto("/")
    follow(page.get_by_role("link", name=re.compile("^Projets de coopération")))
    page.locator("select[name=meteo]").select_option(label="Objectifs compromis")
    follow(page.get_by_role("button", name="Filtrer"))
    rows = page.locator("main tbody tr")
    count = rows.count()
    follow(rows.first.locator("th a"))

    assert count == 2
    assert page.locator(".page-status").inner_text()
    assert "Compromis" in page.locator("main").inner_text()
    page.goto("/territoire/")
    assert page.locator("#territoire-list tr").count() == 14
    page.goto("/recherche/?q=malpasse")
    assert page.get_by_role("link", name="Malpassé").count() >= 1
    screenshot(page, "parcours/01-visiteur-sans-javascript")


def test_reading_with_the_keyboard_alone(visit: Callable[..., Any]) -> None:
    page = visit()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"

    tab_to(page, "Projets de coopération")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contrat/projets/")
    title = page.locator("main tbody th a").first.inner_text()
    tab_to(page, title)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/projets/\d+/"))

    assert page.locator("h1").inner_text() == title


def tab_to(page: Any, words: str) -> None:
    """Press Tab until what has the focus says these words; it must show where it is."""
    for _ in range(200):
        page.keyboard.press("Tab")
        told, outline = page.evaluate(
            """(() => { const e = document.activeElement;
                 const isControl = e.matches('a, button, summary');
                 return [isControl ? `${e.ariaLabel ?? ''} ${e.textContent}` : '', getComputedStyle(e).outlineStyle]; })()"""
        )
        if words in told:
            assert outline != "none", words
            return
    raise AssertionError(f"no way to {words!r} with the keyboard")
