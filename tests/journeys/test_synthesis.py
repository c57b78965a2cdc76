"""A chef de file writes where the project stands; the network drops; nothing is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.browsing import Browsing

pytestmark = [pytest.mark.browser, pytest.mark.writes]
SPORTS = "sports licenciés"
AMBITION = "Deux mille licenciés de plus d’ici 2030."
DONE = "La deuxième saison d’aide à la licence est ouverte."


@pytest.mark.parametrize("account", ["cheffe-de-file", "directrice"])
def test_written_cut_restored_published(
    account: str,
    browsing: Browsing,
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    browsing.expected = ["ERR_INTERNET_DISCONNECTED"]
    page = visit(account)
    page.goto("/contrat/projets/?q=sports")
    page.get_by_role("link", name=re.compile(SPORTS)).click()
    page.get_by_role("link", name="Écrire la synthèse").click()
    state = page.locator("[data-autosave-state]")

    page.get_by_label("Objectifs compromis").check()
    page.get_by_label(re.compile("^Notre ambition")).fill(AMBITION)
    wait_for(state, "Enregistré à")
    assert state.get_attribute("role") == "status"
    page.reload()
    assert page.get_by_label(re.compile("^Notre ambition")).input_value() == AMBITION
    assert page.get_by_label("Objectifs compromis").is_checked()

    page.context.set_offline(True)
    page.get_by_label(re.compile("^Déjà fait")).fill(DONE)
    wait_for(state, "Non enregistré")
    assert state.get_attribute("role") == "alert"
    screenshot(page, f"parcours/04-{account}-reseau-coupe")
    page.context.set_offline(False)
    wait_for(state, "Enregistré à")
    assert state.get_attribute("role") == "status"
    page.reload()
    assert page.get_by_label(re.compile("^Déjà fait")).input_value() == DONE
    assert page.get_by_label(re.compile("^Notre ambition")).input_value() == AMBITION
    assert_accessible(page)

    # A draft is its author's alone.
    visitor = visit()
    visitor.goto("/contrat/projets/?q=sports")
    assert meteo_of(visitor) == "Atteignable"

    page.get_by_role("button", name="Publier et signer").click()
    page.wait_for_url(re.compile(r"/projets/\d+/$"))
    assert page.locator("main .prose", has_text=DONE).is_visible()
    assert_accessible(page)
    visitor.reload()
    assert meteo_of(visitor) == "Compromis"


def wait_for(target: Any, words: str) -> None:
    from playwright.sync_api import expect

    expect(target).to_contain_text(words, timeout=15_000)


def meteo_of(page: Any) -> str:
    found: str = page.locator("tbody td[data-label=Météo]").first.inner_text().strip()
    return found
