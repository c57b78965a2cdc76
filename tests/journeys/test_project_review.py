"""The director prepares the yearly review of a convention, holds it, freezes it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.browsing import follow

pytestmark = [pytest.mark.browser, pytest.mark.writes]


def test_prepared_examined_frozen_downloaded(
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    page = visit("directrice")
    public = visit()

    # This year's review waits: commitments measured, compared with last year's.
    page.goto("/conventions/revues/")
    follow(page.get_by_role("link", name=re.compile("Revue de projet")).first)
    address = page.url
    assert "En préparation" in page.locator(".page-status").first.inner_text()
    assert_accessible(page)
    screenshot(page, "parcours/revue-preparee")
    assert public.goto(address).status == 404

    # Each commitment in turn; the fourth, late, calls for a minor adjustment.
    page.get_by_role("link", name=re.compile("^Examiner")).first.click()
    for _ in range(20):
        page.get_by_label(re.compile("^Ce qui est dit")).fill("Examiné en séance.")
        if "En retard" in page.locator(".page-status").first.inner_text():
            page.get_by_label(re.compile("^Décision")).fill("Recaler la date.")
            page.get_by_label(re.compile("^Avenant à préparer")).select_option(
                "ajustement_mineur"
            )
            page.get_by_label(re.compile("^Objet de l’avenant")).fill(
                "Recaler la signature"
            )
        following = page.get_by_role("button", name=re.compile("passer au suivant"))
        if not following.count():
            break
        following.click()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url(address)
    assert "à examiner" not in page.locator(".page-status").first.inner_text()

    # Held, written, frozen: the amendment decided is on the list of those to prepare.
    page.get_by_role("link", name="Enregistrer la tenue").click()
    page.get_by_role("button", name="Enregistrer la tenue").click()
    page.get_by_role("link", name="Rédiger", exact=True).click()
    page.get_by_label(re.compile("^Compte rendu")).fill("Les engagements avancent.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Figer la revue").click()
    page.get_by_role("button", name="Figer la revue").click()
    page.wait_for_url(address)
    assert page.locator(".page-status").first.inner_text().startswith("Figée")
    assert page.get_by_role("link", name="Rédiger").count() == 0
    assert_accessible(page)
    screenshot(page, "parcours/revue-figee")
    page.goto("/conventions/avenants/?etat=a-faire")
    assert page.get_by_role(
        "link", name="Recaler la signature", exact=True
    ).is_visible()

    # Frozen, it is public, and its three documents leave.
    assert public.goto(address).status == 200
    for kind in ("PDF", "DOCX"):
        links = public.get_by_role("link", name=re.compile(f"^{kind}"))
        assert links.count() == 3
        with public.expect_download() as expected:
            links.last.click()
        assert expected.value.suggested_filename.endswith(kind.lower())
