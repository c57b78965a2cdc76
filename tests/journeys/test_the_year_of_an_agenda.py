"""The chargée prepares next year's agenda, has it validated, then amends it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.browsing import follow

pytestmark = [pytest.mark.browser, pytest.mark.writes]
MOTIF = "Décision du comité technique : l’habitat rejoint le pilotage."


@pytest.mark.parametrize("account", ["charge-metropole", "directrice"])
def test_prepared_submitted_validated_amended(
    account: str,
    visit: Callable[..., Any],
    assert_accessible: Callable[..., None],
    screenshot: Callable[..., Any],
) -> None:
    page = visit(account)
    public = visit()

    # What was not finished is taken up; what is closed stays behind.
    page.goto("/contrat/agenda/2026/")
    before = read_projets(page)
    closed = count_status(page, "Terminé")
    page.goto("/contrat/agenda/")
    follow(page.get_by_role("link", name="Préparer l’agenda suivant"))
    assert page.get_by_label("Année").input_value() == "2027"
    page.get_by_role("button", name="Ouvrir l’agenda").click()
    page.wait_for_url("**/agenda/2027/")
    carried = read_projets(page)
    assert len(carried) == len(before) - closed
    assert set(carried) <= set(before)
    assert page.get_by_text("reconduit", exact=True).count() == len(carried)
    assert public.goto("/contrat/agenda/2027/").status == 404

    # An objective is written while it is still being prepared: no reason is asked.
    page.get_by_role("link", name="Modifier", exact=True).click()
    page.get_by_label(re.compile("^Introduction")).fill("Une année de bilans.")
    page.get_by_role("button", name="Enregistrer l’agenda").click()
    page.wait_for_url("**/agenda/2027/")
    assert page.locator("main .prose", has_text="Une année de bilans.").is_visible()

    go_through(page, "Soumettre au comité de pilotage")
    assert page.locator(".page-status").inner_text().startswith("Soumis")
    go_through(page, "Enregistrer la validation du comité")
    assert "alidé" in page.locator(".page-status").inner_text()
    assert public.goto("/contrat/agenda/2027/").status == 200
    assert_accessible(page)
    screenshot(page, f"parcours/03-{account}-agenda-valide")

    # Frozen: a project that it holds no longer changes without a reason.
    follow(page.get_by_role("link", name="Ce qui a changé depuis la validation"))
    assert page.get_by_role("heading", name="Rien n’a changé").is_visible()
    digest = page.locator("main code").inner_text()
    projet = next(iter(carried))
    page.goto(carried[projet])
    page.get_by_role("link", name="Modifier la fiche").click()
    page.get_by_label(re.compile("^Public visé")).fill("Collégiens des seize communes")
    follow(page.get_by_role("button", name="Enregistrer la fiche"))
    assert page.get_by_role("alert").first.is_visible()
    assert_accessible(page)
    page.get_by_label(re.compile("^Motif")).fill(MOTIF)
    page.get_by_role("button", name="Enregistrer la fiche").click()
    page.wait_for_url(re.compile(r"/projets/\d+/$"))

    page.goto("/contrat/agenda/2027/")
    assert page.get_by_text("Avenant n° 1", exact=True).is_visible()
    assert page.get_by_text(f"Motif : {MOTIF}", exact=True).is_visible()
    follow(page.get_by_role("link", name="Ce qui a changé depuis la validation"))
    lines = page.locator("main tbody tr").all_inner_texts()
    assert any("Collégiens des seize communes" in line for line in lines), lines
    assert any(projet in line for line in lines), lines
    assert len(lines) == 1, "nothing else was touched"
    assert page.locator("main code").inner_text() == digest
    assert page.get_by_text("intacte").is_visible()
    assert_accessible(page)
    screenshot(page, f"parcours/03-{account}-avenant-comparaison")


def read_projets(page: Any) -> dict[str, str]:
    links = page.locator("main section th[scope=row] a[href*='/projets/']").all()
    return {link.inner_text(): str(link.get_attribute("href")) for link in links}


def count_status(page: Any, status: str) -> int:
    cells = page.locator("main td[data-label=Statut]").all_inner_texts()
    return sum(text.startswith(status) for text in cells)


def go_through(page: Any, label: str) -> None:
    page.get_by_role("link", name=label).click()
    page.get_by_role("button", name=label).click()
    page.wait_for_url("**/agenda/2027/")
