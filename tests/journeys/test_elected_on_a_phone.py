"""An elected official, standing, with a phone: three taps from home to an operation."""

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
PHONE = {
    "width": 360,
    "height": 740,
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}


@pytest.mark.parametrize(
    ("account", "commune", "card"),
    [("elue", "Marseille", "Opérations"), ("elu", "Vitrolles", "Projets")],
)
def test_three_taps_from_the_home_to_an_operation_or_a_project(
    account: str,
    commune: str,
    card: str,
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    page = visit(account, **PHONE)
    page.goto("/")

    tap(page.get_by_role("link", name=re.compile("^Communes du contrat")))
    page.wait_for_url("**/communes/**")
    tap(page.get_by_role("link", name=commune, exact=True))
    page.wait_for_url(re.compile(r"/communes/\d+/"))
    assert page.locator("h1").inner_text() == commune
    figures = page.locator("main .figure")
    assert figures.count() == 4
    for figure in figures.all():
        assert is_in_the_window(figure), "the synthesis is one screen"
    assert is_in_the_window(
        page.locator("[aria-label='Météo des projets de la commune']")
    )
    assert_accessible(page)
    screenshot(page, f"parcours/02-{account}-commune")
    # The third: nothing to unfold.
    rows = page.locator(".card", has=page.get_by_role("heading", name=card, exact=True))
    tap(rows.locator("li a").first)
    page.wait_for_url(
        re.compile(rf"/{'operations' if card == 'Opérations' else 'projets'}/\d+/")
    )

    page.locator("h1").wait_for()
    assert fits(page)
    assert_accessible(page)


def test_two_taps_from_the_home_to_an_operation_of_ones_commune(
    visit: Callable[..., Any], assert_accessible: Callable[..., None]
) -> None:
    page = visit("elue", **PHONE)
    page.goto("/")

    near = page.locator("#proches")
    tap(near.get_by_role("link", name=re.compile(r"^\d+ opérations$")).first)
    page.wait_for_url("**/operations/?commune=13055")
    tap(page.locator("tbody th a").first)
    page.wait_for_url(re.compile(r"/operations/\d+/"))

    assert fits(page)


def test_the_filters_of_a_list_come_on_demand(
    visit: Callable[..., Any], assert_accessible: Callable[..., None]
) -> None:
    from playwright.sync_api import expect

    page = visit("elue", **PHONE)
    page.goto("/operations/planning/")
    owner = page.locator("select[name='maitre_ouvrage']")
    expect(page.get_by_label("Libellé", exact=True)).to_be_visible()
    expect(owner).to_be_hidden()

    page.locator("label.filters-toggle").tap()

    expect(owner).to_be_visible()
    assert_accessible(page)


def test_the_menu_is_a_drawer(visit: Callable[..., Any]) -> None:
    from playwright.sync_api import expect

    page = visit("elu", **PHONE)
    page.goto("/")
    navigation = page.locator("#navigation")
    assert not is_in_the_window(navigation)

    tap(page.get_by_role("button", name="Menu", exact=True))
    expect(navigation.get_by_role("link", name="Accueil")).to_be_focused()
    tap(navigation.get_by_role("link", name="Gouvernance"))

    assert page.locator("h1").inner_text() == "Instances"


def tap(target: Any) -> None:
    """Tap what a thumb can reach: 44 pixels high, or a row that is."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    room = target.evaluate(
        """e => { const li = e.closest('li, th, td, .figure') ?? e;
             return Math.max(e.getBoundingClientRect().height, li.getBoundingClientRect().height); }"""
    )
    assert room >= 44, (target.inner_text(), room)
    target.tap()


def fits(page: Any) -> bool:
    found: bool = page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    return found


def is_in_the_window(target: Any) -> bool:
    found: bool = target.evaluate(
        """e => { const box = e.getBoundingClientRect();
             return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth + 1; }"""
    )
    return found
