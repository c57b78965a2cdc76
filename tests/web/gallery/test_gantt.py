import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db(transaction=True)]
PATH = "/composants/planning/"


def open_gantt(open_page, query="", **options):
    page = open_page(**options)
    page.goto(PATH + query)
    page.wait_for_selector("[data-gantt][data-ready]")
    return page


def test_page_says_in_a_table_what_the_gantt_draws(client):
    page = client.get(PATH).content.decode()
    data = client.get("/composants/planning.json").json()

    assert [row["label"] in page for row in data["rows"]] == [True] * 12


def test_tasks_come_for_the_operations_asked_only(client):
    data = client.get("/composants/planning.json?operation=3&operation=x").json()

    assert {row["parent"] for row in data["rows"]} == {"o3"}
    assert len(data["links"]) == len(data["rows"]) - 1


@pytest.mark.browser
def test_gantt_is_accessible_on_every_face(look):
    look(PATH, "planning-composant")


@pytest.mark.browser
def test_five_hundred_operations_draw_only_the_lines_in_sight(open_page):
    page = open_gantt(open_page, "?lignes=500")

    names = page.locator(".gantt-name").count()
    page.locator("[data-gantt-scroll]").evaluate("e => { e.scrollTop = 9000 }")
    expect(page.locator(".gantt-name", has_text="Projet 58")).to_be_visible()

    assert names < 60
    assert page.locator(".gantt-name").count() < 60


@pytest.mark.browser
def test_keyboard_walks_unfolds_and_moves_a_date(open_page):
    page = open_gantt(open_page)
    keys = page.keyboard
    page.locator(".gantt-name[tabindex='0']").focus()

    keys.press("ArrowDown")
    keys.press("ArrowRight")
    expect(page.locator(".gantt-name", has_text="Programme").first).to_be_visible()
    focused = page.locator(".gantt-name:focus")
    assert focused.get_attribute("aria-expanded") == "true"
    keys.press("ArrowRight")
    assert "Gymnase 1" in page.locator(":focus").get_attribute("aria-label")
    keys.press("ArrowRight")
    assert "Marché notifié" in page.locator(":focus").get_attribute("aria-label")
    keys.press("Alt+ArrowRight")
    said = page.locator("[data-gantt-status]").inner_text()

    assert said == "Dépliez l’opération pour déplacer ses tâches."


@pytest.mark.browser
def test_scale_is_kept_in_the_address(open_page):
    page = open_gantt(open_page)

    page.get_by_role("link", name="Mois", exact=True).click()

    assert page.url.endswith("?zoom=mois")
    wide = page.locator(".gantt-plot").evaluate("e => e.width.baseVal.value")
    page.get_by_role("link", name="Année", exact=True).click()
    assert page.locator(".gantt-plot").evaluate("e => e.width.baseVal.value") < wide
