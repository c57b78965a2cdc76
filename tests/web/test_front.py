"""The modules, in a real browser, on the gallery page."""

import gzip
import re

import pytest
from django.conf import settings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUT = settings.ROOT / "front" / "out"


@pytest.fixture
def gallery(page):
    page.goto("/composants/")
    return page


@pytest.mark.parametrize("path", ["/composants/", "/composants/page/", "/apparence/"])
def test_pages_are_accessible_on_every_face(look, path):
    look(path, f"cadre{path.replace('/', '-')}")


def test_error_page_is_accessible(page, assert_accessible, screenshot):
    page.goto("/introuvable/")

    assert_accessible(page)
    screenshot(page, "cadre-erreur-404")


def test_scripts_of_a_plain_page_are_light(page):
    page.goto("/composants/page/")

    scripts = page.eval_on_selector_all("script[src]", "all => all.map(s => s.src)")
    weights = [
        len(gzip.compress((OUT / url.rsplit("/", 1)[-1]).read_bytes()))
        for url in scripts
    ]

    assert [url.rsplit("/", 1)[-1] for url in scripts] == ["main.js"]
    assert sum(weights) < 40_000


def test_page_can_be_used_without_javascript(open_page):
    page = open_page(javascript=False, width=360)
    page.goto("/composants/page/")

    page.get_by_role("link", name="Menu", exact=True).click()

    assert page.locator("#navigation").is_visible()
    page.get_by_role("link", name="Fermer le menu").click()
    page.locator("#navigation .nav-list").wait_for(state="hidden")


def test_drawer_gives_the_focus_back(open_page):
    page = open_page(width=360)
    page.goto("/composants/page/")

    page.get_by_role("button", name="Menu", exact=True).click()
    assert page.locator("#navigation.is-open").is_visible()
    page.keyboard.press("Escape")

    assert page.evaluate("document.activeElement.matches('[data-drawer]')")


def test_theme_changes_at_once_and_stays(gallery):
    gallery.locator("summary[title=Apparence]").click()
    gallery.get_by_role("button", name="Sombres").click()
    assert gallery.locator("html").get_attribute("data-bs-theme") == "dark"

    gallery.reload()

    assert gallery.locator("html").get_attribute("data-bs-theme") == "dark"


def test_palette_opens_finds_pages_and_gives_the_focus_back(gallery):
    gallery.locator("#g-q").focus()
    gallery.keyboard.press("Control+k")
    palette = gallery.locator("#palette")
    assert palette.is_visible()

    gallery.keyboard.type("accueil")
    gallery.wait_for_timeout(400)
    gallery.keyboard.press("Escape")

    assert not palette.is_visible()
    assert gallery.evaluate("document.activeElement.id") == "g-q"


def test_help_lists_the_shortcuts_of_the_page(gallery):
    gallery.keyboard.press("?")

    help_text = gallery.locator("#aide-raccourcis").inner_text()

    assert "Ajouter un exemple" in help_text


def test_shortcut_does_nothing_while_typing(gallery):
    gallery.locator("#g-q").focus()
    gallery.keyboard.type("?n")

    assert gallery.locator("#g-q").input_value() == "?n"
    assert not gallery.locator("#aide-raccourcis").is_visible()


def test_menu_follows_arrows_and_escape(gallery):
    menu = gallery.locator("details.menu", has_text="Tableur (xlsx)")
    menu.locator("summary").focus()

    gallery.keyboard.press("ArrowDown")
    gallery.keyboard.press("ArrowDown")
    assert gallery.evaluate("document.activeElement.textContent.trim()") == (
        "Document (pdf)"
    )
    gallery.keyboard.press("Escape")

    assert menu.get_attribute("open") is None
    assert gallery.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_shift_click_chooses_a_range_and_says_how_many(gallery):
    rows = gallery.locator("[data-bulk-row]")
    assert gallery.get_by_role("button", name="Changer la météo").is_disabled()

    rows.nth(0).click()
    rows.nth(2).click(modifiers=["Shift"])

    assert gallery.locator("[data-bulk-count]").inner_text() == "3 projets choisis."
    assert gallery.get_by_role("button", name="Changer la météo").is_enabled()


def _paste(page, text):
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def _grid(page):
    return page.eval_on_selector_all(
        ".grid-edit td > input", "cells => cells.map(c => c.value)"
    )


def test_grid_takes_a_pasted_block_and_gives_it_back(gallery):
    before = _grid(gallery)
    gallery.locator("[name=v-1-2]").focus()

    _paste(gallery, "1\u202f200,5\tdouze\n3\t4\n")

    assert gallery.locator("[name=v-1-2]").input_value() == "1\u202f200,5"
    assert gallery.locator("[name=v-2-3]").input_value() == "4"
    assert gallery.locator("[name=v-1-3]").get_attribute("aria-invalid") == "true"
    assert "n’est pas un nombre" in gallery.locator(".cell-error").inner_text()
    assert gallery.locator("[data-grid-state]").inner_text() == (
        "4 cellules modifiées, 1 à corriger"
    )
    gallery.get_by_role("button", name="Défaire le collage").click()
    assert _grid(gallery) == before
    assert gallery.locator(".cell-error").count() == 0


def test_grid_says_what_falls_outside(gallery):
    gallery.locator("[name=v-3-3]").focus()

    _paste(gallery, "1\t2\n3\t4")

    assert (
        "3 valeurs hors du tableau" in gallery.locator("[data-grid-state]").inner_text()
    )


def test_grid_moves_with_arrows_enter_and_escape(gallery):
    gallery.locator("[name=v-1-1]").focus()

    gallery.keyboard.press("ArrowRight")
    gallery.keyboard.press("Enter")
    assert gallery.evaluate("document.activeElement.name") == "v-2-2"
    gallery.keyboard.type("9")
    gallery.keyboard.press("Escape")

    assert gallery.locator("[name=v-2-2]").input_value() == ""
    gallery.keyboard.press("ArrowUp")
    assert gallery.evaluate("document.activeElement.name") == "v-1-2"


def _autosave(page, answer):
    page.route("**/brouillon/", answer)
    page.evaluate(
        """() => {
          const form = document.querySelector("#formulaires form[data-autosave]");
          const copy = form.cloneNode(true);
          copy.dataset.autosave = "/brouillon/";
          form.replaceWith(copy);
          copy.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: copy } }));
        }"""
    )
    page.locator("#formulaires form[data-autosave] [name=s-title]").fill("Un brouillon")


def _drafts(page):
    return page.evaluate(
        "Object.keys(sessionStorage).filter(key => key.startsWith('possibles:'))"
    )


def test_autosave_says_when_it_saved(gallery):
    sent = []
    _autosave(
        gallery,
        lambda route: (
            sent.append(route.request),
            route.fulfill(status=200, body="{}"),
        ),
    )

    state = gallery.locator("[data-autosave-state]").first
    state.get_by_text(re.compile(r"Enregistré à \d\d:\d\d")).wait_for(timeout=3000)

    assert len(sent) == 1
    assert "Un brouillon" in sent[0].post_data
    assert _drafts(gallery) == []


def test_autosave_that_fails_is_announced_and_keeps_the_text(gallery):
    _autosave(gallery, lambda route: route.fulfill(status=404))

    state = gallery.locator("[data-autosave-state]").first
    state.get_by_text("Non enregistré").wait_for(timeout=3000)

    assert state.get_attribute("role") == "alert"
    kept = gallery.evaluate("Object.values(sessionStorage).join()")
    assert "Un brouillon" in kept
    gallery.unroute("**/brouillon/")
    gallery.route("**/brouillon/", lambda route: route.fulfill(status=200, body="{}"))
    gallery.evaluate("dispatchEvent(new Event('online'))")
    state.get_by_text("Enregistré à").wait_for(timeout=3000)
    assert _drafts(gallery) == []


def test_dangerous_action_asks_for_its_name(gallery):
    gallery.locator("summary", has_text="Supprimer l’agenda").click()
    button = gallery.get_by_role("button", name="Supprimer l’agenda")
    assert button.is_disabled()

    gallery.locator("[name=confirmation]").fill("Agenda 2026")

    assert button.is_enabled()


def test_map_and_list_stay_in_step(gallery):
    gallery.locator("[data-map][data-ready]").wait_for()

    gallery.locator("#lieu-b a").focus()

    zone = gallery.locator('path[aria-label="Quartier B, 11 projets"]')
    assert "is-linked" in zone.get_attribute("class")
    gallery.locator('path[aria-label="Quartier A, 4 projets"]').focus()
    assert "is-linked" in gallery.locator("#lieu-a").get_attribute("class")
    gallery.keyboard.press("Enter")
    gallery.wait_for_url("**#lieu-a")


def test_chart_says_its_values_and_draws_gaps(gallery):
    line = gallery.locator("[data-chart=line] svg[role=img]")

    assert "Quartier A : de 12 à 22" in line.get_attribute("aria-label")
    bars = gallery.locator("[data-chart=bar]")
    assert "non renseigné" in bars.locator("title").all_text_contents().__str__()
    assert gallery.locator("[data-chart=bar] rect.bar").count() == 9


def test_tour_walks_its_steps(gallery):
    gallery.get_by_role("button", name="Visite guidée").click()
    assert gallery.locator("#tableaux.tour-highlight").count() == 1

    gallery.get_by_role("button", name="Étape suivante").click()
    gallery.get_by_role("button", name="Terminer").click()

    assert gallery.locator(".tour-highlight").count() == 0


def test_copy_says_it_copied(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/composants/")

    page.get_by_role("button", name="Copier le lien").click()

    page.get_by_role("button", name="Lien copié").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_printing_leaves_the_content_only(gallery):
    gallery.emulate_media(media="print")

    hidden = [".sidebar", ".topbar", ".page-actions", ".bulk-bar"]

    assert [gallery.locator(css).first.is_visible() for css in hidden] == [False] * 4
    assert gallery.locator("h1").is_visible()
